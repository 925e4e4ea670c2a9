/** Projectors, equivariant maps and actions on tensors. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random, tf } from "lib/tensor/mod.ts";
import { rng } from "lib/datasets/rng.ts";
import { distance, multiply, nullSpace, transpose } from "lib/symmetry/matrix.ts";
import {
  actBy,
  actOnImages,
  actOnVectors,
  cyclic,
  dihedral,
  directSum,
  equivarianceError,
  equivariantMaps,
  orthogonal,
  permuteAxis,
  permuting,
  planeMatrix,
  regular,
  type Representation,
  reynolds,
  stabiliserOf,
  symmetricGroup,
  symmetrise,
  tensorProduct,
  trivial,
} from "lib/symmetry/mod.ts";

const plane: Representation<number> = { dimension: 2, matrix: (g) => planeMatrix(4, g) };

Deno.test("Reynolds' projector projects on what the group fixes", () => {
  const group = symmetricGroup(3);
  const p = reynolds(group.elements, permuting(3));
  assert(distance(p, [0, 1, 2].map(() => [1 / 3, 1 / 3, 1 / 3])) < 1e-12);
  const own = regular(dihedral(4));
  const q = reynolds([0, 2], own);
  assert(distance(multiply(q, q), q) < 1e-12);
  assert(distance(q, transpose(q)) < 1e-12);
  assertAlmostEquals(q.reduce((sum, row, i) => sum + row[i]!, 0), 4, 1e-12); // 8 / |{1, r²}|
});

Deno.test("the number of equivariant maps is the scalar product of characters", () => {
  const trace = (m: readonly (readonly number[])[]) => m.reduce((sum, row, i) => sum + row[i]!, 0);
  const group = dihedral(4);
  const cases = [
    plane,
    regular(group),
    directSum(plane, trivial<number>()),
    tensorProduct(plane, plane),
  ];
  for (const a of cases) {
    for (const b of cases) {
      const expected = group.elements.reduce(
        (sum, g) => sum + trace(a.matrix(g)) * trace(b.matrix(g)),
        0,
      ) / group.elements.length;
      const maps = equivariantMaps(group, a, b);
      assertEquals(maps.length, Math.round(expected));
      for (const w of maps) {
        for (const g of group.elements) {
          assert(distance(multiply(b.matrix(g), w), multiply(w, a.matrix(g))) < 1e-9);
        }
        assert(distance(symmetrise(group.elements, a, b, w), w) < 1e-9);
      }
    }
  }
});

Deno.test("null spaces are right, empty ones too", () => {
  assertEquals(nullSpace([[1, 0], [0, 1]]), []);
  const [one, ...rest] = nullSpace([[1, 1, 0], [0, 0, 2], [1, 1, 2]]);
  assertEquals(rest, []);
  assertAlmostEquals(Math.abs(one![0]!), Math.SQRT1_2, 1e-9);
  assertAlmostEquals(one![0]! + one![1]!, 0, 1e-9);
  assertEquals(nullSpace([[0, 0, 0]]).length, 3);
});

Deno.test("stabilisers of vectors", () => {
  const own = regular(cyclic(4));
  assertEquals(stabiliserOf(cyclic(4).elements, own, [1, 2, 1, 2]), [0, 2]);
  assertEquals(actBy(own, 1, [1, 2, 3, 4]), [4, 1, 2, 3]);
  assertThrows(() => actBy(own, 1, [1, 2]), RangeError, "Cannot act on 2 coordinates by a");
});

Deno.test("D4 acts on images as it does on the plane", () => {
  const n = 5, group = dihedral(4);
  // A pixel at the plane's point (x, y) from the middle: column x, row -y.
  const image = (x: number, y: number) =>
    tf.tidy(() =>
      tf.reshape(tf.oneHot(tf.scalar((2 - y) * n + x + 2, "int32"), n * n), [1, n, n, 1])
    );
  for (const g of group.elements) {
    const [[a, b], [c, d]] = planeMatrix(4, g) as [[number, number], [number, number]];
    const [x, y] = [2, -1];
    const before = image(x, y), after = actOnImages(g, before);
    const expected = image(a * x + b * y, c * x + d * y);
    assertEquals([...after.dataSync()], [...expected.dataSync()]);
    [before, after, expected].forEach((one) => one.dispose());
  }
  assertThrows(() => actOnImages(8, tf.zeros([1, 2, 2, 1])), RangeError, "from 0 to 7");
  assertThrows(() => actOnImages(1, tf.zeros([1, 2, 3, 1])), RangeError, "square");
});

Deno.test("a quarter turn takes (1, 0) to (0, 1), and a permutation slice i to place p[i]", () => {
  const turned = actOnVectors([[0, -1], [1, 0]], tf.tensor2d([[1, 0], [0, 1]]));
  assertEquals(turned.arraySync() as number[][], [[0, 1], [-1, 0]]);
  const p = [1, 2, 0];
  assertEquals([...permuteAxis(p, tf.tensor1d([10, 20, 30]), 0).dataSync()], [30, 10, 20]);
  const rows = tf.tensor2d([[1, 2, 3], [4, 5, 6]]);
  assertEquals(permuteAxis(p, rows, 1).arraySync() as number[][], [[3, 1, 2], [6, 4, 5]]);
});

Deno.test("equivariance errors are 0 for what is equivariant, and not for what is not", () => {
  const key = random.key(1);
  const x = random.normal(key, [2, 6, 3]);
  const source = rng(5);
  const actions = Array.from({ length: 4 }, () => {
    const g = orthogonal(3).sample(source);
    const act = (y: tf.Tensor) => actOnVectors(g, y);
    return { input: act, output: act };
  });
  const scaled = (y: tf.Tensor) => tf.mul(y, tf.sum(tf.square(y), -1, true));
  assert(equivarianceError(scaled, x, actions) < 1e-6);
  assert(equivarianceError((y) => tf.square(y), x, actions) > 0.1);
  const shuffle = { input: (y: tf.Tensor) => permuteAxis([2, 0, 1, 3, 5, 4], y, 1) };
  const sum = (y: tf.Tensor) => tf.sum(y, 1);
  assert(equivarianceError(sum, x, [{ ...shuffle, output: (y) => y }]) < 1e-6);
  assertThrows(() => actOnVectors([[1]], x), RangeError, "cannot act");
  assertThrows(() => equivarianceError(sum, x, []), RangeError, "by 0 actions: accepted are 1 or");
  assertThrows(() => permuteAxis([1, 0], x, 1), RangeError, "A permutation of 6 things must name");
  assertThrows(
    () => permuteAxis([1, 0, 2], x, 3),
    RangeError,
    "axis 3 of a tensor of shape [2,6,3]",
  );
});
