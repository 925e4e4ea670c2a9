/** How names are written at the command line, and what was probably meant by others. */

/** `innerSteps` and `inner_steps` as `inner-steps`. */
export function kebabCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").replaceAll("_", "-").toLowerCase();
}

const hinted = new Set<string>();

/** Says, once for each, that the flag `--written` has another name now. */
export function hintRenamed(written: string, name: string): void {
  if (hinted.has(written)) return;
  hinted.add(written);
  console.error(`--${written} is now written --${name}.`);
}

/**
 * What was probably meant by `word`: the entry of `accepted` that differs in the fewest letters, if
 * they are a third of the word at most. Notebooks have no type check: what is no text is like nothing.
 */
export function nearest(word: string, accepted: readonly string[]): string | undefined {
  if (typeof word !== "string") return undefined;
  const distances = accepted.map((one) => editDistance(word.toLowerCase(), one.toLowerCase()));
  const least = Math.min(...distances);
  return least <= Math.ceil(word.length / 3) && word !== ""
    ? accepted[distances.indexOf(least)]
    : undefined;
}

/** ` (did you mean …?)` where {@linkcode nearest} knows an answer, else nothing. */
export function suggestion(word: string, accepted: readonly string[], prefix = ""): string {
  const near = nearest(word, accepted);
  return near === undefined ? "" : ` (did you mean ${prefix}${near}?)`;
}

/**
 * Refuses options whose names are not accepted but nearly so, as notebooks have no type check and would
 * compute without what was meant. Names like none of them pass: options are handed on. What has no names,
 * as a number has none, would pass for no options at all.
 *
 * @param exact Whether those are refused, too
 * @param kind What they are, for the message
 * @throws {RangeError} With what was meant, or what is accepted
 */
export function assertOptionNames(
  given: object,
  accepted: readonly string[],
  exact = false,
  kind = "option",
): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new RangeError(
      `Options must be given by name, of ${accepted.join(", ")}: current value is ${given}`,
    );
  }
  for (const name of Object.keys(given)) {
    if (accepted.includes(name)) continue;
    const meant = suggestion(name, accepted);
    if (exact || meant !== "") {
      throw new RangeError(`Unknown ${kind} ${name}${meant}: accepted are ${accepted.join(", ")}`);
    }
  }
}

/** Letters to insert, delete or replace (Levenshtein 1966), row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
