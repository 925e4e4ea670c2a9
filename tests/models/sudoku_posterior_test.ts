/** An energy of boards whose clues' cells have their own posterior: slopes, starts, gradients. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { levelsAt } from "lib/diffusion/levels.ts";
import { cosineSchedule } from "lib/diffusion/schedule.ts";
import { energyAndGradient } from "lib/energy/energy_gradient.ts";
import { sudokuRelational } from "lib/models/sudoku_relational.ts";
import { visualPosterior } from "lib/models/sudoku_posterior.ts";
import { digitReader } from "lib/models/sudoku_visual.ts";
import type { Params } from "lib/nn/parameters.ts";
import { gradientsOf } from "lib/papers/ired/method/method.ts";
import { visualSudokuTask } from "lib/papers/ired/tasks/visual_sudoku/visual_sudoku.ts";
import { random, type Tensor, tf } from "lib/tensor/mod.ts";
import { assertEnergyContract, levelsOf, relativeError } from "./contract.ts";

const reading = { channels: 3, units: 5 };
const sizes = { width: 6, layers: 2, outputs: 3, timeFeatures: 8 };
const schedule = cosineSchedule(10);
const small = visualPosterior(schedule, { ...sizes, ...reading });

/** Boards, and their answers under noise. */
function drawBoards(levels: number[]) {
  const { condition, answer } = visualSudokuTask.sample(random.key(1), levels.length, "same");
  const t = levelsOf(levels), at = levelsAt(schedule, t, 4);
  const noise = random.normal(random.key(2), answer.shape);
  const y = tf.add(tf.mul(answer, at.scale), tf.mul(noise, at.sigma));
  return { x: condition.x!, mask: condition.mask!, y, t, answer, at };
}

Deno.test("visualPosterior() keeps the contract of energy networks", () =>
  tf.tidy(() => {
    const { x, mask, y } = drawBoards([3, 6]);
    assertEnergyContract(small, { x, mask }, y, "any energy");
  }));

Deno.test("a clue's cell has the slope of its posterior, others that of the board alone", () =>
  tf.tidy(() => {
    const { x, mask, y, t, at } = drawBoards([5, 8]);
    const params = small.init(random.key(3));
    // A board that says nothing: what is left is the energy of the cells.
    const silent = Object.fromEntries(
      Object.entries(params).map((
        [name, p],
      ) => [name, name.startsWith("reader/") ? p : tf.zerosLike(p)]),
    );
    const slopeOf = (p: Params) => {
      const encoded = small.encode(p, { x, mask });
      return energyAndGradient((z) => small.energy(p, encoded, z, t), y).gradient;
    };
    const logits = digitReader(reading).logits(params, tf.reshape(x, [-1, 196]));
    const chances = tf.softmax(tf.reshape(logits, y.shape));
    // Bayes: p_d·exp(-‖y - √ᾱ·e_d‖²/(2σ²)), e_d being 1 at d and -1 elsewhere.
    const distances = Array.from({ length: 9 }, (_, d) => {
      const e = tf.sub(tf.mul(tf.oneHot(tf.fill(y.shape.slice(0, 3), d, "int32"), 9), 2), 1);
      return tf.sum(tf.square(tf.sub(y, tf.mul(e, at.scale))), 3);
    });
    const exponent = tf.div(tf.stack(distances, 3), tf.mul(tf.square(at.sigma), -2));
    const weights = tf.mul(chances, tf.exp(tf.sub(exponent, tf.max(exponent, 3, true))));
    const posterior = tf.div(weights, tf.sum(weights, 3, true));
    const mean = tf.sub(tf.mul(posterior, 2), 1);
    const expected = tf.mul(tf.div(tf.sub(y, tf.mul(mean, at.scale)), at.sigma), mask);
    assert(relativeError(slopeOf(silent), expected) < 1e-4);
  }));

Deno.test("with readings that are sure and right, blank cells have the slope that clues give them", () =>
  tf.tidy(() => {
    const { x, mask, y, t, answer, at } = drawBoards([1, 2]);
    // On sharp landscapes y alone shows the digit, whatever an untrained reader says.
    const params = small.init(random.key(4)), board = sudokuRelational(sizes);
    const blank = tf.sub(1, mask);
    const clues = tf.sub(tf.mul(answer, mask), blank);
    const held = tf.add(tf.mul(y, blank), tf.mul(tf.mul(answer, mask), at.scale));
    const own = board.encode(params, { x: clues, mask });
    const expected = energyAndGradient((z) => board.energy(params, own, z, t), held).gradient;
    const encoded = small.encode(params, { x, mask });
    const found = energyAndGradient((z) => small.energy(params, encoded, z, t), y).gradient;
    assert(relativeError(tf.mul(found, blank), tf.mul(expected, blank)) < 0.02);
  }));

Deno.test("the loss of the slope teaches all of it: its gradient is that of differences", () =>
  tf.tidy(() => {
    const { x, mask, y, t } = drawBoards([7]);
    const params = small.init(random.key(5)), target = random.normal(random.key(6), y.shape);
    const slopeOf = (p: Params) => {
      const encoded = small.encode(p, { x, mask });
      return energyAndGradient((z) => small.energy(p, encoded, z, t), y).gradient;
    };
    const loss = (p: Params) => tf.sum(tf.square(tf.sub(slopeOf(p), target)));
    const { gradients } = gradientsOf(loss, params);
    const names = Object.keys(params);
    assertEquals(names.filter((name) => name.startsWith("reader/")).length, 8);
    for (const name of names) {
      const slope = gradients[name]!, size = Math.sqrt(tf.sum(tf.square(slope)).dataSync()[0]!);
      assert(size > 0, `${name} learns`);
      const direction = tf.div(slope, size), step = 1e-2;
      const [more, less] = [step, -step].map((by) =>
        slopeOf({ ...params, [name]: tf.add(params[name]!, tf.mul(direction, by)) })
      ) as [Tensor, Tensor];
      // a² - b² as (a - b)(a + b), entry by entry: between two large sums rounding would count.
      const middle = tf.sub(tf.add(more, less), tf.mul(target, 2));
      const change = tf.sum(tf.mul(tf.sub(more, less), middle)).dataSync()[0]!;
      const difference = change / (2 * step);
      assert(Math.abs(difference - size) < 0.02 * size + 1e-3, `${name}: ${difference}, ${size}`);
    }
  }));

Deno.test("visualPosterior(): a transposed board of the same pictures has the same energy", () =>
  tf.tidy(() => {
    const { x, mask, y, t } = drawBoards([1, 8]), params = small.init(random.key(3));
    const at = (move: (x: Tensor) => Tensor) =>
      small.energy(params, small.encode(params, { x: move(x), mask: move(mask) }), move(y), t);
    assert(relativeError(at((z) => tf.transpose(z, [0, 2, 1, 3])), at((z) => z)) < 1e-5);
    const rows = tf.tensor1d([3, 1, 2, 0, 4, 5, 6, 7, 8], "int32");
    assert(relativeError(at((z) => tf.gather(z, rows, 1)), at((z) => z)) > 1e-4);
    assertThrows(() => visualPosterior(schedule, { units: 0 }), RangeError, "units");
  }));

Deno.test("a temperature divides the reader's logits, nothing else", () =>
  tf.tidy(() => {
    const { x, mask, y, t } = drawBoards([5, 8]), temperature = 3;
    const cooled = visualPosterior(schedule, { ...sizes, ...reading, temperature });
    const params = small.init(random.key(3));
    // The last layer is linear: divided itself, it gives the same.
    const divided = Object.fromEntries(
      Object.entries(params).map(([name, p]) => [
        name,
        name.startsWith("reader/digits/") ? tf.div(p, temperature) : p,
      ]),
    );
    const energyOf = (network: typeof small, p: Params) =>
      network.energy(p, network.encode(p, { x, mask }), y, t);
    const found = energyOf(cooled, params);
    assert(relativeError(found, energyOf(small, divided)) < 1e-5);
    assert(relativeError(found, energyOf(small, params)) > 1e-3, "it makes a difference");
    assertEquals([cooled.config.temperature, small.config.temperature], [3, undefined]);
    for (const bad of [0, -1, NaN]) {
      assertThrows(
        () => visualPosterior(schedule, { temperature: bad }),
        RangeError,
        "temperature must be a number above 0",
      );
    }
  }));
