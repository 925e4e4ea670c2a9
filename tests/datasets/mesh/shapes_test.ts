/** Procedural shapes: closed, outward, the same again, and different in kind. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  edges,
  flipFaces,
  icosphere,
  isClosed,
  makePotato,
  makeShape,
  makeShapes,
  mapPositions,
  normalise,
  randomRotation,
  renameVertices,
  shapeNames,
  surfaceArea,
  volume,
} from "lib/datasets/mesh/mod.ts";
import { rng } from "lib/datasets/rng.ts";

Deno.test("the icosphere comes near the sphere, from inside", () => {
  for (const [divisions, vertices] of [[0, 12], [1, 42], [2, 162], [3, 642]] as const) {
    const mesh = icosphere(divisions);
    assertEquals(mesh.positions.length, vertices);
    assertEquals(edges(mesh).length, mesh.faces.length * 3 / 2);
    assert(isClosed(mesh));
  }
  const fine = icosphere(4);
  assertAlmostEquals(volume(fine), 4 * Math.PI / 3, 0.02);
  assertAlmostEquals(surfaceArea(fine), 4 * Math.PI, 0.04);
  assert(volume(fine) < 4 * Math.PI / 3);
  assertThrows(() => icosphere(-1), RangeError, "from 0 to 6");
});

Deno.test("each shape is closed, outward, centred, and its farthest vertex at 1", () => {
  assertEquals(shapeNames.length, 10);
  const all = [
    ...makeShapes(rng(1), 3).map(({ mesh }) => mesh),
    ...[0, 1, 2, 3].map((i) => makePotato(rng(i))),
  ];
  for (const mesh of all) {
    assert(isClosed(mesh));
    assert(volume(mesh) > 0.02);
    const radii = mesh.positions.map((x) => Math.hypot(...x));
    assertAlmostEquals(Math.max(...radii), 1, 1e-9);
    for (const i of [0, 1, 2]) {
      assertAlmostEquals(mesh.positions.reduce((sum, x) => sum + x[i]!, 0), 0, 1e-9);
    }
  }
});

Deno.test("the same stream gives the same shape, another another", () => {
  assertEquals(makeShape("box", rng(4)), makeShape("box", rng(4)));
  assert(makeShape("box", rng(4)).positions[0]![0] !== makeShape("box", rng(5)).positions[0]![0]);
  assertThrows(() => makeShape("ball", rng(1)), RangeError, "A shape must be one of egg");
});

Deno.test("a turned sphere triangulates the same surface anew", () => {
  const [one, other] = [undefined, randomRotation(rng(3))].map((triangulation) =>
    makeShape("egg", rng(4), { divisions: 4, ...(triangulation && { triangulation }) })
  );
  assert(Math.abs(volume(one!) - volume(other!)) < 0.02 * volume(one!));
  assert(Math.abs(surfaceArea(one!) - surfaceArea(other!)) < 0.02 * surfaceArea(one!));
  assert(one!.positions[5]![0] !== other!.positions[5]![0]);
});

Deno.test("volume changes sign with the faces, and not with names or places", () => {
  const mesh = makePotato(rng(1));
  const own = volume(mesh);
  assertAlmostEquals(volume(flipFaces(mesh)), -own, 1e-12);
  assertAlmostEquals(volume(mapPositions(mesh, ([x, y, z]) => [x, y, -z])), -own, 1e-12);
  assertAlmostEquals(volume(mapPositions(mesh, ([x, y, z]) => [x + 3, y, z - 2])), own, 1e-9);
  const names = rng(2).shuffle(mesh.positions.map((_, v) => v));
  assertAlmostEquals(volume(renameVertices(mesh, names)), own, 1e-12);
  assertAlmostEquals(
    volume(normalise(mapPositions(mesh, (x) => [7 * x[0], 7 * x[1], 7 * x[2]]))),
    own,
    1e-9,
  );
  assert(!isClosed({ ...mesh, faces: mesh.faces.slice(1) }));
  assert(!isClosed({ ...mesh, faces: [] })); // encloses nothing
});
