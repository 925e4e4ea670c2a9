/** What crystals are judged by, projected on, batched with and shuffled from, on small cases. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { generateCrystals } from "lib/datasets/crystals.ts";
import { shuffledParts } from "lib/papers/symmcd/baseline.ts";
import { toBatch } from "lib/papers/symmcd/batch.ts";
import { isValid } from "lib/papers/symmcd/metrics.ts";
import { toSymmetric } from "lib/papers/symmcd/project.ts";
import { statisticsOf, toArrays } from "lib/papers/symmcd/representation.ts";
import { siteCode, spaceGroup, stabiliser, type Triple } from "lib/symmetry/space_groups/mod.ts";
import { disposeTree } from "lib/tensor/mod.ts";

const GROUPS = { 12: 1, 62: 1, 225: 1 };

Deno.test("a crystal is valid with atoms half an ångström apart and no edge above 40 Å", () => {
  const box = (a: number, b: number, c: number, ...positions: Triple[]) => (
    { lattice: [a, 0, 0, 0, b, 0, 0, 0, c], positions, numbers: positions.map(() => 6) }
  );
  assert(isValid(box(5, 5, 39.9, [0, 0, 0])));
  for (const axis of [0, 1, 2]) {
    const [a, b, c] = [0, 1, 2].map((i) => i === axis ? 40.1 : 5) as [number, number, number];
    assertEquals(isValid(box(a, b, c, [0, 0, 0])), false, `edge ${axis}`);
  }
  // Along c, over the cell's face: 10 Å times 0.051 and 0.049.
  assert(isValid(box(5, 5, 10, [0, 0, 0.025], [0, 0, 0.974])));
  assertEquals(isValid(box(5, 5, 10, [0, 0, 0.025], [0, 0, 0.976])), false);
});

Deno.test("a position without freedom is taken twice by the paper's projection, once by ours", () => {
  const group = spaceGroup(225), codes = [...siteCode(stabiliser(group, [0, 0, 0]))];
  // Three atoms near 4a; 4b at ½ has the same symmetry m-3m, and no other position has.
  const raw = {
    ...{ group: 225, k: [0, 0, 0, 0, 0, 1.5], elements: [11, 12, 17] },
    x: [[0.02, 0, 0], [0.01, 0.01, 0], [0, 0, 0.03]] as unknown as Triple[],
    codes: [codes, codes, codes],
  };
  const letters = (places: "any" | "free") => {
    const { crystal, axes } = toSymmetric(raw, { places });
    return { letters: crystal.sites.map(({ letter }) => letter), axes };
  };
  assertEquals(letters("any"), { letters: ["a", "a", "a"], axes: [0, 0, 0] });
  const free = letters("free");
  assertEquals(free.letters.slice(0, 2), ["a", "b"]);
  assert(!["a", "b"].includes(free.letters[2]!) && free.axes[2]! > 0);
  assertEquals(free.axes.slice(0, 2), [0, 0]);
});

Deno.test("what is free of lattices has mean 0 and deviation 1 in a batch of all, the rest is 0", () => {
  const crystals = generateCrystals(20, 4, { groups: GROUPS });
  const arrays = crystals.map((crystal) => toArrays(crystal, "orbits"));
  const batch = toBatch(arrays, 5, "orbits", statisticsOf(arrays, "orbits"));
  const [k, free] = [batch.k, batch.free].map((v) => v.arraySync() as number[][]) as [
    number[][],
    number[][],
  ];
  for (let i = 0; i < 6; i++) {
    const own = k.map((row) => row[i]!).filter((_, n) => free[n]![i] === 1);
    k.forEach((row, n) => free[n]![i] === 1 || assertEquals(Math.abs(row[i]!), 0));
    if (own.length === 0) continue; // of none of these groups
    const mean = own.reduce((a, b) => a + b, 0) / own.length;
    const square = own.reduce((a, b) => a + b * b, 0) / own.length;
    assertAlmostEquals(mean, 0, 1e-5);
    // A deviation below a hundredth counts as that.
    assert(square <= 1 + 1e-4 && (i !== 5 || square > 1 - 1e-4), `${i}: ${square}`);
  }
  // Of 12 (monoclinic), 62 (orthorhombic) and 225 (cubic): four, three and one number.
  const counts = new Map([[12, 4], [62, 3], [225, 1]]);
  crystals.forEach(({ group }, n) =>
    assertEquals(free[n]!.reduce((a, b) => a + b), counts.get(group))
  );
  disposeTree({ ...batch });
});

Deno.test("shuffled parts: places and lattice are those of training crystals of one group", () => {
  const training = generateCrystals(20, 4, { groups: GROUPS });
  const places = (one: typeof training[number]) =>
    `${one.group}:${one.sites.map(({ letter, x }) => `${letter}${x}`).join(";")}`;
  const known = new Set(training.map(places));
  const lattices = new Set(training.map(({ group, k }) => `${group}:${k}`));
  const elements = new Set(training.flatMap(({ sites }) => sites.map(({ element }) => element)));
  const made = shuffledParts(training, 60, 1);
  for (const one of made) {
    assert(known.has(places(one)) && lattices.has(`${one.group}:${one.k}`));
    assert(one.sites.every(({ element }) => elements.has(element)));
  }
  const own = new Map(training.map((one) => [places(one), `${one.k}`]));
  assert(made.some((one) => own.get(places(one)) !== `${one.k}`), "lattices are exchanged");
});
