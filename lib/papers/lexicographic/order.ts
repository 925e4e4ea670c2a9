/** Lexicographic order, lotteries, and what keeps an order as it is. */

/**
 * Compares by the first number in which they differ by more than `tolerance`.
 *
 * @returns 1 where `a` is preferred (greater), −1 where `b` is, 0 where there is no difference
 */
export function compareLexicographic(
  a: readonly number[],
  b: readonly number[],
  tolerance = 1e-12,
): -1 | 0 | 1 {
  for (let k = 0; k < a.length; k++) {
    if (Math.abs(a[k]! - b[k]!) > tolerance) return a[k]! > b[k]! ? 1 : -1;
  }
  return 0;
}

/** A lottery over outcomes: probabilities `[outcomes]`. */
export type Lottery = readonly number[];

/** Expected utility of a lottery; `utilities` `[outcomes][d]`. */
export function expectedUtility(
  lottery: Lottery,
  utilities: readonly (readonly number[])[],
): number[] {
  const d = utilities[0]!.length;
  return Array.from(
    { length: d },
    (_, k) => lottery.reduce((sum, p, i) => sum + p * utilities[i]![k]!, 0),
  );
}

/** α·p + (1−α)·q. */
export function mixture(alpha: number, p: Lottery, q: Lottery): number[] {
  return p.map((value, i) => alpha * value + (1 - alpha) * q[i]!);
}

/** A·u + b: the same preferences where A is lower triangular with a positive diagonal. */
export function transformed(
  a: readonly (readonly number[])[],
  b: readonly number[],
  u: readonly number[],
): number[] {
  return a.map((row, i) => row.reduce((sum, value, j) => sum + value * u[j]!, b[i]!));
}

/** A preference over lotteries: 1 where the first is preferred, −1 the second, 0 neither. */
export type Preference = (p: Lottery, q: Lottery) => -1 | 0 | 1;

/** Prefers by expected utility, number by number. */
export function lexicographicPreference(utilities: readonly (readonly number[])[]): Preference {
  return (p, q) =>
    compareLexicographic(expectedUtility(p, utilities), expectedUtility(q, utilities));
}

/**
 * Prefers as a constrained problem does: a lottery with E[u₂] ≥ `least` to one without; of two that
 * keep the bound the greater E[u₁]; of two that break it the one that breaks it less.
 */
export function constrainedPreference(
  utilities: readonly (readonly number[])[],
  least: number,
): Preference {
  const slack = 1e-12;
  return (p, q) => {
    const [a, b] = [expectedUtility(p, utilities), expectedUtility(q, utilities)];
    const [keepsA, keepsB] = [a[1]! >= least - slack, b[1]! >= least - slack];
    if (keepsA !== keepsB) return keepsA ? 1 : -1;
    return keepsA ? compareLexicographic([a[0]!], [b[0]!]) : compareLexicographic([a[1]!], [b[1]!]);
  };
}

/** Where Independence fails: p is preferred to q, but not α·p + (1−α)·r to α·q + (1−α)·r. */
export interface Violation {
  readonly p: Lottery;
  readonly q: Lottery;
  readonly r: Lottery;
  readonly alpha: number;
}

/**
 * Looks for violations of Independence among `lotteries`, mixed with each other by `alphas`.
 *
 * @returns All that were found
 */
export function independenceViolations(
  preference: Preference,
  lotteries: readonly Lottery[],
  alphas: readonly number[],
): Violation[] {
  const found: Violation[] = [];
  for (const p of lotteries) {
    for (const q of lotteries) {
      if (preference(p, q) !== 1) continue;
      for (const r of lotteries) {
        for (const alpha of alphas) {
          if (preference(mixture(alpha, p, r), mixture(alpha, q, r)) !== 1) {
            found.push({ p, q, r, alpha });
          }
        }
      }
    }
  }
  return found;
}
