/** The generator's promises, with moyo as judge. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { COMMON_GROUPS, generateCrystals, leastDistance } from "lib/datasets/crystals.ts";
import { densityOf, expand, templateOf } from "lib/datasets/crystals/crystal.ts";
import { contacts } from "lib/datasets/crystals/distances.ts";
import { atomicNumber, IONS, MASSES, SYMBOLS } from "lib/datasets/crystals/elements.ts";
import { canonicalSite } from "lib/datasets/crystals/place.ts";
import { rng } from "lib/datasets/rng.ts";
import { act, intoCell, maskLattice, spaceGroup } from "lib/symmetry/space_groups/mod.ts";
import { identify } from "lib/papers/symmcd/identify.ts";

const crystals = generateCrystals(60, 5);

Deno.test("each crystal has exactly the symmetry of its group, says moyo", () => {
  for (const crystal of crystals) {
    const found = identify(expand(crystal), 0.01);
    assertEquals(found?.group, crystal.group, JSON.stringify(crystal));
    assertEquals(found!.template.split(":")[1]!.length, crystal.sites.length);
  }
});

Deno.test("crystals are neutral, and their ions just touch", () => {
  for (const crystal of crystals) {
    const whole = expand(crystal);
    const { numbers } = whole;
    assertEquals(numbers.reduce((sum, number) => sum + IONS.get(number)!.charge, 0), 0);
    assert(numbers.length <= 16 && crystal.sites.length <= 5 && crystal.sites.length >= 2);
    const least = contacts(whole).reduce(
      (best, { i, j, distance }) =>
        Math.min(best, distance / leastDistance(numbers[i]!, numbers[j]!)),
      Infinity,
    );
    assertAlmostEquals(least, 1, 1e-6);
    const { family } = spaceGroup(crystal.group);
    maskLattice(crystal.k, family).forEach((value, i) =>
      assertAlmostEquals(value, crystal.k[i]!, 1e-12)
    );
  }
});

Deno.test("crystal i depends on the seed and on i alone; seeds and groups matter", () => {
  assertEquals(generateCrystals(5, 5), crystals.slice(0, 5));
  assert(JSON.stringify(generateCrystals(3, 6)) !== JSON.stringify(crystals.slice(0, 3)));
  assert(generateCrystals(4, 1, { groups: { 62: 1 } }).every(({ group }) => group === 62));
  assert(new Set(crystals.map(({ group }) => group)).size > 10);
  assert(crystals.every(({ group }) => group in COMMON_GROUPS));
  assert(new Set(crystals.map(templateOf)).size > 20);
});

Deno.test("any atom of an orbit gives the same representative", () => {
  const random = rng(7);
  for (const { group, sites } of crystals) {
    const { operations } = spaceGroup(group);
    for (const site of sites) {
      const [a, b, c] = act(operations[random.int(operations.length)]!, site.x);
      const moved = canonicalSite(spaceGroup(group), {
        ...site,
        x: [intoCell(a + 3), intoCell(b - 1), intoCell(c)],
      });
      moved.x.forEach((value, i) => {
        const apart = value - site.x[i]!;
        assertAlmostEquals(apart - Math.round(apart), 0, 1e-9);
      });
    }
  }
});

Deno.test("tables of elements fit together", () => {
  assertEquals(SYMBOLS.length, MASSES.length);
  assertEquals([SYMBOLS[26], SYMBOLS[94], atomicNumber("cl"), atomicNumber("D")], [
    "Fe",
    "Pu",
    17,
    1,
  ]);
  assertEquals([atomicNumber(""), atomicNumber("Xx")], [undefined, undefined]);
  assert(MASSES.every((mass, i) => i === 0 || mass > 0));
  assertEquals(IONS.size, 30);
  // Copper: four atoms in a cube of 3.615 Å have 8.93 g/cm³.
  const a = 3.615;
  const copper = {
    lattice: [a, 0, 0, 0, a, 0, 0, 0, a],
    positions: [[0, 0, 0], [0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]] as [
      number,
      number,
      number,
    ][],
    numbers: [29, 29, 29, 29],
  };
  assertAlmostEquals(densityOf(copper), 8.93, 0.01);
});

Deno.test("what cannot be made is refused in one sentence", () => {
  assertThrows(
    () => generateCrystals(1, 1, { orbits: 1 }),
    RangeError,
    "orbits must be an integer >= 2",
  );
  assertThrows(() => generateCrystals(1, 1, { groups: { 300: 1 } }), RangeError, "space group 300");
  assertThrows(
    () => generateCrystals(1, 1, { groups: { 227: 1 }, atoms: 4 }),
    RangeError,
    "allow more",
  );
  assertThrows(() => leastDistance(92, 8), RangeError, "accepted are");
});

Deno.test("mistyped options, and weights that are none, are refused", () => {
  const refused: readonly (readonly [object, string])[] = [
    [{ group: { 225: 1 } }, "Unknown option group (did you mean groups?)"],
    [{ groups: {} }, "Cannot generate crystals of no groups"],
    ...[-1, 0, NaN].map((weight) =>
      [
        { groups: { 225: weight } },
        `the weight of group 225 must be a finite number above 0: current value is ${weight}`,
      ] as const
    ),
  ];
  for (const [options, message] of refused) {
    assertThrows(() => generateCrystals(1, 1, options), RangeError, message);
  }
  assertThrows(() => generateCrystals(-1, 1), RangeError, "count must be an integer of at least 0");
});
