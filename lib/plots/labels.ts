/**
 * Labels in the right margin of a panel, pushed apart so that none covers another.
 *
 * @module
 */
import { element, label, short, textWidth } from "./svg.ts";
import { theme } from "./theme.ts";

/** A label and the height at which it would like to stand. */
export interface SideLabel {
  /** Where it would like to stand, in pixels from the top. */
  readonly y: number;
  /** What it says. */
  readonly text: string;
  /** Colour of the text. */
  readonly colour: string;
  /** Colour of the joining line, where it differs. */
  readonly line?: string;
}

/**
 * Spreads heights so that neighbours are at least `gap` apart, moving each as little as it can.
 *
 * @param wanted Heights in any order
 * @param gap Least distance
 * @param low Least height
 * @param high Greatest height
 * @returns Heights in the order of `wanted`
 */
export function spread(
  wanted: readonly number[],
  gap: number,
  low: number,
  high: number,
): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const placed = [...wanted];
  // Clusters of touching labels, each centred on the mean of what its members want.
  let clusters = order.map((i) => ({ members: [i], middle: wanted[i]! }));
  const half = (size: number) => ((size - 1) * gap) / 2;
  const fit = (cluster: { members: number[]; middle: number }) => {
    const reach = half(cluster.members.length);
    cluster.middle = Math.max(low + reach, Math.min(high - reach, cluster.middle));
    return cluster;
  };
  clusters = clusters.map(fit);
  for (let i = 0; i + 1 < clusters.length;) {
    const [a, b] = [clusters[i]!, clusters[i + 1]!];
    if (b.middle - half(b.members.length) - (a.middle + half(a.members.length)) >= gap) {
      i++;
      continue;
    }
    const members = [...a.members, ...b.members];
    const middle = members.reduce((sum, at) => sum + wanted[at]!, 0) / members.length;
    clusters.splice(i, 2, fit({ members, middle }));
    i = Math.max(0, i - 1);
  }
  for (const { members, middle } of clusters) {
    members.forEach((at, rank) => placed[at] = middle - half(members.length) + rank * gap);
  }
  return placed;
}

/** Longer labels take several lines, so that they leave room for the panel, in pixels. */
const LONGEST = 150;

const widthOf = (text: string) => textWidth(text, theme.smallSize);

/** A label's lines, each as full as it may be; a single word is not broken. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const joined = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && widthOf(joined) <= LONGEST) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
}

/**
 * Draws labels beside `x`, each joined to its height by a thin line.
 *
 * @param labels The labels; long ones are broken into lines
 * @param x Left end of the joining lines, in pixels
 * @param low Least height of a label
 * @param high Greatest height of a label
 * @returns SVG elements
 */
export function sideLabels(
  labels: readonly SideLabel[],
  x: number,
  low: number,
  high: number,
): string {
  const lines = labels.flatMap((one, of) => linesOf(one.text).map((text) => ({ of, text })));
  const heights = spread(lines.map(({ of }) => labels[of]!.y), 15, low, high);
  return labels.map((one, i) => {
    const own = lines.flatMap(({ of, text }, at) => of === i ? [{ text, y: heights[at]! }] : []);
    const middle = own.reduce((sum, { y }) => sum + y, 0) / own.length;
    return element("path", {
      d: `M${short(x + 1)},${short(one.y)}L${short(x + 12)},${short(middle)}`,
      stroke: one.line ?? one.colour,
      "stroke-width": 0.8,
      fill: "none",
    }) + own.map(({ text, y }) =>
      label(x + 15, y + 3.5, text, { size: theme.smallSize, colour: one.colour })
    ).join("");
  }).join("");
}

/** The margin that side labels need, in pixels. */
export function sideLabelMargin(labels: readonly string[]): number {
  return labels.length ? 20 + Math.max(...labels.flatMap(linesOf).map(widthOf)) : 14;
}
