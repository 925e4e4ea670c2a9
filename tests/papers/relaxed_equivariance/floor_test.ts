/** The floor, who stops at it, and who passes it. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { actBy } from "lib/symmetry/mod.ts";
import { type Tensor2D, tf } from "lib/tensor/mod.ts";
import {
  asFunction,
  type CornersKind,
  type CornersNetwork,
  cornersNetwork,
} from "lib/papers/relaxed_equivariance/networks.ts";
import {
  C4,
  corners,
  D4,
  errorFloor,
  KITE,
  orbitError,
  reachable,
  RECTANGLE,
  rectangle,
  relaxedError,
  SQUARE,
  squaredError,
  symmetries,
  targetOrbit,
} from "lib/papers/relaxed_equivariance/square.ts";
import { trainCorners } from "lib/papers/relaxed_equivariance/train_corners.ts";

Deno.test("corners are a representation that leaves the square as it is", () => {
  for (const a of D4.elements) {
    assertEquals(squaredError(actBy(corners, a, SQUARE), SQUARE), 0);
    for (const b of D4.elements) {
      const [once, twice] = [
        actBy(corners, D4.compose(a, b), KITE),
        actBy(corners, a, actBy(corners, b, KITE)),
      ];
      assert(squaredError(once, twice) < 1e-24);
    }
  }
  assertEquals(symmetries(C4, RECTANGLE), [0, 2]);
  assertEquals(symmetries(C4, KITE), [0]);
});

Deno.test("the floor of the rectangle is 0.0625, reached by the square of half-side 1.05", () => {
  assertAlmostEquals(errorFloor(C4, SQUARE, RECTANGLE), 0.0625, 1e-12);
  reachable(C4, SQUARE, RECTANGLE).forEach((v, i) =>
    assertAlmostEquals(v, rectangle(1.05, 1.05)[i]!, 1e-12)
  );
  assertEquals(targetOrbit(C4, SQUARE, RECTANGLE).length, 2);
  assertEquals(targetOrbit(C4, SQUARE, KITE).length, 4);
  assertEquals(errorFloor(C4, RECTANGLE, RECTANGLE), 0);
});

function trained(kind: CornersKind, steps: number) {
  const network = cornersNetwork(kind, C4);
  const images = targetOrbit(C4, SQUARE, RECTANGLE);
  const { params, curve } = trainCorners(network, [{ x: SQUARE, images }], {
    seed: 5,
    steps,
    loss: "target",
  });
  return { f: asFunction(network, params), loss: curve.at(-1)!.loss };
}

Deno.test("an equivariant network stops at the floor", () => {
  const { f, loss } = trained("equivariant", 800);
  assertAlmostEquals(loss, 0.0625, 1e-4);
  for (const x of [SQUARE, RECTANGLE, KITE]) {
    for (const g of C4.elements) {
      const [a, b] = [f(actBy(corners, g, x)), actBy(corners, g, f(x))];
      a.forEach((v, i) => assertAlmostEquals(v, b[i]!, 1e-6));
    }
  }
});

Deno.test("a canonicalised network passes it, with relaxed equivariance at every input", () => {
  const { f, loss } = trained("canonicalised", 500);
  assert(loss < 1e-6, `${loss}`);
  assert(orbitError(targetOrbit(C4, SQUARE, RECTANGLE), f(actBy(corners, 1, SQUARE))) < 1e-6);
  for (const x of [SQUARE, RECTANGLE, KITE]) {
    assert(relaxedError(C4, corners, corners, f, x) < 1e-6);
  }
});

Deno.test("a relaxed network passes it at the type of its inputs; a plain one is not relaxed", () => {
  const { f, loss } = trained("relaxed", 1500);
  assert(loss < 1e-6, `${loss}`);
  assert(relaxedError(C4, corners, corners, f, SQUARE) < 1e-6);
  assert(relaxedError(C4, corners, corners, trained("plain", 50).f, KITE) > 0.1);
});

Deno.test("of several images the nearest counts, of a target only itself", () => {
  // Says 3 everywhere before it learns: the second image, and 2 from the first, which is the target.
  const threes: CornersNetwork = {
    kind: "plain",
    parameters: { p: { shape: [8], bound: 0 } },
    init: () => ({ p: tf.zeros([8]) }),
    prepare: (xs) => ({
      x: tf.tensor2d(xs.map((x) => [...x])),
      back: tf.zeros([xs.length, 8, 8]),
    }),
    apply: ({ p }, { x }) => tf.add(tf.fill([x.shape[0]!, 8], 3), p!) as Tensor2D,
  };
  const images = [1, 3, 7].map((v) => new Array<number>(8).fill(v));
  const lossOf = (loss: "target" | "nearest image") => {
    const { params, curve } = trainCorners(threes, [{ x: SQUARE, images }], {
      ...{ seed: 1, steps: 1, loss },
    });
    tf.dispose(Object.values(params));
    return curve[0]!.loss;
  };
  assertEquals([lossOf("nearest image"), lossOf("target")], [0, 4]);
});
