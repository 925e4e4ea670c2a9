/** Sizes that networks are built with. */

/**
 * Checks sizes by name: integers of at least 1, and an even number of at least 4 for
 * `timeFeatures`, half of which are sines and half cosines.
 *
 * @throws {RangeError} If one is impossible; the message has the accepted ones
 */
export function checkSizes(sizes: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(sizes)) {
    const even = name === "timeFeatures", least = even ? 4 : 1;
    if (!Number.isInteger(value) || value < least || (even && value % 2 !== 0)) {
      const what = even ? "an even integer" : "an integer";
      throw new RangeError(
        `${name} must be ${what} of at least ${least}: current value is ${value}`,
      );
    }
  }
}
