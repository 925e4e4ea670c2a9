/** Molecules: every graph once, bonds by distance, XYZ that is read or refused with line and reason. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  atomCount,
  bondOrder,
  bondsOf,
  enumerateMolecules,
  graphKey,
  hydrogensOf,
  type Molecule,
  readMolecules,
  readXyz,
  stableAtoms,
  VALENCE,
  writeXyz,
} from "lib/datasets/molecules/mod.ts";

const formula = (elements: readonly string[]) =>
  [...new Set(elements)].sort().map((one) => one + elements.filter((e) => e === one).length).join(
    "",
  );

Deno.test("molecules: those of one and two heavy atoms are the ones that chemistry knows", () => {
  const all = enumerateMolecules({ least: 1, most: 2, atoms: 12 });
  const formulas = all.map((graph) =>
    formula([
      ...graph.elements,
      ...graph.elements.flatMap((_, i) => new Array<string>(hydrogensOf(graph, i)).fill("H")),
    ])
  );
  assertEquals(formulas.sort(), [
    "C1F1H3", // fluoromethane
    "C1H1N1", // hydrogen cyanide
    "C1H2O1", // formaldehyde
    "C1H3N1", // methanimine
    "C1H4", // methane
    "C1H4O1", // methanol
    "C1H5N1", // methylamine
    "C2H2", // ethyne
    "C2H4", // ethene
    "C2H6", // ethane
    "F1H1", // hydrogen fluoride
    "H2O1", // water
    "H3N1", // ammonia
  ]);
});

Deno.test("molecules: of C3H6O there are nine that are plausible; keys know no order of atoms", () => {
  const all = enumerateMolecules({ least: 4, most: 4, atoms: 10 });
  assertEquals(new Set(all.map(graphKey)).size, all.length);
  const isomers = all.filter(({ elements }) => formula(elements) === "C3O1")
    .filter((graph) => atomCount(graph) === 10);
  // Propanal, acetone, two propenols and allyl alcohol with methoxyethene; oxetane, methyloxirane
  // and cyclopropanol.
  assertEquals(isomers.length, 9);
  for (const graph of all) {
    const order = graph.elements.map((_, i) => i).reverse();
    const other = {
      elements: order.map((i) => graph.elements[i]!),
      orders: order.map((i) => order.map((j) => graph.orders[i]![j]!)),
    };
    assertEquals(graphKey(other), graphKey(graph));
    graph.elements.forEach((_, i) => assert(hydrogensOf(graph, i) >= 0));
  }
  assertThrows(
    () => enumerateMolecules({ least: 1, most: 6, atoms: 9 }),
    RangeError,
    "accepted are 1 to 5",
  );
});

Deno.test("bonds: orders by distance are EDM's, on both sides of each border", () => {
  const cases = [
    ...[["C", "C", 1.229, 3], ["C", "C", 1.231, 2], ["C", "C", 1.389, 2], ["C", "C", 1.391, 1]],
    ...[["C", "C", 1.639, 1], ["C", "C", 1.641, 0], ["C", "O", 1.159, 3], ["O", "C", 1.249, 2]],
    ...[["O", "N", 1.2, 2], ["O", "N", 1.49, 1], ["H", "H", 0.83, 1], ["H", "H", 0.85, 0]],
    ...[["F", "H", 1.0, 1], ["H", "F", 1.03, 0], ["N", "N", 1.12, 3], ["F", "C", 1.44, 1]],
  ] as const;
  for (const [a, b, distance, order] of cases) assertEquals(bondOrder(a, b, distance), order);
});

Deno.test("bonds: water is stable, water torn apart is not", () => {
  const elements = ["O", "H", "H"] as const, whole = [0, 0, 0, 0.96, 0, 0, -0.24, 0.93, 0];
  assertEquals(bondsOf(elements, whole).map(({ order }) => order), [1, 1]);
  assertEquals(stableAtoms(elements, whole), [true, true, true]);
  const torn = whole.map((value, i) => i < 6 ? value : 3 * value);
  assertEquals(stableAtoms(elements, torn), [false, true, false]);
});

Deno.test("XYZ: what is written is read", () => {
  const molecule: Molecule = {
    elements: ["C", "O"],
    positions: Float64Array.of(0, 0.5, -1.25, 1, 2, 3),
    notes: { split: "train", smiles: "C=O" },
  };
  const [read, other] = readXyz(writeXyz([molecule, molecule]));
  assertEquals(read!.positions, molecule.positions);
  assertEquals([read!.elements, { ...read!.notes }], [molecule.elements, molecule.notes]);
  assertEquals(other, read);
});

Deno.test("XYZ: what is malformed is refused with its line and a reason", () => {
  const cases: readonly (readonly [text: string, line: number, reason: string])[] = [
    ["", 1, "no molecule"],
    ["x\n", 1, 'the number of atoms must be from 1 to 1000: it is "x"'],
    ["0\n\n", 1, "the number of atoms must be"],
    ["2\n\nH 0 0 0", 3, "it ends before the last of 2 atoms"],
    ["1\n\nXx 0 0 0", 3, 'one of H, C, N, O, F: it is "Xx"'],
    ["1\n\nH 0 0", 3, "3 coordinates: there are 2"],
    ["1\n\nH 0 0 1e999", 3, 'one is "1e999"'],
    ["1\na=b\nH 0 0 0\n\n1\n\nC 0 0 z", 7, 'one is "z"'],
  ];
  for (const [text, line, reason] of cases) {
    const error = assertThrows(() => readXyz(text, "a file"), SyntaxError, reason);
    assert(error.message.startsWith(`Cannot read a file as XYZ, line ${line}: `), error.message);
  }
});

Deno.test("XYZ: whatever the text, it is read or refused with a line", () => {
  const good = writeXyz(readMolecules("validation").slice(0, 3));
  const check = (text: string) => {
    try {
      readXyz(text);
    } catch (error) {
      assert(error instanceof SyntaxError && /line \d+: ./.test(error.message), `${error}`);
    }
  };
  fc.assert(fc.property(fc.string({ unit: "binary" }), check), { numRuns: 300, seed: 1 });
  const edit = fc.record({ at: fc.nat(good.length), cut: fc.nat(9), put: fc.string() });
  fc.assert(
    fc.property(edit, ({ at, cut, put }) => check(good.slice(0, at) + put + good.slice(at + cut))),
    { numRuns: 500, seed: 1 },
  );
});

Deno.test("the shipped molecules: splits share no molecule, bonds agree with the formula", () => {
  const [train, validation, test] = (["train", "validation", "test"] as const).map(readMolecules);
  const names = (all: readonly Molecule[]) => new Set(all.map(({ notes }) => notes.smiles!));
  assert(names(train!).intersection(names(test!)).size === 0);
  assert(names(train!).intersection(names(validation!)).size === 0);
  assert(names(test!).intersection(names(validation!)).size === 0);
  const all = [...train!, ...validation!, ...test!];
  for (const { elements, positions } of all) {
    assert(elements.length <= 10 && positions.every(Number.isFinite));
    for (const k of [0, 1, 2]) {
      const mean = elements.reduce((sum, _, i) => sum + positions[3 * i + k]!, 0);
      assert(Math.abs(mean) < 0.01 * elements.length);
    }
    const valences = elements.reduce((sum, element) => sum + VALENCE[element], 0);
    assert(valences % 2 === 0);
  }
  const stable = all.filter(({ elements, positions }) =>
    stableAtoms(elements, positions).every(Boolean)
  );
  assert(stable.length > 0.8 * all.length, `${stable.length} of ${all.length}`);
  assertThrows(() => readMolecules("rest" as never), RangeError, "train, validation, test");
});

Deno.test("rings of four carbons have no double bond", () => {
  /** The ring of carbons with its first bond of this order. */
  const ring = (n: number, order: number): Parameters<typeof graphKey>[0] => ({
    elements: new Array<"C">(n).fill("C"),
    orders: Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) => {
        const apart = Math.abs(i - j);
        if (apart === 1) return i + j === 1 ? order : 1;
        return apart === n - 1 ? 1 : 0;
      })),
  });
  const keys = new Set(enumerateMolecules({ least: 4, most: 4, atoms: 12 }).map(graphKey));
  const known = (n: number, order: number) => keys.has(graphKey(ring(n, order)));
  assertEquals([known(4, 1), known(4, 2)], [true, false]);
});
