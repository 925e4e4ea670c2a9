/** What is near and what is far in pictures without perspective. */
import { element } from "./svg.ts";

/** A colour mixed with white, for what is far away: `share` 0 leaves it, 1 is white. */
export function faded(colour: string, share: number): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return `#${
    parts.map((value) => Math.round(value + (255 - value) * share).toString(16).padStart(2, "0"))
      .join("")
  }`;
}

/** A ball lit from the upper left, `fog` of it lost in the distance. */
export function ball(cx: number, cy: number, r: number, colour: string, fog: number): string {
  const [fill, stroke] = [faded(colour, fog), faded("#222222", fog)];
  return element("circle", { cx, cy, r, fill, stroke, "stroke-width": 0.8 }) +
    element("circle", {
      ...{ cx: cx - r * 0.32, cy: cy - r * 0.34, r: r * 0.28, fill: "#ffffff" },
      "fill-opacity": "0.55",
    });
}
