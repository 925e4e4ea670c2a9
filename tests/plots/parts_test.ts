import { assert, assertEquals } from "@std/assert";
import { formatSeconds, linearTicks, logTicks, tickLabels } from "lib/plots/format.ts";
import { spread } from "lib/plots/labels.ts";
import { levelOf, quantileThresholds, rampColour, VIRIDIS } from "lib/plots/ramps.ts";
import { textWidth } from "lib/plots/svg.ts";
import { tasks } from "lib/mod.ts";
import { landscapeColour, methodColour } from "lib/plots/mod.ts";
import { CATEGORIES, curveColours, methodColours } from "lib/plots/theme.ts";

Deno.test("methodColour() is the same in every spelling, and tells the main methods apart", () => {
  const names = ["IRED reference MLP", "symmetric network", "published IRED", "published IREM"];
  const more = ["feedforward", "diffusion", "constant answer (trivial)"];
  const colours = [...names, ...more].map(methodColour);
  assertEquals(new Set(colours).size, colours.length);
  assertEquals(methodColour(" Published ired "), methodColour("published IRED"));
  assertEquals(methodColour("something new"), methodColour("something new"));
});

Deno.test("methodColour() tells the networks of each task, and the published IRED, apart", () => {
  for (const { name, networks } of Object.values(tasks)) {
    const shipped = Object.values(networks).filter(({ checkpoint }) => checkpoint !== "none");
    const shown = ["published IRED", ...shipped.map(({ title }) => title)];
    assertEquals(new Set(shown.map(methodColour)).size, shown.length, name);
  }
});

Deno.test("the methods of one chart differ in colour, and keep those that they have elsewhere", () => {
  const names = ["one more symmetric network", "symmetric network", "EGNN"];
  const colours = methodColours([...names, "gradient descent", "contrastive shaping"]);
  assertEquals(new Set(colours.values()).size, 5);
  for (const name of names.slice(1)) assertEquals(colours.get(name), methodColour(name));
  // What is listed comes first, and a pattern's colour is left to it.
  assert(colours.get(names[0]!) !== methodColour(names[0]!));
  const together = methodColours([...names, "gradient descent", "contrastive shaping"], "together");
  assertEquals(together.get(names[0]!), together.get(names[1]!));
  assertEquals(new Set(together.values()).size, 4);
  const many = Array.from({ length: 40 }, (_, i) => `method ${i}`);
  assertEquals([...methodColours(many).keys()], many);
});

Deno.test("curves that are no methods have the colours in order, but those of methods", () => {
  assertEquals([...curveColours(["a", "b"]).values()], CATEGORIES.slice(0, 2));
  const colours = curveColours(["a", "EGNN"]);
  assertEquals(colours.get("EGNN"), methodColour("EGNN"));
  const shared = curveColours(["DTS*", "DTS as printed", "Tweedie", "DPS", "constructor"]);
  assertEquals(new Set(shared.values()).size, 5);
  assertEquals(shared.get("DTS*"), methodColour("DTS*"));
  assertEquals(typeof methodColour("constructor"), "string");
  assertEquals(colours.get("a"), CATEGORIES.find((colour) => colour !== methodColour("EGNN")));
});

Deno.test("landscapeColour() goes from light to dark without a repeat", () => {
  const colours = Array.from({ length: 10 }, (_, t) => landscapeColour(t));
  assertEquals(new Set(colours).size, 10);
  assertEquals(landscapeColour(99), landscapeColour(9));
});

Deno.test("spread() keeps order and distance within bounds, and moves no label in vain", () => {
  assertEquals(spread([10, 100], 12, 0, 200), [10, 100]);
  assertEquals(spread([50, 50, 50], 12, 0, 200), [38, 50, 62]);
  assertEquals(spread([195, 200, 190], 12, 0, 200), [188, 200, 176]);
  assertEquals(spread([0, 1], 12, 0, 200), [0, 12]);
  assertEquals(spread([], 12, 0, 200), []);
});

Deno.test("ticks are round, ascending, few, and within the axis", () => {
  assertEquals(linearTicks(0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assertEquals(logTicks(1e-4, 1), [1e-4, 1e-3, 0.01, 0.1, 1]);
  for (const [low, high] of [[1e-9, 1e3], [0.05, 0.25], [0.0109, 0.0112], [3, 7e4]] as const) {
    const ticks = logTicks(low, high);
    assert(ticks.length >= 3 && ticks.length <= 8, `${ticks}`);
    assertEquals(ticks, ticks.toSorted((a, b) => a - b));
    assert(ticks[0]! >= low * 0.999 && ticks.at(-1)! <= high * 1.001);
  }
});

Deno.test("ticks that differ are written with as many digits as it takes to tell them apart", () => {
  assertEquals(tickLabels([0.998, 1, 1.002]), ["0.998", "1", "1.002"]);
  assertEquals(tickLabels([0, 0.5]), ["0", "0.5"]);
  assertEquals(tickLabels([]), []);
});

Deno.test("quantile levels hold equally many values", () => {
  const values = Array.from({ length: 100 }, (_, i) => i ** 3);
  const thresholds = quantileThresholds(values, 4);
  const counts = [0, 0, 0, 0];
  for (const value of values) counts[levelOf(value, thresholds)]!++;
  assertEquals(counts, [25, 25, 25, 25]);
});

Deno.test("equal values share a quantile level: the least the first, the greatest the last", () => {
  const levels = (values: readonly number[]) => {
    const thresholds = quantileThresholds(values, 4);
    return values.map((value) => levelOf(value, thresholds));
  };
  assertEquals(levels(Array(8).fill(5)), Array(8).fill(0));
  assertEquals(levels([0, 0, 0, 0, 1, 2, 3, 4]), [0, 0, 0, 0, 2, 2, 3, 3]);
  assertEquals(levels([1, 2, 3, 4, 9, 9, 9, 9]), [0, 0, 1, 1, 3, 3, 3, 3]);
  assertEquals(levels([1, 5, 5, 5, 5, 5, 5, 9]), [0, 0, 0, 0, 0, 0, 0, 3]);
  assertEquals(levels([7, 8]), [0, 3]);
});

Deno.test("rampColour() meets its stops and clamps", () => {
  assertEquals(rampColour(VIRIDIS, 0), VIRIDIS[0]);
  assertEquals(rampColour(VIRIDIS, 2), VIRIDIS.at(-1));
  assertEquals(rampColour(["#000000", "#ffffff"], 0.5), "#808080");
});

Deno.test("textWidth() grows with the text", () => {
  assert(textWidth("published IRED") > textWidth("IRED"));
});

Deno.test("formatSeconds() says seconds, minutes and seconds, or hours and minutes", () => {
  const cases = [
    ...[[42.4, "42 s"], [59.6, "1 min 0 s"], [200, "3 min 20 s"], [3599, "59 min 59 s"]],
    ...[[3600, "1 h 0 min"], [7530, "2 h 5 min"], [90_000, "25 h 0 min"]],
  ] as const;
  for (const [seconds, text] of cases) assertEquals(formatSeconds(seconds as number), text);
});

Deno.test("ticks of a logarithmic axis are ascending, and none lies beyond its ends", () => {
  for (
    const [low, high] of [[11, 950], [1.05, 96], [0.0098, 0.102], [2, 5], [1e-5, 3e4]] as const
  ) {
    const ticks = logTicks(low, high);
    assert(ticks.length >= 2, `${ticks}`);
    assert(ticks.every((tick, i) => i === 0 || tick > ticks[i - 1]!), `${ticks}`);
    assert(ticks.every((tick) => tick >= low && tick <= high), `${ticks} from ${low} to ${high}`);
  }
});
