/** A reader of pictures before an energy of boards: values, symmetries, gradients. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { energyAndGradient } from "lib/energy/energy_gradient.ts";
import { sudokuRelational } from "lib/models/sudoku_relational.ts";
import { digitReader, visualSudoku } from "lib/models/sudoku_visual.ts";
import { countParameters, type Params } from "lib/nn/parameters.ts";
import { gradientsOf } from "lib/papers/ired/method/method.ts";
import { visualSudokuTask } from "lib/papers/ired/tasks/visual_sudoku/visual_sudoku.ts";
import { random, type Tensor, tf } from "lib/tensor/mod.ts";
import { assertEnergyContract, levelsOf, relativeError } from "./contract.ts";

const sizes = { width: 6, layers: 2, outputs: 3, timeFeatures: 8 };
const small = visualSudoku({ ...sizes, channels: 3, units: 5 });

function drawBoards(count = 2) {
  const { condition, answer } = visualSudokuTask.sample(random.key(1), count, "same");
  const y = tf.add(answer, random.normal(random.key(2), answer.shape));
  return { x: condition.x!, mask: condition.mask!, y };
}

Deno.test("visualSudoku() keeps the contract of energy networks", () =>
  tf.tidy(() => {
    const { x, mask, y } = drawBoards();
    assertEnergyContract(small, { x, mask }, y);
  }));

Deno.test("visualSudoku() is sudokuRelational() on what the reader reads, clues as evidence", () =>
  tf.tidy(() => {
    const { x, mask, y } = drawBoards();
    const params = small.init(random.key(3)), t = levelsOf([2, 7]);
    const logits = digitReader({ channels: 3, units: 5 }).logits(params, tf.reshape(x, [-1, 196]));
    const shares = tf.reshape(tf.softmax(logits), [2, 9, 9, 9]);
    const read = tf.where(tf.cast(mask, "bool"), tf.sub(tf.mul(shares, 2), 1), tf.scalar(-1));
    const board = sudokuRelational(sizes);
    const own = board.encode(params, { x: read, mask: tf.zerosLike(mask) });
    const expected = board.energy(params, own, y, t);
    const found = small.energy(params, small.encode(params, { x, mask }), y, t);
    assert(relativeError(found, expected) < 1e-5);
  }));

Deno.test("visualSudoku(): a transposed board of the same pictures has the same energy", () =>
  tf.tidy(() => {
    const { x, mask, y } = drawBoards();
    const params = small.init(random.key(3)), t = levelsOf([1, 8]);
    const at = (move: (x: Tensor) => Tensor) =>
      small.energy(params, small.encode(params, { x: move(x), mask: move(mask) }), move(y), t);
    const moved = at((z) => tf.transpose(z, [0, 2, 1, 3]));
    assert(relativeError(moved, at((z) => z)) < 1e-5);
    const rows = tf.tensor1d([3, 1, 2, 0, 4, 5, 6, 7, 8], "int32");
    assert(relativeError(at((z) => tf.gather(z, rows, 1)), at((z) => z)) > 1e-4);
  }));

Deno.test("the loss of the energy's slope teaches the reader: its gradient is that of differences", () =>
  tf.tidy(() => {
    const { x, mask, y } = drawBoards(1);
    const params = small.init(random.key(4)), t = levelsOf([6]);
    const target = random.normal(random.key(5), y.shape);
    const slopeOf = (p: Params) => {
      const encoded = small.encode(p, { x, mask });
      return energyAndGradient((z) => small.energy(p, encoded, z, t), y).gradient;
    };
    // Sums, as means would be lost in rounding.
    const loss = (p: Params) => tf.sum(tf.square(tf.sub(slopeOf(p), target)));
    const { gradients } = gradientsOf(loss, params);
    const names = Object.keys(params).filter((name) => name.startsWith("reader/"));
    assertEquals(names.length, 8);
    for (const name of names) {
      const slope = gradients[name]!, size = Math.sqrt(tf.sum(tf.square(slope)).dataSync()[0]!);
      assert(size > 0, `${name} learns`);
      // Along its own gradient, where the slope is its length.
      const direction = tf.div(slope, size), step = 2e-2;
      const [more, less] = [step, -step].map((by) =>
        slopeOf({ ...params, [name]: tf.add(params[name]!, tf.mul(direction, by)) })
      ) as [Tensor, Tensor];
      // a² - b² as (a - b)(a + b), entry by entry: between two sums near 700 rounding would count.
      const middle = tf.sub(tf.add(more, less), tf.mul(target, 2));
      const change = tf.sum(tf.mul(tf.sub(more, less), middle)).dataSync()[0]!;
      const difference = change / (2 * step);
      assert(Math.abs(difference - size) < 0.02 * size + 1e-4, `${name}: ${difference}, ${size}`);
    }
  }));

Deno.test("visualSudoku() has the parameters of sudokuRelational(), by the same names, and a reader's", () => {
  const whole = visualSudoku(), part = sudokuRelational();
  for (const [name, { shape }] of Object.entries(part.parameters)) {
    assertEquals(whole.parameters[name]!.shape, shape);
  }
  const reader = countParameters(whole.parameters) - countParameters(part.parameters);
  assertEquals(reader, 9 * 16 + 16 + 144 * 32 + 32 + 49 * 32 * 64 + 64 + 64 * 9 + 9);
  assertThrows(() => visualSudoku({ channels: 0 }), RangeError, "channels");
});

Deno.test("digitReader() has convolutions that keep the size", () =>
  tf.tidy(() => {
    const reader = digitReader({ channels: 2, units: 3 });
    const params = visualSudoku({ ...sizes, channels: 2, units: 3 }).init(random.key(6));
    const images = random.uniform(random.key(7), [4, 196]);
    const kernel = (name: string, inputs: number) => {
      const k = params[`reader/${name}/kernel`]!;
      return tf.reshape(k, [3, 3, inputs, k.shape[1]!]) as tf.Tensor4D;
    };
    const pixels = tf.reshape(tf.mul(tf.sub(images, 0.15), 3), [4, 14, 14, 1]) as tf.Tensor4D;
    const swish = (z: Tensor) => tf.mul(z, tf.sigmoid(z)) as tf.Tensor4D;
    const first = swish(
      tf.add(tf.conv2d(pixels, kernel("near", 1), 1, "same"), params["reader/near/bias"]!),
    );
    const pooled = tf.avgPool(first, 2, 2, "valid");
    const second = swish(
      tf.add(tf.conv2d(pooled, kernel("far", 2), 1, "same"), params["reader/far/bias"]!),
    );
    const dense = (name: string, z: Tensor) =>
      tf.add(
        tf.matMul(z as tf.Tensor2D, params[`reader/${name}/kernel`]! as tf.Tensor2D),
        params[`reader/${name}/bias`]!,
      );
    const hidden = swish(dense("hidden", tf.reshape(second, [4, -1])));
    assert(relativeError(reader.logits(params, images), dense("digits", hidden)) < 1e-5);
  }));
