import { assert, assertEquals, assertThrows } from "@std/assert";
import { random, type Tensor, type Tensor1D, tf } from "../../lib/tensor/mod.ts";
import { energyAndGradient } from "../../lib/energy/energy_gradient.ts";
import { countParameters } from "../../lib/nn/parameters.ts";
import { sudokuRelational } from "../../lib/models/sudoku_relational.ts";
import { sudoku } from "../../lib/papers/ired/tasks/sudoku/sudoku.ts";
import { assertEnergyContract, levelsOf, relativeError } from "./contract.ts";

const BATCH = 3;
const small = sudokuRelational({ width: 6, layers: 2, outputs: 3, timeFeatures: 8 });
const t = levelsOf([0, 4, 9]);

/** Boards with clues, and answers under noise. */
function drawBoards() {
  const { condition, answer } = sudoku.sample(random.key(1), BATCH, "harder");
  const y = tf.add(answer, random.normal(random.key(2), answer.shape));
  return { x: condition.x!, mask: condition.mask!, y };
}

/** Entries of `x` `[batch, row, column, digit]` in another order along one axis. */
const ordered = (axis: number, order: number[]) => (x: Tensor) =>
  tf.gather(x, tf.tensor1d(order, "int32"), axis);

const symmetries = {
  "digits relabelled": ordered(3, [4, 0, 8, 1, 7, 2, 3, 6, 5]),
  "rows within a band": ordered(1, [1, 2, 0, 3, 4, 5, 6, 8, 7]),
  "bands": ordered(1, [6, 7, 8, 0, 1, 2, 3, 4, 5]),
  "columns within a stack": ordered(2, [0, 2, 1, 5, 4, 3, 6, 7, 8]),
  "stacks": ordered(2, [3, 4, 5, 0, 1, 2, 6, 7, 8]),
  "transposition": (x: Tensor) => tf.transpose(x, [0, 2, 1, 3]),
};

const others = {
  "a row of another band": ordered(1, [3, 1, 2, 0, 4, 5, 6, 7, 8]),
  "a column of another stack": ordered(2, [8, 1, 2, 3, 4, 5, 6, 7, 0]),
  "digits for rows": (x: Tensor) => tf.transpose(x, [0, 3, 2, 1]),
};

for (const network of [small, sudokuRelational()]) {
  const { width } = network.config;

  Deno.test(`sudokuRelational(), width ${width}: energies have the symmetry of the game`, () =>
    tf.tidy(() => {
      const params = network.init(random.key(3));
      const { x, mask, y } = drawBoards();
      const at = (move: (x: Tensor) => Tensor) => {
        const encoded = network.encode(params, { x: move(x), mask: move(mask) });
        return energyAndGradient((z) => network.energy(params, encoded, z, t), move(y));
      };
      const whole = at((x) => x);
      for (const [name, move] of Object.entries(symmetries)) {
        const moved = at(move);
        const error = relativeError(moved.energy, whole.energy);
        assert(error < 1e-5, `${name}: energies differ by ${error}`);
        const slope = relativeError(moved.gradient, move(whole.gradient));
        assert(slope < 1e-5, `${name}: gradients differ by ${slope}`);
      }
      for (const [name, move] of Object.entries(others)) {
        const slope = relativeError(at(move).gradient, move(whole.gradient));
        assert(slope > 1e-3, `${name} is no symmetry, but gradients differ by ${slope} only`);
      }
    }));
}

Deno.test("sudokuRelational() keeps the contract of energy networks", () =>
  tf.tidy(() => {
    const { x, mask, y } = drawBoards();
    assertEnergyContract(small, { x, mask }, y);
  }));

Deno.test("sudokuRelational() has 349,008 parameters", () => {
  // 8 layers of 5 kernels; FiLM of the layers and the read-out; time; inputs; read-out.
  const expected = 8 * 5 * 80 * 80 + 65 * (16 * 80 + 8) + 2 * 65 * 64 + 4 * 80 + 81 * 8;
  assertEquals(countParameters(sudokuRelational().parameters), expected);
  assertEquals(expected, 349_008);
});

Deno.test("sudokuRelational() is what its docstring says", () =>
  tf.tidy(() => {
    const { width: h, outputs } = small.config as { width: number; outputs: number };
    const params = small.init(random.key(3));
    const p = (name: string) => params[name]!;
    const { x, mask, y } = drawBoards();
    const time = tf.tidy(() => {
      // Of the second layer's dense, everything but FiLM has a test of its own.
      const angles = [0, 4, 9].map((
        t,
      ) => [t, t * 10000 ** (-1 / 3), t * 10000 ** (-2 / 3), t / 1e4]);
      const waves = tf.tensor2d(angles.map((a) => [...a.map(Math.sin), ...a.map(Math.cos)]));
      const hidden = tf.add(tf.matMul(waves, p("time/dense1/kernel")), p("time/dense1/bias"));
      const active = tf.mul(hidden, tf.sigmoid(hidden));
      return tf.add(
        tf.matMul(active as tf.Tensor2D, p("time/dense2/kernel")),
        p("time/dense2/bias"),
      );
    });
    const films = tf.add(tf.matMul(time as tf.Tensor2D, p("film/kernel")), p("film/bias"));
    const filmAt = (from: number, size: number) =>
      tf.reshape(tf.slice(films, [0, from], [BATCH, size]), [BATCH, 1, 1, 1, size]);
    const times = (z: Tensor, name: string) => tf.einsum("brcdi,io->brcdo", z, p(`${name}/kernel`));
    const box = tf.tensor2d(
      Array.from(
        { length: 9 },
        (_, i) =>
          Array.from({ length: 9 }, (_, j) => Math.floor(i / 3) === Math.floor(j / 3) ? 1 / 3 : 0),
      ),
    );
    let z = tf.add(
      times(tf.stack([y], 4), "input/answer"),
      tf.add(times(tf.stack([x, mask], 4), "input/fixed"), p("input/fixed/bias")),
    );
    for (const l of [1, 2]) {
      const boxes = tf.einsum("bscdi,ct->bstdi", tf.einsum("brcdi,rs->bscdi", z, box), box);
      const u = [
        times(z, `layer${l}/node`),
        times(tf.mean(z, 3, true), `layer${l}/cell`),
        times(tf.mean(z, 2, true), `layer${l}/line`),
        times(tf.mean(z, 1, true), `layer${l}/line`),
        times(boxes, `layer${l}/box`),
      ].reduce((a, b) => tf.add(a, b));
      const from = 2 * h * (l - 1);
      const v = tf.add(tf.mul(u, tf.add(1, filmAt(from, h))), filmAt(from + h, h));
      z = tf.add(z, times(tf.mul(v, tf.sigmoid(v)), `layer${l}/out`));
    }
    const o = tf.mul(
      tf.add(times(z, "readout"), p("readout/bias")),
      tf.add(1, filmAt(4 * h, outputs)),
    );
    const expected = tf.div(tf.sum(tf.square(o), [1, 2, 3, 4]), outputs);
    const actual = small.energy(params, small.encode(params, { x, mask }), y, t as Tensor1D);
    assert(relativeError(actual, expected) < 1e-5);
  }));

Deno.test("sudokuRelational() refuses impossible sizes", () => {
  for (const wrong of [{ width: 0 }, { layers: 1.5 }, { outputs: -1 }, { timeFeatures: 5 }]) {
    const [name, value] = Object.entries(wrong)[0]!;
    assertThrows(() => sudokuRelational(wrong), RangeError, `${name} must be`);
    assertThrows(() => sudokuRelational(wrong), RangeError, `current value is ${value}`);
  }
});

Deno.test("sudokuRelational() without the time input has one landscape, tied layers one set of kernels", () =>
  tf.tidy(() => {
    const sizes = { width: 6, layers: 3, outputs: 3, timeFeatures: 8 };
    const { x, mask, y } = drawBoards();
    const energies = (network: typeof small, levels: Tensor1D) => {
      const params = network.init(random.key(3));
      return network.energy(params, network.encode(params, { x, mask }), y, levels);
    };
    const timeless = sudokuRelational({ ...sizes, time: "off" });
    const zero = levelsOf([0, 0, 0]);
    assertEquals(relativeError(energies(timeless, t), energies(timeless, zero)), 0);
    const usual = sudokuRelational(sizes);
    assertEquals(relativeError(energies(timeless, zero), energies(usual, zero)), 0);
    assert(relativeError(energies(usual, t), energies(usual, zero)) > 1e-3);

    const tied = sudokuRelational({ ...sizes, tied: "on" });
    const ofLayer = 5 * 6 ** 2 + (8 + 1) * 2 * 6; // kernels, and FiLM by 8 features and a bias
    const [all, one] = [usual, tied].map((network) => countParameters(network.parameters));
    assertEquals(all! - one!, 2 * ofLayer);
    assert(relativeError(energies(tied, t), energies(usual, t)) > 1e-3);
    assertThrows(
      () => sudokuRelational({ tied: "yes" as "on" }),
      RangeError,
      "tied must be one of on, off: current value is yes",
    );
  }));
