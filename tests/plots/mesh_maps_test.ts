/** Surfaces as pictures: what is in front is drawn last, and the far side of a closed one not at all. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { icosphere } from "lib/datasets/mesh/mod.ts";
import { meshMaps } from "lib/plots/mod.ts";

const triangle = (title: string, depth: number, colour: string) => (
  { title, colour, positions: [[-1, depth, -1], [1, depth, -1], [0, depth, 1]], faces: [[0, 1, 2]] }
);

Deno.test("nearer triangles are drawn over farther ones", () => {
  const [one, other] = [triangle("", -1, "#ff0000"), triangle("", 1, "#ff0000")];
  const both = {
    title: "two",
    positions: [...other.positions.map(([x, y, z]) => [x! / 2, y!, z! / 2]), ...one.positions],
    faces: [[3, 4, 5], [0, 1, 2]],
  };
  const view = { turn: 0, raise: 0 };
  const paths = [...meshMaps([both], { view }).svg().matchAll(/<path d="M([^"]*)Z"/g)].map((m) =>
    m[1]!
  );
  assertEquals(paths.length, 2);
  const width = (path: string) => {
    const xs = path.split("L").map((point) => Number(point.split(",")[0]));
    return Math.max(...xs) - Math.min(...xs);
  };
  // y = -1 is nearer to the eye, and is the wide one.
  assert(width(paths[1]!) > width(paths[0]!), paths.join(" | "));
});

Deno.test("of a closed surface about half of the triangles are drawn, of an open one all", () => {
  const mesh = icosphere(2);
  const count = (faces: typeof mesh.faces) =>
    meshMaps([{ title: "", positions: mesh.positions, faces }]).svg().match(/<path/g)!.length;
  assert(count(mesh.faces) > 140 && count(mesh.faces) < 180);
  assertEquals(count(mesh.faces.slice(1)), 319);
});

Deno.test("up is up, and light comes from above", () => {
  const mesh = icosphere(2);
  const svg = meshMaps([{ title: "", ...mesh }]).svg();
  const faces = [...svg.matchAll(/<path d="M([^"]*)Z" fill="#(..)/g)].map(([, path, red]) => ({
    y: Math.min(...path!.split("L").map((point) => Number(point.split(",")[1]))),
    light: parseInt(red!, 16),
  })).sort((a, b) => a.y - b.y);
  const mean = (list: typeof faces) =>
    list.reduce((sum, { light }) => sum + light / list.length, 0);
  assert(mean(faces.slice(0, 40)) > mean(faces.slice(-40)) + 20);
});

Deno.test("nothing to draw, or what is not finite, is refused", () => {
  assertThrows(() => meshMaps([]), RangeError, "there are none");
  const bad = { ...triangle("broken", NaN, "#ff0000") };
  assertThrows(() => meshMaps([bad]), RangeError, 'the mesh "broken"');
});
