/** Molecules: sticks by order, rings where they are asked for, what is near covers what is far. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { elementColour, moleculeMaps } from "lib/plots/mod.ts";

const at = (element: string, x: number, y = 0, z = 0, marked = false) => ({
  ...{ element, x, y, z, marked },
});
const count = (svg: string, what: RegExp) => svg.match(what)?.length ?? 0;

Deno.test("molecules: a bond of order three is three sticks, atoms are balls, marked ones have rings", () => {
  const atoms = [at("H", -1.07), at("C", 0), at("N", 1.15)];
  const bonds = [{ i: 0, j: 1, order: 1 }, { i: 1, j: 2, order: 3 }];
  const one = moleculeMaps([{ title: "HCN", atoms, bonds }]).svg();
  assertEquals(count(one, /<line/g), 4);
  assert(one.includes(elementColour("N")) && one.includes("HCN"));
  const marked = [...atoms.slice(0, 2), at("N", 1.15, 0, 0, true)];
  const two = moleculeMaps([{ title: "HCN", note: "not stable", atoms: marked, bonds }]).svg();
  assertEquals(count(two, /<circle/g), count(one, /<circle/g) + 1);
  assert(two.includes("not stable"));
});

Deno.test("molecules: they are seen from where they are widest, however they stand", () => {
  const flat = [at("O", 0, 0), at("C", 1.2, 0), at("N", -0.4, 1.1), at("F", 0.5, -1.4)];
  const turned = flat.map(({ element, x, y }) => at(element, 0, x, y));
  const span = (atoms: typeof flat) => {
    const svg = moleculeMaps([{ title: "", atoms, bonds: [] }]).svg();
    const xs = [...svg.matchAll(/stroke-width="0.8"/g)].length;
    const centres = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="[\d.]+" fill="#[^f]/g)]
      .map((m) => [Number(m[1]), Number(m[2])] as const);
    assert(xs === 4 && centres.length >= 4);
    const far = centres.flatMap(([a, b]) => centres.map(([c, d]) => Math.hypot(a - c, b - d)));
    return Math.max(...far);
  };
  assert(Math.abs(span(flat) - span(turned)) < 1.5);
});

Deno.test("molecules: what cannot be drawn is named", () => {
  assertThrows(() => moleculeMaps([]), RangeError);
  const lost = { title: "lost", atoms: [at("H", NaN)], bonds: [] };
  assertThrows(() => moleculeMaps([lost]), RangeError, "Cannot draw lost");
  const good = { title: "good", atoms: [at("H", 0)], bonds: [] };
  assertThrows(() => moleculeMaps([good], { columns: 9 }), RangeError, "from 1 to 8");
});
