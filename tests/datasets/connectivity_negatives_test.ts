import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  CONNECTIVITY_SPLITS,
  connectivityGraphs,
  drawConnectivityNegatives,
  encodeConnectivity,
} from "lib/datasets/connectivity.ts";
import { rng } from "lib/datasets/rng.ts";
import { random, tf } from "lib/tensor/mod.ts";
import { connectivityNegatives } from "./oracles/connectivity_negatives.ts";

const { y, nodes, count } = encodeConnectivity(
  connectivityGraphs(CONNECTIVITY_SPLITS.harder, { seed: 1, count: 200 }),
);

/** How often `test` holds among the entries (node pair, answer, negative). */
function share(
  negative: Float32Array,
  test: (i: number, j: number, answer: number, wrong: number) => boolean,
): number {
  let hits = 0;
  y.forEach((answer, e) => {
    const pair = e % (nodes * nodes);
    if (test(Math.floor(pair / nodes), pair % nodes, answer, negative[e]!)) hits++;
  });
  return hits / y.length;
}

Deno.test("reference negatives only remove connections, 5 % of entries, diagonal included", () => {
  const negative = connectivityNegatives(y, nodes, "reference", rng(1));
  assertEquals(share(negative, (_i, _j, answer, wrong) => wrong > answer), 0);
  const positive = share(negative, (_i, _j, answer) => answer > 0);
  const removed = share(negative, (_i, _j, answer, wrong) => wrong < answer);
  assertAlmostEquals(removed / positive, .05, .004);
  assert(share(negative, (i, j, answer, wrong) => i === j && wrong < answer) > 0);
});

Deno.test("symmetric negatives flip 5 % of pairs, both ways, and keep the diagonal", () => {
  const negative = connectivityNegatives(y, nodes, "symmetric", rng(1));
  assertEquals(share(negative, (i, j, _a, wrong) => i === j && wrong !== 1), 0);
  const pairs = (nodes - 1) / nodes;
  const flipped = share(negative, (_i, _j, answer, wrong) => wrong === -answer);
  assertAlmostEquals(flipped / pairs, .05, .006);
  assert(share(negative, (_i, _j, answer, wrong) => wrong > answer) > .005);
  for (let b = 0; b < count; b++) {
    for (let i = 0; i < nodes; i++) {
      for (let j = 0; j < i; j++) {
        const offset = b * nodes * nodes;
        assert(negative[offset + i * nodes + j] === negative[offset + j * nodes + i]);
      }
    }
  }
});

Deno.test("connectivity negatives: rate 0 changes nothing, rate 1 everything; y is left alone", () => {
  const before = y.slice();
  for (const kind of ["reference", "symmetric"] as const) {
    assertEquals(connectivityNegatives(y, nodes, kind, rng(1), 0), y);
    const once = connectivityNegatives(y, nodes, kind, rng(1));
    assertEquals(connectivityNegatives(y, nodes, kind, rng(1)), once);
  }
  const all = connectivityNegatives(y, nodes, "reference", rng(1), 1);
  assert(all.every((value) => value === -1));
  const flipped = connectivityNegatives(y, nodes, "symmetric", rng(1), 1);
  assertEquals(share(flipped, (i, j, answer, wrong) => wrong !== (i === j ? 1 : -answer)), 0);
  assertEquals(y, before);
});

Deno.test("connectivity negatives: a length that is no multiple of N² is refused", () => {
  assertThrows(
    () => connectivityNegatives(new Float32Array(5), 2, "symmetric", rng(1)),
    RangeError,
    "must be a multiple of 2²: received 5",
  );
});

for (const kind of ["reference", "symmetric"] as const) {
  Deno.test(`${kind} negatives as tensor ops are like those of the host`, () =>
    tf.tidy(() => {
      const answer = tf.tensor(y, [count, nodes, nodes]);
      const draw = (seed: number, rate?: number) =>
        Float32Array.from(
          drawConnectivityNegatives(random.key(seed), answer, kind, rate).dataSync(),
        );
      const once = draw(1);
      assertEquals(draw(1), once);
      assert(draw(2).some((value, e) => value !== once[e]));
      assert(once.every((value) => Math.abs(value) === 1));
      assertEquals(draw(1, 0), y);
      assertEquals(draw(1, 1), connectivityNegatives(y, nodes, kind, rng(1), 1));
      const changed = (negative: Float32Array) =>
        share(negative, (_i, _j, a, wrong) => a !== wrong);
      const host = connectivityNegatives(y, nodes, kind, rng(1));
      assertAlmostEquals(changed(once), changed(host), .006);
      const added = (negative: Float32Array) => share(negative, (_i, _j, a, wrong) => wrong > a);
      assertAlmostEquals(added(once), added(host), .004);
      const removedFromDiagonal = share(once, (i, j, _a, wrong) => i === j && wrong < 0);
      assertEquals(removedFromDiagonal > 0, kind === "reference");
      const swapped = tf.transpose(tf.tensor(once, [count, nodes, nodes]), [0, 2, 1]).dataSync();
      assertEquals(once.every((value, e) => value === swapped[e]), kind === "symmetric");
    }));
}
