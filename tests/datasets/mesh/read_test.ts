/** Readers of meshes: what they read, and with which sentence they refuse. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  isClosed,
  makeShape,
  type Mesh,
  readObj,
  readOff,
  writeOff,
} from "lib/datasets/mesh/mod.ts";
import { rng } from "lib/datasets/rng.ts";

const square = `OFF
# a square of two triangles
4 1 0
0 0 0
1 0 0   # with a comment

1 1 0
0 1e0 0
4 0 1 2 3 255 0 0
`;

Deno.test("OFF: comments, blank lines, polygons, colours, counts beside the word", () => {
  const { positions, faces } = readOff(square);
  assertEquals(positions[3], [0, 1, 0]);
  assertEquals(faces, [[0, 1, 2], [0, 2, 3]]);
  assertEquals(
    readOff("COFF 3 1 3\r\n0 0 0 1 1 1 1\r\n1 0 0 1 1 1 1\r\n0 1 0 1 1 1 1\r\n3 0 1 2").faces,
    [
      [0, 1, 2],
    ],
  );
});

Deno.test("a mesh is the same after writing and reading", () => {
  const mesh = makeShape("jack", rng(1));
  const again = readOff(writeOff(mesh));
  assertEquals(again, { positions: mesh.positions, faces: mesh.faces } as Mesh);
  assert(isClosed(again));
});

Deno.test("OBJ: textures and normals passed over, negative numbers, polygons", () => {
  const text = "# x\nmtllib a.mtl\nv 0 0 0 1.0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\ng one\n" +
    "f 1/1/1 2//1 3/1 4\nf -4 -3 -2\nusemtl no";
  assertEquals(readObj(text).faces, [[0, 1, 2], [0, 2, 3], [0, 1, 2]]);
});

Deno.test("OBJ: a line that ends with a backslash goes on in the next", () => {
  const points = "v 0 0 0\nv 1 \\\n0 0\r\nv 1 1 \\ \r\n\\\n0\nv 0 1 0\n";
  const text = `${points}f 1 2\\\n3 \\\n4\n# a comment \\\nf 1 2 3\ng a \\\nf 1 2 4\nf 2 3 4 \\`;
  const { positions, faces } = readObj(text);
  assertEquals(positions, [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]);
  assertEquals(faces, [[0, 1, 2], [0, 2, 3], [0, 1, 2], [1, 2, 3]]);
  // An empty line ends it.
  assertEquals(readObj("v 0 0 0 \\\n\nv 1 0 0").positions.length, 2);
  assertThrows(() => readObj("v 0 0 0\nf 1 \\\n 1 \\\n1"), SyntaxError, "line 2: a face meets");
});

Deno.test("what is malformed is refused with its line and a reason", () => {
  const off: readonly (readonly [string, string])[] = [
    ["", "line 1: it is empty"],
    ["PLY\n1 1 1", 'line 1: it must begin with "OFF"'],
    ["OFF", "line 1: the numbers of vertices, faces and edges are missing"],
    ["OFF\n3 x 0", 'line 2: the number of faces must be a number: it is "x"'],
    ["OFF\n-1 0 0", "line 2: the number of vertices must be from 0"],
    ["OFF\n1e9 0 0", "line 2: the number of vertices must be from 0"],
    ["OFF\n2 0 0\n0 0 0", "line 3: it ends after 1 of 2"],
    ["OFF\n1 0 0\n0 0", "line 3: z is missing"],
    ["OFF\n1 0 0\n0 0 NaN", "line 3: z must be a number"],
    ["OFF\n1 0 0\n0 0 1e999", "line 3: z must be a number"],
    ["OFF\n1 0 0\n0 0 0\n7 7 7", "line 4: nothing may follow"],
    ["OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n2 0 1", "line 6: a face must have three corners"],
    ["OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1", "line 6: it has 2 of 3 corners"],
    ["OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 3", "line 6: a corner must be from 0 to 2"],
    ["OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 1", "line 6: a face meets a vertex twice"],
  ];
  for (const [text, reason] of off) assertThrows(() => readOff(text, "a.off"), SyntaxError, reason);
  const obj: readonly (readonly [string, string])[] = [
    ["", "it has no vertices"],
    ["v 1 2", "line 1: z is missing"],
    ["v 0 0 0\nf 1 1", "line 2: a face must have three corners"],
    ["v 0 0 0\nv 0 0 0\nf 1 2 3", "line 3: a corner must name one of 2 vertices"],
    ["v 0 0 0\nv 0 0 1\nv 0 1 0\nf 0 1 2", "line 4: a corner must name"],
    ["v 0 0 0\nv 0 0 1\nv 0 1 0\nf 1 2 -4", "line 4: a corner must name"],
    ["v 0 0 0\nv 0 0 1\nv 0 1 0\nf 1 2 2", "line 4: a face meets a vertex twice"],
  ];
  for (const [text, reason] of obj) assertThrows(() => readObj(text, "a.obj"), SyntaxError, reason);
});

/** Texts that look like meshes in places. */
const words = fc.constantFrom(
  ...["OFF", "COFF", "v", "f", "vn", "0", "1", "2", "3", "4", "-1", "1e9", "1e400", "NaN", "0x1"],
  ...["1/2/3", "2//1", "#", "\n", "\n", "\n", "\r\n", "\t", "\u0000", "½", "99999999999999999999"],
);

Deno.test("fuzzed readers give a mesh with faces in range, or a SyntaxError with a line", () => {
  const text = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 60 }).map((list) => list.join(" ")),
    // A whole file with one piece replaced.
    fc.tuple(fc.nat(square.length), fc.nat(6), fc.string({ maxLength: 6 })).map((
      [at, size, piece],
    ) => square.slice(0, at) + piece + square.slice(at + size)),
  );
  let [read, refused] = [0, 0];
  fc.assert(
    fc.property(text, fc.constantFrom(readOff, readObj), (text, reader) => {
      let mesh: Mesh;
      try {
        mesh = reader(text);
      } catch (error) {
        refused++;
        assert(error instanceof SyntaxError && /, line \d+: /.test(error.message), String(error));
        return;
      }
      read++;
      const n = mesh.positions.length;
      assert(mesh.positions.flat().every(Number.isFinite));
      assert(mesh.faces.flat().every((v) => Number.isInteger(v) && v >= 0 && v < n));
    }),
    { numRuns: 3000, seed: 1 },
  );
  assert(read > 50 && refused > 500, `${read} read, ${refused} refused`);
});

/** Milliseconds to read a file of n points, and to refuse one of n points with a wrong face each. */
function millisecondsOf(n: number): number {
  const good = Array.from({ length: n }, (_, i) => `v ${i} 0 0`).join("\n");
  const wrong = Array.from(
    { length: n },
    (_, i) => `v ${i} ${i % 7} 0\nf ${Math.max(1, i)} `,
  ).join("\n");
  const each = Array.from({ length: 3 }, () => {
    const started = performance.now();
    assertThrows(() => readObj(wrong), SyntaxError);
    readObj(good);
    return performance.now() - started;
  });
  return Math.min(...each);
}

Deno.test("the time to read a file is linear in its length", () => {
  millisecondsOf(10_000); // compiles
  // Eight times as long a file takes eight times as long, where a quadratic reader takes 64.
  const ratio = millisecondsOf(80_000) / millisecondsOf(10_000);
  assert(ratio < 32, `${ratio}`);
});
