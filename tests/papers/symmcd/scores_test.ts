/** Scores of crystals that are not all perfect, counted by hand. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { type Examined, isNeutral, scoresOf } from "lib/papers/symmcd/metrics.ts";

Deno.test("charges that do not add up to none, or are not known, are not neutral", () => {
  // Na⁺ Cl⁻, Ca²⁺ 2 F⁻ and 2 Al³⁺ 3 O²⁻; carbon has no ion among the thirty.
  for (const numbers of [[11, 17], [20, 9, 9], [13, 13, 8, 8, 8]]) {
    assertEquals(isNeutral({ numbers }), true, `${numbers}`);
  }
  for (const numbers of [[11, 11], [17, 17], [20, 9], [13, 8], [6], [11, 17, 6]]) {
    assertEquals(isNeutral({ numbers }), false, `${numbers}`);
  }
});

/** A crystal that was looked at; only its elements count here. */
const looked = (
  [asked, group, template]: readonly [number, number?, string?],
  numbers: readonly number[],
  rest: Pick<Examined, "valid" | "neutral" | "density" | "contact">,
): Examined => ({
  ...{ asked, crystal: { lattice: [], positions: [], numbers }, ...rest },
  found: group === undefined ? undefined : { group, template: template! },
});

Deno.test("scores count who is as asked, valid, neutral, in P1 and not among the training templates", () => {
  const good = { valid: true, neutral: true } as const;
  const all = [
    looked([1, 1, "1:a"], [11, 17], { ...good, density: 4, contact: 0.5 }),
    looked([225, 1, "1:a"], [11, 11, 17], { ...good, density: 2, contact: 1.5 }),
    looked([225, 225, "225:ab"], [20, 9, 9], { ...good, density: 3, contact: 1 }),
    looked([225, 225, "225:ac"], [6], {
      ...{ valid: true, neutral: false, density: 6, contact: undefined },
    }),
    // Not valid: nothing of it counts but that it was made.
    looked([62], [11, 17], { valid: false, neutral: true, density: 900, contact: 9 }),
  ];
  const scores = scoresOf(all, {
    templates: new Set(["225:ab", "62:c"]),
    ...{ groups: new Map([[225, 1]]), densities: [3, 4, 5, 7], elementCounts: [2, 2, 2, 2] },
  });
  const { groupDistance, densityDistance, elementDistance, inP1, ...counts } = scores;
  assertEquals(counts, {
    ...{ count: 5, asAsked: 3, valid: 4, neutral: 4 },
    ...{ templates: 3, known: 1, fresh: 2, contact: 1 },
  });
  assertAlmostEquals(inP1, 2 / 5, 1e-12);
  // Half and half against all in one: their mean is ¼ and ¾.
  const divergence = (0.5 * Math.log2(0.5 / 0.25) + 0.5 * Math.log2(0.5 / 0.75)) / 2 +
    Math.log2(1 / 0.75) / 2;
  assertAlmostEquals(groupDistance, Math.sqrt(divergence), 1e-12);
  // In order, densities 2, 3, 4, 6 are each 1 below theirs; of the numbers of elements only one is off, by 1.
  assertAlmostEquals(densityDistance, 1, 1e-12);
  assertAlmostEquals(elementDistance, 1 / 4, 1e-12);
});
