import { assertEquals, assertThrows } from "@std/assert";
import { parseGraph } from "lib/datasets/read_graph.ts";
import { parseMatrix, reciprocalCondition } from "lib/datasets/read_matrix.ts";
import { parseBoards } from "lib/datasets/sudoku.ts";
import { testOfInput } from "../support/inputs.ts";

const matrix = { rows: 2, columns: 2, values: Float64Array.of(1, -2.5, 3, 4e-3) };

for (
  const [name, text] of Object.entries({
    commas: "1,-2.5\n3,4e-3\n",
    semicolons: "1;-2.5\r\n3;4e-3",
    tabs: "1\t-2.5\n3\t.004\n\n",
    spaces: " 1  -2.5\n 3 4e-3",
    quotes: '"1","-2.5"\n"3","4e-3"',
    "a header": "a,b\n1,-2.5\n3,4e-3",
    JSON: "[[1, -2.5], [3, 4e-3]]",
    "JSON with a name": '\uFEFF{"x": [[1, -2.5], [3, 4e-3]]}',
    "JSON with an axis of one": "[[[1], [-2.5]], [[3], [4e-3]]]",
  })
) {
  Deno.test(`a matrix with ${name} is read`, () => assertEquals(parseMatrix(text), matrix));
}

Deno.test("hidden entries stay where they are, by tabs as by commas", () => {
  const rows = [",.1,.2\n.3,.4,\n", ".1,.2\n,\n.3,.4\n", ",\n,.5\n", ".1,.2\n.3,.4\n"];
  for (const text of rows) {
    const [commas, tabs] = [text, text.replaceAll(",", "\t")]
      .map((one) => parseMatrix(one, { hidden: "allowed" }));
    assertEquals(tabs, commas, JSON.stringify(text));
  }
  const { columns, values } = parseMatrix("\t.1\t.2\n.3\t.4\t\n", { hidden: "allowed" });
  assertEquals([columns, ...values], [3, NaN, 0.1, 0.2, 0.3, 0.4, NaN]);
  // Elsewhere tabs at the end of a line, or on an empty one, are nothing.
  assertEquals(parseMatrix("1\t-2.5\t\n\t\n3\t.004\n"), matrix);
});

Deno.test("what is no matrix is refused with its entry", () => {
  const refused: [string, string][] = [
    ["", "empty"],
    ["[]", "no entries"],
    ["[[1, 2], [3]]", "row [1] has 1 entries, row [0] has 2"],
    ["1,2\n3", "row [1] has 1 entries"],
    ["[[1, null]]", "entry [0][1] is null"],
    ["1,\n2,3", 'entry [0][1] is ""'],
    ["1,2\n3,x", 'entry [1][1] is "x"'],
    ["1,2\n3,NaN", 'entry [1][1] is "NaN"'],
    ["nan,1", 'entry [0][0] is "nan"'],
    ["[[true]]", "entry [0][0] is true"],
    ["[1, 2]", "row [0] is 1"],
    ["[[1, 2]", "as JSON"],
    ['{"x": [[1]], "y": [[1]]}', "an object of x, y"],
  ];
  for (const [text, message] of refused) {
    assertThrows(() => parseMatrix(text), SyntaxError, message);
  }
  assertThrows(() => parseMatrix("1,2\n3,1e39"), RangeError, "entry [1][1] is 1e+39");
});

Deno.test("options that would be ignored are refused", () => {
  const graph = (options: object) => () => parseGraph("0 1\n1 2", options);
  assertThrows(graph({ undirectd: true }), RangeError, "Unknown option undirectd (did you mean");
  assertThrows(graph({ weights: true }), RangeError, "Unknown option weights");
  assertThrows(graph({ format: "edge" }), RangeError, "format must be one of matrix, edges");
  for (const nodes of [2.5, 0, -1, NaN, "4"]) {
    assertThrows(graph({ nodes }), RangeError, "nodes must be an integer of at least 1");
  }
  const matrix = (demands: object) => () => parseMatrix("1,2\n2,4", demands);
  assertThrows(matrix({ invertable: true }), RangeError, "Unknown demand invertable (did you mean");
  assertThrows(matrix({ positive: true }), RangeError, "Unknown demand positive");
  assertThrows(matrix({ hidden: "alowed" }), RangeError, "hidden must be one of allowed");
});

Deno.test("demands on a matrix are checked", () => {
  assertThrows(() => parseMatrix("1,2", { square: true }), RangeError, "square: it is 1×2");
  assertThrows(() => parseMatrix("1,2\n2,4", { invertible: true }), RangeError, "singular");
  assertThrows(() => parseMatrix("0,0\n0,0", { invertible: true }), RangeError, "singular");
  assertThrows(
    () => parseMatrix("1,2\n3,4", { symmetric: true }),
    RangeError,
    "entry [1][0] is 3, entry [0][1] is 2",
  );
  assertEquals(parseMatrix("0,2\n2,0", { invertible: true, symmetric: true }).rows, 2);
  // ‖A‖∞ = 4, ‖A⁻¹‖∞ = 1/2 for diag(4, 2).
  assertEquals(reciprocalCondition(parseMatrix("4,0\n0,2")), 0.5);
});

const path = Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0);

Deno.test("graphs are read from matrices and edge lists", () => {
  const undirected = true;
  for (
    const text of [
      "0,1,0\n1,0,1\n0,1,0",
      "0 1 0\n1 1 1\n0 1 0", // a self-loop on the diagonal
      "[[0,1,0],[1,0,1],[0,1,0]]",
      "0 1\n1 2",
      "from,to\n0,1\n2,1",
      "[[0,1],[1,2],[1,0]]",
    ]
  ) {
    assertEquals(parseGraph(text, { undirected }), { nodes: 3, adjacency: path });
  }
  assertEquals([...parseGraph("0 1\n1 2").adjacency], [0, 1, 0, 0, 0, 1, 0, 0, 0]);
  assertEquals(parseGraph("0 1", { nodes: 4 }).nodes, 4);
  assertEquals([...parseGraph("0 1\n1 0").adjacency], [0, 1, 1, 0]);
  assertEquals([...parseGraph("0 1\n1 0", { format: "edges" }).adjacency], [0, 1, 1, 0]);
});

Deno.test("what is no graph is refused with its entry", () => {
  const refused: [string, Parameters<typeof parseGraph>[1], string][] = [
    ["0,1,0\n1,0,2\n0,1,0", {}, "entry [1][2] is 2; accepted are 0 and 1"],
    ["0,-1,1\n-1,0,1\n1,1,0", {}, "entry [0][1] is -1; accepted are 0 and 1"],
    ["0,1,0\n0,0,1\n0,1,0", { undirected: true }, "entry [0][1] is 1, entry [1][0] is 0"],
    ["0,1,0\n1,0,1", {}, "must be square: row [0] has 3 entries, there are 2 rows"],
    ["0,1,0\n1,0\n0,1,0", {}, "row [1] has 2 entries"],
    ["0 1\n1 -1\n1 2", {}, "entry [1][1] is -1; accepted are nodes 0 to 9999"],
    ["0 1\n1 2.5\n1 2", {}, "entry [1][1] is 2.5"],
    ["0 1\n1 -1\n1 2", { most: 400 }, "entry [1][1] is -1; accepted are nodes 0 to 399"],
    ["0 1\n1 5\n1 2", { nodes: 4 }, "entry [1][1] is 5; accepted are nodes 0 to 3"],
    ["0 1\n3 3\n1 2", {}, "Edge [1] leads from 3 to itself"],
    ["0 1\n1 2 3\n1 2", {}, "Edge [1] has 3 entries"],
  ];
  for (const [text, options, message] of refused) {
    const format = text.startsWith("0 1") ? "edges" : undefined;
    assertThrows(() => parseGraph(text, { format, ...options }), RangeError, message);
  }
});

Deno.test("edges with weights are told from a matrix", () => {
  const weighted =
    "Edge [0] has a third entry; accepted are 2, from and to, as graphs have no weights";
  for (const text of ["0 1 2.5", "0,1,2\n1,2,1", "0 1 1\n1 2 7\n0 2 3", "[[0, 1, 0.5]]"]) {
    assertThrows(() => parseGraph(text), RangeError, weighted);
  }
  assertThrows(() => parseGraph("# mine\n0 1 2.5"), RangeError, "no weights (line 2)");
});

Deno.test("what is no text in UTF-8 is refused, and no long entry shown as a whole", () => {
  const utf16 = [..."0 1\n"].map((c) => `${c}\0`).join("");
  for (const text of [`\uFFFD\uFFFD${utf16}`, "\x7fELF\0\0"]) {
    const said = assertThrows(() => parseGraph(text), SyntaxError).message;
    assertEquals(
      said,
      "Cannot read the graph: it is no text, or one in UTF-16; save it as UTF-8",
    );
    assertThrows(() => parseBoards(text), SyntaxError, "Cannot read boards: it is no text");
  }
  const { message } = assertThrows(() => parseMatrix(`1,\uFFFD${"x".repeat(999)}`), SyntaxError);
  assertEquals(message.includes("xx… (no UTF-8: save it as that), accepted are finite"), true);
  assertEquals(message.length < 200, true, message);
});

Deno.test("what is refused is found by its line in the file", () => {
  const names = "; line 1 is taken for names of columns)";
  const refused: [() => unknown, string][] = [
    [
      () => parseGraph("a b\nb c"),
      `entry [0][0] is "b", accepted are finite numbers (line 2${names}`,
    ],
    [() => parseGraph("# mine\n\n0 1\n3 3\n"), "Edge [1] leads from 3 to itself (line 4)"],
    [() => parseGraph("from,to\n0,1\n0,-1\n1,2"), `accepted are nodes 0 to 9999 (line 3${names}`],
    [() => parseGraph("0 1\n1 2 3", { format: "edges" }), "accepted are 2, from and to (line 2)"],
    [() => parseGraph("0 1 0\n1 0 2\n0 1 0"), "entry [1][2] is 2; accepted are 0 and 1 (line 2)"],
    [() => parseMatrix("\n1,2\n3"), "row [1] has 1 entries, row [0] has 2 (line 3)"],
    [() => parseMatrix("1,2\n3,1e39"), "up to 3.4e38 (line 2)"],
    [
      () => parseMatrix("1;0\n0;1,5"),
      'entry [1][1] is "1,5", with a decimal comma; accepted are decimal points (line 2)',
    ],
    [() => parseMatrix("1,5\t0"), 'entry [0][0] is "1,5", with a decimal comma'],
  ];
  for (const [read, message] of refused) assertThrows(read, Error, message);
  const error = assertThrows(() => parseMatrix("[[1, null]]"), SyntaxError);
  assertEquals(error.message.includes("line"), false);
});

testOfInput("con_directed.json", (path) => {
  const text = Deno.readTextFileSync(path);
  assertThrows(() => parseGraph(text, { undirected: true }), RangeError, "both ways");
});
testOfInput("con_01_nodiag.json", (path) => {
  assertEquals(parseGraph(Deno.readTextFileSync(path), { undirected: true }).nodes, 12);
});
testOfInput("inv_singular.json", (path) => {
  const text = Deno.readTextFileSync(path);
  assertThrows(() => parseMatrix(text, { invertible: true }), RangeError, "singular");
});
testOfInput("inv_nonsym.json", (path) => {
  const text = Deno.readTextFileSync(path);
  assertThrows(() => parseMatrix(text, { symmetric: true }), RangeError, "symmetric");
});

Deno.test("a matrix that is symmetric but for rounding is taken, one that is not is refused", () => {
  const { values } = parseMatrix("4,0.1234567\n0.1234568,3", { symmetric: true });
  assertEquals(values[1], 0.1234567);
  assertThrows(
    () => parseMatrix("4,0.1234\n0.1235,3", { symmetric: true }),
    RangeError,
    "entry [1][0] is 0.1235, entry [0][1] is 0.1234",
  );
});
