/** All 230 space groups and their 1731 Wyckoff positions, against moyo. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  AXES,
  axisOf,
  closure,
  compose,
  cross,
  formatTriplet,
  groupCode,
  hasFiniteOrder,
  identity,
  invert,
  keyOf,
  operationsOfHall,
  parseOperation,
  parseTriplet,
  reduce,
  siteCode,
  siteSymbol,
  spaceGroup,
  stabiliser,
  UNITS,
  wyckoffPositions,
} from "lib/symmetry/space_groups/mod.ts";
import { flatThrough } from "lib/symmetry/space_groups/wyckoff.ts";
import { byRows, hallNumber, moyo } from "../../support/moyo.ts";

const numbers = Array.from({ length: 230 }, (_, i) => i + 1);

Deno.test("the operations of all 230 groups are moyo's", () => {
  for (const n of numbers) {
    const group = spaceGroup(n);
    const theirs = moyo.operations_from_number(n, { type: "Standard" }, false).map((one) =>
      keyOf(reduce({
        rotation: byRows(one.rotation),
        translation: one.translation.map((value) => Math.round(value * UNITS)),
      }))
    );
    assertEquals(group.operations.map(keyOf).sort(), theirs.sort(), `${n} ${group.symbol}`);
    assertEquals(group.symbol, moyo.space_group_type(n).hm_short.replaceAll(" ", ""));
    assertEquals(group.centring, moyo.hall_symbol_entry(hallNumber(n)).centering);
    const family = group.family[0]!.toUpperCase() + group.family.slice(1);
    assertEquals(family, moyo.space_group_type(n).crystal_family);
  }
});

Deno.test("each group is one: closed, with inverses, the identity first", () => {
  for (const n of [1, 15, 62, 88, 141, 166, 194, 198, 227, 230]) {
    const { operations } = spaceGroup(n);
    const keys = new Set(operations.map(keyOf));
    assertEquals(keys.size, operations.length);
    assertEquals(keyOf(operations[0]!), keyOf(identity));
    for (const a of operations) {
      assert(keys.has(keyOf(invert(a))));
      assertEquals(keyOf(compose(a, invert(a))), keyOf(identity));
      for (const b of operations.slice(0, 12)) assert(keys.has(keyOf(compose(a, b))));
    }
  }
});

Deno.test("1731 Wyckoff positions: letters, multiplicities, oriented symbols, points are moyo's", () => {
  let [count, flats] = [0, 0];
  const symbols = new Set<string>();
  for (const n of numbers) {
    const group = spaceGroup(n);
    const theirs = new Map(moyo.wyckoff_positions(hallNumber(n)).map((one) => [one.letter, one]));
    const positions = wyckoffPositions(group);
    assertEquals(positions.map(({ letter }) => letter).sort(), [...theirs.keys()].sort());
    for (const { letter, multiplicity, symbol, sites, triplet, dimension } of positions) {
      const one = theirs.get(letter)!;
      const where = `${n} ${group.symbol} ${letter}`;
      assertEquals([multiplicity, symbol], [one.multiplicity, one.site_symmetry], where);
      const read = (text: string) => {
        const { rotation: w, translation } = parseTriplet(text);
        return flatThrough(translation, [0, 1, 2].map((j) => [w[j]!, w[3 + j]!, w[6 + j]!]));
      };
      const keys = sites.map(({ flat }) => flat.key);
      assert(keys.includes(read(one.coordinates).key), `${where}: ${one.coordinates}`);
      assertEquals(read(triplet).key, keys[0], `${where}: ${triplet}`);
      assert(sites.every(({ flat }) => flat.dimension === dimension));
      symbols.add(symbol);
      count++;
      flats += sites.length;
    }
  }
  assertEquals(count, 1731);
  assertEquals(symbols.size, 78); // as counted in moyo's tables beforehand
  assert(flats > 5000, `${flats} flats`);
});

Deno.test("codes of sites tell the same as their symbols, on every image of every position", () => {
  for (const n of numbers) {
    const group = spaceGroup(n);
    for (const { symbol, sites } of wyckoffPositions(group)) {
      for (const { code, keepers, flat } of sites) {
        assertEquals(siteSymbol(group, keepers), symbol, `${n} ${flat.key}`);
        // The site symmetry is a group of operations that all keep the flat's point.
        assertEquals(closure(keepers.map(reduce)).length, keepers.length);
        assertEquals(code, siteCode(stabiliser(group, generic(flat, sites.length + n))));
      }
    }
  }
});

/** A point of a flat in no special place. */
function generic(
  { dimension, point, direction }: {
    dimension: number;
    point: readonly number[];
    direction: readonly number[];
  },
  seed: number,
): number[] {
  const odd = [0.1327, 0.2891, 0.3713].map((value) => value + 0.0001 * (seed % 7));
  const base = point.map((value) => value / UNITS);
  if (dimension === 0) return base;
  if (dimension === 1) return base.map((value, i) => value + odd[0]! * direction[i]!);
  if (dimension === 3) return base.map((value, i) => value + odd[i]!);
  // Two directions that the row of a plane is zero on.
  const [a, b, c] = direction as [number, number, number];
  const first = [[b, -a, 0], [0, c, -b]].find((d) => d.some((value) => value !== 0))!;
  const spans = [first, cross(direction, first)];
  return base.map((value, i) => value + odd[0]! * spans[0]![i]! + odd[1]! * spans[1]![i]!);
}

Deno.test("every axis is one of fifteen", () => {
  const found = new Set(
    numbers.flatMap((n) =>
      spaceGroup(n).operations.flatMap(({ rotation }) => {
        const axis = axisOf(rotation);
        return axis ? [axis.join()] : [];
      })
    ),
  );
  assertEquals([...found].sort(), AXES.map(String).sort());
});

Deno.test("codes of groups differ, but for one pair that differs only in where axes meet", () => {
  const groups = new Map<string, number[]>();
  for (const n of numbers) {
    const key = groupCode(spaceGroup(n)).join("");
    groups.set(key, [...groups.get(key) ?? [], n]);
  }
  assertEquals([...groups.values()].filter((same) => same.length > 1), [[23, 24]]);
});

Deno.test("triplets are read as they are written", () => {
  for (const n of [14, 88, 167, 227]) {
    for (const one of spaceGroup(n).operations) {
      assertEquals(keyOf(parseTriplet(formatTriplet(one))), keyOf(one));
    }
  }
  assertEquals(parseTriplet(" X - y , .5+x, -z ").translation, [0, 12, 0]);
  assertEquals(parseTriplet("x,2x,1/3").rotation, [1, 0, 0, 2, 0, 0, 0, 0, 0]);
  for (const text of ["", "x,y", "x,y,q", "x,y,z+1/7", "x y,z,x", "x,,z", "x+,y,z"]) {
    assertThrows(() => parseTriplet(text), SyntaxError, "Cannot read the operation");
  }
});

Deno.test("matrices of symmetries have a finite order, others have none", () => {
  for (const n of numbers) {
    assert(spaceGroup(n).operations.every(({ rotation }) => hasFiniteOrder(rotation)));
  }
  for (const text of ["2x,y,z", "x,x,z", "0,0,0", "x+y,y,z", "x+y+z,x,y", "x+y,x,z"]) {
    assert(!hasFiniteOrder(parseTriplet(text).rotation), text);
  }
  assertThrows(() => parseOperation("x+y,y,z"), SyntaxError, "it is not the identity");
});

Deno.test("what is no group is refused in one sentence", () => {
  assertThrows(() => spaceGroup(0), RangeError, "integers from 1 to 230");
  assertThrows(() => spaceGroup(231), RangeError, "231");
  for (const text of ["Q 1", "P", "P 5", "P 2'1", "P 21q"]) {
    assertThrows(() => operationsOfHall(text), SyntaxError, "Cannot read");
  }
  const endless = { rotation: [1, 1, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] };
  assertThrows(() => closure([endless]), RangeError, "more than 192");
});
