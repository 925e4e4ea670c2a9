/** Frames by hand, and turns at random. */
import { assertAlmostEquals } from "@std/assert";
import { ATOMS, KINDS, vectorsByHand } from "lib/papers/canonicalisation/molecules.ts";
import { turned } from "lib/papers/canonicalisation/particles.ts";
import { random, tf } from "lib/tensor/mod.ts";

Deno.test("a molecule's frame by hand is of the farthest heavy atoms, whatever hydrogens do", () => {
  // Kinds in the order H, C, N, O, F; the rest of the ten places is empty.
  const atoms: readonly (readonly [kind: number, x: readonly number[]])[] = [
    [0, [9, 9, 9]],
    [1, [2, 0, 0]],
    [3, [-1, 1, 0]],
    [1, [-1.5, 0.5, 0]],
    [0, [0, -8, 1]],
  ];
  const found = tf.tidy(() => {
    const pad = (rows: number[][], width: number) =>
      Array.from({ length: ATOMS }, (_, i) => rows[i] ?? new Array<number>(width).fill(0));
    const x = tf.tensor3d([pad(atoms.map(([, at]) => [...at]), 3)]);
    const oneHot = atoms.map(([kind]) =>
      Array.from({ length: KINDS }, (_, k) => Number(k === kind))
    );
    return vectorsByHand(x, tf.tensor3d([pad(oneHot, KINDS)])).arraySync();
  }) as unknown as number[][][];
  // The carbon at 2 is farthest; off its axis the oxygen is, by 1 against 0.5.
  const wanted = [[2, 0, 0], [-1, 1, 0]];
  wanted.forEach((row, i) => row.forEach((v, k) => assertAlmostEquals(found[0]![i]![k]!, v, 1e-6)));
});

Deno.test("clusters are turned by any angle of the circle, all alike", () => {
  const count = 4000;
  const values = tf.tidy(() => {
    const one = tf.tensor3d([[[1, 0], [0, 2], [-1, -1], [0, -1]]]);
    return turned(tf.tile(one, [count, 1, 1]), random.key(7)).dataSync();
  }) as unknown as Float32Array;
  let [x, y, xx, xy] = [0, 0, 0, 0];
  for (let c = 0; c < count; c++) {
    const [a, b, p, q] = values.subarray(8 * c, 8 * c + 4) as unknown as number[];
    // A rotation: lengths stay, and the second particle is a quarter turn ahead, twice as far.
    assertAlmostEquals(Math.hypot(a!, b!), 1, 1e-5);
    assertAlmostEquals(p!, -2 * b!, 1e-5);
    assertAlmostEquals(q!, 2 * a!, 1e-5);
    x += a! / count, y += b! / count, xx += a! * a! / count, xy += a! * b! / count;
  }
  // Of a uniform direction: means 0 (variance ½), E x² = ½ and E xy = 0 (variance ⅛).
  const [first, second] = [5 * Math.sqrt(1 / 2 / count), 5 * Math.sqrt(1 / 8 / count)];
  assertAlmostEquals(x, 0, first);
  assertAlmostEquals(y, 0, first);
  assertAlmostEquals(xx, 0.5, second);
  assertAlmostEquals(xy, 0, second);
});
