/** What the symmetric matrix network is given of each entry, against sums written out. */
import { assert, assertAlmostEquals } from "@std/assert";
import { random, type Tensor, type Tensor3D, tf } from "lib/tensor/mod.ts";
import { matrixExchangeable } from "lib/models/matrix_exchangeable.ts";
import { completionFeatures, inverseFeatures } from "lib/models/matrix_features.ts";
import { levelsOf } from "./contract.ts";

type Matrix = number[][];

const at = (x: Tensor, channel: number) =>
  (x.arraySync() as number[][][][])[0]!.map((row) => row.map((entry) => entry[channel]!));
const transposed = (a: Matrix) => a[0]!.map((_, j) => a.map((row) => row[j]!));
const times = (a: Matrix, b: Matrix) =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, v, k) => sum + v * b[k]![j]!, 0)));
const scaled = (a: Matrix, by: number) => a.map((row) => row.map((v) => v * by));

function assertMatrix(found: Matrix, expected: Matrix): void {
  const size = Math.max(...expected.flat().map(Math.abs));
  expected.forEach((row, i) =>
    row.forEach((v, j) => assertAlmostEquals(found[i]![j]!, v, 1e-5 * size))
  );
}

Deno.test("of a matrix to complete: what is shown over its root mean square, products on both sides", () =>
  tf.tidy(() => {
    const mask = tf.tensor2d([[1, 0, 1, 0, 1], [0, 1, 0, 1, 1], [1, 1, 0, 0, 0]]);
    const raw = tf.mul(random.normal(random.key(1), [3, 5]), mask);
    const wide = (x: Tensor) => tf.reshape(x, [1, 1, 3, 5]);
    const condition = { x: wide(raw), observed: wide(mask) };
    const encoded = completionFeatures.encode(condition);
    const shownEntries = Array.from(raw.dataSync()).filter((v) => v !== 0);
    const square = shownEntries.reduce((sum, v) => sum + v * v, 0) / shownEntries.length;
    const unit = Math.sqrt(square) / 0.187; // entries of training are of that size
    assertAlmostEquals(encoded.unit!.dataSync()[0]!, unit, 1e-4 * unit);
    const shown = scaled(raw.arraySync() as Matrix, 1 / unit);
    const rows = times(shown, transposed(shown)), columns = times(transposed(shown), shown);
    const expected = [shown, mask.arraySync() as Matrix, times(rows, shown)];
    expected.forEach((matrix, k) => assertMatrix(at(encoded.fixed, k), matrix));
    const y = random.normal(random.key(2), [1, 3, 5]) as Tensor3D;
    const own = y.arraySync()[0]!, moving = completionFeatures.answer(encoded, y);
    [own, times(rows, own), times(own, columns)]
      .forEach((matrix, k) => assertMatrix(at(moving, k), matrix));
  }));

Deno.test("of a matrix to invert: A/14 and I, and its products with the answer", () =>
  tf.tidy(() => {
    const x = random.normal(random.key(3), [1, 1, 4, 4]);
    const a = scaled((x.arraySync() as number[][][][])[0]![0]!, 1 / 14);
    const encoded = inverseFeatures.encode({ x });
    assertMatrix(at(encoded.fixed, 0), a);
    assertMatrix(at(encoded.fixed, 1), tf.eye(4).arraySync());
    const y = random.normal(random.key(4), [1, 4, 4]) as Tensor3D, own = y.arraySync()[0]!;
    const product = times(a, own), moving = inverseFeatures.answer(encoded, y);
    [own, transposed(own), product, transposed(product), times(a, product)]
      .forEach((matrix, k) => assertMatrix(at(moving, k), matrix));
  }));

Deno.test("a matrix to complete and its answer times c have c² times the energy", () =>
  tf.tidy(() => {
    const network = matrixExchangeable({ problem: "completion", width: 4, timeFeatures: 8 });
    const params = network.init(random.key(5)), t = levelsOf([0, 4, 9]);
    const observed = tf.cast(tf.less(random.uniform(random.key(6), [3, 1, 5, 4]), 0.6), "float32");
    const x = tf.mul(random.normal(random.key(7), [3, 1, 5, 4]), observed);
    const y = random.normal(random.key(8), [3, 5, 4]);
    const energies = (c: number) => {
      const encoded = network.encode(params, { x: tf.mul(x, c), observed });
      return network.energy(params, encoded, tf.mul(y, c), t).dataSync();
    };
    const [one, three] = [energies(1), energies(3)];
    // But for the 1e-6 that keeps an empty matrix from being divided by 0.
    one.forEach((e, i) => assertAlmostEquals(three[i]! / e, 9, 1e-3));
    assert(one.every((e) => e > 1e-3));
  }));
