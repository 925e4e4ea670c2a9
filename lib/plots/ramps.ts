/**
 * Colour ramps as lists of stops, and the quantisation of values onto them.
 *
 * @module
 */

/** Viridis: dark for low, light for high. */
export const VIRIDIS: readonly string[] = [
  "#440154",
  "#482475",
  "#414487",
  "#355f8d",
  "#2a788e",
  "#21918c",
  "#22a884",
  "#44bf70",
  "#7ad151",
  "#bddf26",
  "#fde725",
];

/** White through orange to dark brown, for errors: nothing to see where there is none. */
export const HEAT: readonly string[] = [
  "#ffffff",
  "#fff0d0",
  "#fed98e",
  "#fdae61",
  "#ec7014",
  "#cc4c02",
  "#993404",
  "#501a02",
];

/** Blue for negative, white for zero, vermilion for positive. */
export const DIVERGING: readonly string[] = [
  "#084a77",
  "#0072b2",
  "#5ba3cf",
  "#b5d5e9",
  "#ffffff",
  "#f7c9ae",
  "#ee8f5a",
  "#d55e00",
  "#8a3a00",
];

const channels = (hex: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/**
 * The colour at `share` of a ramp, interpolated in RGB between its stops.
 *
 * @param ramp Hexadecimal colours, at least two, evenly spaced
 * @param share 0 (first stop) to 1 (last stop); values outside are clamped
 * @returns A hexadecimal colour
 */
export function rampColour(ramp: readonly string[], share: number): string {
  const at = Math.min(1, Math.max(0, share)) * (ramp.length - 1);
  const low = Math.min(ramp.length - 2, Math.floor(at));
  const [from, to] = [channels(ramp[low]!), channels(ramp[low + 1]!)];
  const mixed = from.map((value, i) => Math.round(value + (to[i]! - value) * (at - low)));
  return "#" + mixed.map((value) => value.toString(16).padStart(2, "0")).join("");
}

/**
 * `count` evenly spaced colours of a ramp, from `start` to `end` of it.
 *
 * @param ramp Hexadecimal colours, at least two, evenly spaced
 * @param count How many colours
 * @param start Share of the ramp where they begin
 * @param end Share of the ramp where they end
 * @returns Hexadecimal colours
 */
export function rampColours(
  ramp: readonly string[],
  count: number,
  start = 0,
  end = 1,
): string[] {
  const step = count > 1 ? (end - start) / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => rampColour(ramp, start + i * step));
}

/**
 * Upper bounds that divide `[low, high]` into equal steps; the last level has no bound.
 *
 * @param low Lower end of the first level
 * @param high Upper end of the last level
 * @param count Number of levels
 * @returns `count - 1` thresholds
 */
export function linearThresholds(low: number, high: number, count: number): number[] {
  return Array.from({ length: count - 1 }, (_, i) => low + ((high - low) * (i + 1)) / count);
}

/**
 * Upper bounds that put equally many of `values` into each level. Equal values, which share one, have
 * the lowest of those that would be theirs; but the last level is that of the greatest.
 *
 * @param values The values to divide
 * @param count Number of levels
 * @returns `count - 1` thresholds, infinite where all values are equal
 */
export function quantileThresholds(values: readonly number[], count: number): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const last = sorted.at(-1)! > sorted[0]! ? sorted.at(-1)! : Infinity;
  return Array.from({ length: count - 1 }, (_, i) => {
    const place = Math.floor(((i + 1) * sorted.length) / count);
    if (place > 0 && sorted[place] !== sorted[place - 1]) return sorted[place]!;
    // Within equal values, the level ends behind them.
    return sorted.find((value) => value > sorted[place]!) ?? last;
  });
}

/**
 * The level of `value`: the number of thresholds that it reaches.
 *
 * @param value The value
 * @param thresholds Ascending thresholds
 * @returns 0 to `thresholds.length`
 */
export function levelOf(value: number, thresholds: readonly number[]): number {
  let level = 0;
  while (level < thresholds.length && value >= thresholds[level]!) level++;
  return level;
}
