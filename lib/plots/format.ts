/**
 * Numbers as people read them.
 *
 * @module
 */

/**
 * A number with `digits` significant digits; very small and very large ones in scientific form.
 *
 * @param value The number
 * @param digits Significant digits, 1 to 15
 * @returns As "0.0095", "1.2e-5", "1,642,640"
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatNumber } from "lib/plots/mod.ts";
 * assertEquals(formatNumber(0.0000123), "1.23e-5");
 * assertEquals(formatNumber(1642640), "1,642,640");
 * assertEquals(formatNumber(0.5), "0.5");
 * ```
 */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return value.toLocaleString("en-US");
  // Rounded first, so that 999.9 counts as a thousand.
  const size = Math.abs(Number(value.toPrecision(digits)));
  if (size < 1e-3 || size >= 1e9) {
    return value.toExponential(digits - 1).replace(/(\.\d*?)0+e/, "$1e").replace(".e", "e")
      .replace("e+", "e");
  }
  if (size >= 10 ** (digits - 1)) return Math.round(value).toLocaleString("en-US");
  const text = value.toPrecision(digits);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

const FACTORS = [[1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 5], [1, 2, 5], [1, 3], [1]] as const;

/**
 * Ticks of a logarithmic axis: powers of ten, and what lies between them where there is room.
 *
 * @param low Lower end of the axis, above 0
 * @param high Upper end of the axis
 * @param room Most ticks that fit
 * @returns Ascending ticks within the axis
 */
export function logTicks(low: number, high: number, room = 7): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const stride = Math.max(1, Math.ceil((last - first) / room));
  for (const factors of FACTORS) {
    const ticks: number[] = [];
    for (let power = first; power <= last; power += factors.length > 1 ? 1 : stride) {
      for (const factor of factors) ticks.push(Number(`${factor}e${power}`));
    }
    const kept = ticks.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
    if (factors === FACTORS[0] && kept.length < 3) return linearTicks(low, high, 4);
    if (kept.length <= room || factors.length === 1) return kept;
  }
  return [];
}

/**
 * Round ticks of a linear axis.
 *
 * @param low Lower end of the axis
 * @param high Upper end of the axis
 * @param count About how many
 * @returns Ascending ticks within the axis; fewer where its ends agree in twelve digits
 */
export function linearTicks(low: number, high: number, count = 5): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.8);
  const first = Math.ceil(low / (step ?? 0));
  // Where the ends agree in all digits, or are too small to be divided, there are no steps between.
  if (!step || !Number.isSafeInteger(first)) return [low];
  const ticks: number[] = [];
  for (let i = first; i * step <= high + 1e-6 * step; i++) {
    const tick = Number((i * step).toPrecision(12));
    // Labels have twelve digits at most: a tick that needs more would stand beside its number.
    if (Math.abs(tick - i * step) <= 1e-3 * step) ticks.push(tick);
  }
  return ticks.length > 0 ? ticks : [low];
}

/** Ticks in words, all with as many digits as it takes to tell them apart. */
export function tickLabels(ticks: readonly number[]): string[] {
  const written = (digits: number) => ticks.map((tick) => formatNumber(tick, digits));
  const digits = [3, 4, 5, 6, 9].find((digits) => new Set(written(digits)).size === ticks.length);
  return written(digits ?? 12);
}

/** A duration in seconds as "42 s", "3 min 20 s" or "2 h 5 min". */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A number with its sign, brackets and unit, or what stands between two of them. */
const NUMERIC_WORD =
  /^(?:[([<>≤≥≈±+−-]*\d[\d.,]*(?:e[+-]?\d+)?[%×)\],;]*|[%×±–]|to|of|ms|s|min|h)$/;

/**
 * Whether a text is numbers with their units and nothing else, such as "0.55 to 0.58" or "85.6 %".
 *
 * @param text What is written
 * @returns Whether it reads as numbers
 */
export function readsAsNumbers(text: string): boolean {
  return text === "–" ||
    /\d/.test(text) && text.split(/\s+/).every((word) => NUMERIC_WORD.test(word));
}
