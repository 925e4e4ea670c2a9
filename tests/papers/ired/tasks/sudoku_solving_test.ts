import { assert, assertEquals, assertThrows } from "@std/assert";
import { random, type Tensor, type Tensor1D, tf } from "../../../../lib/tensor/mod.ts";
import type { EnergyNetwork } from "../../../../lib/energy/energy_network.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";
import { annealedDescent } from "../../../../lib/papers/ired/method/annealed_descent.ts";
import { evaluate } from "../../../../lib/papers/ired/evaluation/solve.ts";
import { solveBatch, solverSettings } from "../../../../lib/papers/ired/evaluation/solver.ts";
import { addition } from "../../../../lib/papers/ired/tasks/addition.ts";
import { sudoku } from "../../../../lib/papers/ired/tasks/sudoku/sudoku.ts";
import { sudokuRelational } from "../../../../lib/models/sudoku_relational.ts";
import { stepping } from "../../../support/stepping.ts";

const schedule = cosineSchedule(10);
const numbers = (x: Tensor) => Array.from(x.dataSync());

/** The ideal energy ‖y - √ᾱ_t·y*‖²/(2σ_t) of given answers, as a network. */
const knowing = (truth: Tensor): EnergyNetwork => ({
  name: "knowing",
  mode: "graph",
  config: {},
  parameters: { w: { shape: [], bound: 0 } },
  init: () => ({ w: tf.scalar(1) }),
  encode: () => ({ truth: tf.clone(truth) }),
  energy(params, { truth }, y, t) {
    const { scale, sigma } = levelsAt(schedule, t, 4);
    const energy = tf.div(tf.square(tf.sub(y, tf.mul(scale, truth!))), tf.mul(2, sigma));
    return tf.mul(params.w!, tf.sum(energy, [1, 2, 3])) as Tensor1D;
  },
});

Deno.test("sudoku: clues are held exactly at every stage", () =>
  tf.tidy(() => {
    const { condition, answer, observed } = sudoku.sample(random.key(1), 3, "harder");
    const network = sudokuRelational({ width: 4, layers: 1 });
    const params = network.init(random.key(2));
    const { sampler: options } = solverSettings(sudoku, { sampler: { innerSteps: 2 } });
    const sampler = stepping(annealedDescent(network, schedule, options, { mode: "graph" }));
    const solving = sampler.encode(params, condition, observed);
    let state = sampler.init(random.key(3), answer.shape);
    const mask = numbers(observed!.mask), values = numbers(observed!.values);
    while (state.t >= 0) {
      const [next, info] = sampler.step(solving, state);
      const estimate = numbers(info.answer);
      mask.forEach((m, i) => m && assert(Math.abs(estimate[i]! - values[i]!) < 1e-6));
      assert(estimate.every((v) => Math.abs(v) <= 1 + 1e-6));
      state = next;
    }
  }));

Deno.test("sudoku: the ideal energy solves every board, whatever the preset", async () => {
  const problems = sudoku.sample(random.key(1), 4, "harder");
  const network = knowing(problems.answer);
  const params = network.init(random.key(0));
  for (const preset of ["reference", "corrected"] as const) {
    const settings = solverSettings(sudoku, { preset, sampler: { innerSteps: 2 } });
    const { answer } = solveBatch(
      { network, params },
      problems,
      problems.answer.shape,
      random.key(5),
      settings,
    );
    assertEquals(numbers(sudoku.error(answer, problems)), [0, 0, 0, 0]);
  }
  await Promise.resolve();
});

Deno.test("stop=finished ends a run when every board is consistent, with the same boards", () =>
  tf.tidy(() => {
    const problems = sudoku.sample(random.key(1), 4, "harder");
    const network = knowing(problems.answer);
    const params = network.init(random.key(0));
    const solve = (stop: "never" | "finished", restarts = 1) => {
      const seen: string[] = [];
      const solution = solveBatch(
        { network, params },
        problems,
        problems.answer.shape,
        random.key(5),
        solverSettings(sudoku, { stop, restarts, sampler: { innerSteps: 1 } }),
        (_, t, run) => seen.push(`${run}:${t}`),
      );
      return { ...solution, seen };
    };
    const whole = solve("never"), stopped = solve("finished"), again = solve("finished", 3);
    assertEquals(whole.seen.length, 10);
    assert(stopped.seen.length < 10, `${stopped.seen}`);
    assertEquals(again.seen.filter((one) => !one.startsWith("0:")), []);
    for (const { answer, run, energy } of [stopped, again]) {
      assertEquals(numbers(sudoku.error(answer, problems)), [0, 0, 0, 0]);
      assertEquals([...run], [0, 0, 0, 0]);
      assert(energy!.every(Number.isFinite));
    }
  }));

Deno.test("stop=finished keeps the boards that settled and goes on for the others", () =>
  tf.tidy(() => {
    const problems = sudoku.sample(random.key(1), 3, "harder");
    // The energy of the second board knows a wrong answer: it never settles.
    const wrong = tf.concat([
      tf.slice(problems.answer, 0, 1),
      tf.reverse(tf.slice(problems.answer, 1, 1), 3),
      tf.slice(problems.answer, 2, 1),
    ]);
    const network = knowing(wrong);
    const seen: number[] = [];
    const { answer } = solveBatch(
      { network, params: network.init(random.key(0)) },
      problems,
      problems.answer.shape,
      random.key(5),
      solverSettings(sudoku, { stop: "finished", sampler: { innerSteps: 1 } }),
      (_, t) => seen.push(t),
    );
    assertEquals(seen.length, 10);
    const errors = numbers(sudoku.error(answer, problems));
    assertEquals([errors[0], errors[2]], [0, 0]);
    assert(errors[1]! > 0.5);
  }));

Deno.test("stop=finished: evaluation gives errors by landscape all the same", async () => {
  const network = sudokuRelational({ width: 4, layers: 1 });
  const params = network.init(random.key(0));
  const options = { task: sudoku, network, params, problems: 3, mode: "graph" } as const;
  const found = await evaluate({
    ...options,
    stop: "finished",
    landscapes: 2,
    sampler: { innerSteps: 1 },
  });
  assertEquals(found.byLandscape.length, 2);
  assert(found.errors.every((e) => e >= 0 && e <= 1));
  assertEquals(found.scores.map(({ metric }) => metric)[0], "unknown cells right");
});

Deno.test("stop must be possible for the task", () => {
  assertThrows(
    () => solverSettings(addition, { stop: "finished" }),
    RangeError,
    "stop must be never for addition: current value is finished",
  );
  assertThrows(
    () => solverSettings(sudoku, { stop: "soon" as "never" }),
    RangeError,
    "stop must be one of never, hops, finished: current value is soon",
  );
});
