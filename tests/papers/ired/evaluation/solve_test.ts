import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { disposeTree, random, tf } from "../../../../lib/tensor/mod.ts";
import { baselineErrors } from "../../../../lib/papers/ired/evaluation/baselines.ts";
import {
  energyDistanceRows,
  energyTraceRows,
  errorMapRows,
  matrixRows,
  pathRows,
  traceDescent,
  traceSolving,
} from "../../../../lib/papers/ired/landscapes/landscapes.ts";
import { asked } from "../../../../lib/papers/ired/evaluation/question.ts";
import {
  type Observer,
  solveBatch,
  type SolverOptions,
  solverSettings,
} from "../../../../lib/papers/ired/evaluation/solver.ts";
import { problemBatches } from "../../../../lib/papers/ired/evaluation/problems.ts";
import { evaluate } from "../../../../lib/papers/ired/evaluation/solve.ts";
import { meanOf } from "../../../../lib/records/statistics.ts";
import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";
import { doubling, ideal } from "./toy.ts";

const params = ideal.init(tf.tensor1d([0, 0], "int32"));
const base = { task: doubling, network: ideal, params, mode: "graph" } as const;

Deno.test("an ideal energy is solved: exactly, or with the factor √ᾱ₀ as released", async () => {
  const found = await evaluate({ ...base, problems: 300, batch: 64 });
  assertEquals(found.errors.length, 300);
  assert(found.mean < 1e-10, `${found.mean}`);
  assertEquals(found.byLandscape.map(({ t }) => t), [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  assert(found.byLandscape.at(-1)!.mean < 1e-10);

  const scaled = await evaluate({ ...base, preset: "reference", problems: 300 });
  // The error of the factor is (1 - √ᾱ₀)² of the mean square.
  const factor = (1 - cosineSchedule(10).sqrtAlphaBar[0]!) ** 2;
  const [zero] = baselineErrors(doubling, { problems: 300 });
  assertAlmostEquals(scaled.mean, factor * zero!.mean, 1e-6);
  assertAlmostEquals(scaled.standardError, factor * zero!.standardError, 1e-6);
});

Deno.test("the problems depend on seed and difficulty, not on number or batch", () => {
  const draw = (problems: number, batch: number, seed = 0) => {
    const set = { difficulty: "same", problems, seed } as const;
    return [...problemBatches(doubling, set, batch)].flatMap(({ problems }) => {
      const values = [...problems.answer.dataSync()];
      disposeTree(problems);
      return values;
    });
  };
  const all = draw(600, 256);
  assertEquals(all.length, 600 * 6);
  assertEquals(draw(600, 100), all);
  assertEquals(draw(10, 7), all.slice(0, 60));
  assert(draw(10, 7, 1).some((value, i) => value !== all[i]));
  assertAlmostEquals(meanOf(all.map((v) => v * v)).mean, 1 / 3, 0.03);
});

Deno.test("every number of inner steps is taken, and one sampler serves all of them", async () => {
  const recorded: number[] = [];
  for (const innerSteps of [3, 0, 1, 5]) {
    const trace = traceSolving({ ...base, sampler: { innerSteps } });
    assertEquals(
      trace.landscapes.map(({ energies }) => energies.length),
      Array(10).fill(1 + innerSteps),
    );
    recorded.push(trace.landscapes.length);
  }
  await assertRejects(
    () => evaluate({ ...base, sampler: { innerSteps: 1.5 } }),
    RangeError,
    "innerSteps must be an integer from 0 to 10000: current value is 1.5",
  );
});

Deno.test("restarts keep the run of the lowest final energy", async () => {
  // Without steps or jump, runs end where they start: energies differ from run to run.
  const sampler = { innerSteps: 0, jump: "off" } as const;
  const options = { ...base, sampler, landscapes: 1, problems: 200 };
  const one = await evaluate(options);
  const four = await evaluate({ ...options, restarts: 4 });
  assertEquals(four.settings.sampler.posteriorNoise, "on");
  four.energies!.forEach((energy, i) => assert(energy <= one.energies![i]!));
  assert(four.mean < 0.8 * one.mean);
  // On one landscape the energy is the error but for its scale.
  assertEquals(four.byLandscape.length, 1);
});

Deno.test("traces give rows for charts", () => {
  const sampler = { jump: "off", innerSteps: 2 } as const; // the jump alone would solve it
  const trace = traceSolving({ ...base, sampler, problems: 2 });
  const maps = errorMapRows(trace, 1);
  assertEquals(maps.length, 10 * 6);
  assert(maps.filter(({ t }) => t === 0).every(({ value }) => value < 1e-5));
  assert(maps.some(({ t, value }) => t === 9 && value > 1e-4));
  const energies = energyTraceRows(trace, [0]);
  assertEquals(energies.length, 10 * 3);
  for (let i = 1; i < energies.length; i++) {
    if (energies[i]!.t === energies[i - 1]!.t) {
      assert(energies[i]!.energy <= energies[i - 1]!.energy, "the energy rises on a landscape");
    }
  }
  assertThrows(() => pathRows(trace), TypeError, "Cannot draw paths of answers of shape [3,2]");
  assertEquals([...new Set(matrixRows(trace).map(({ panel }) => panel))], [
    "x",
    "right answer",
    "answer",
  ]);
});

Deno.test("a problem of one's own is traced, without its right answer", () => {
  const x = tf.tensor3d([[[0.1, -0.2], [0.3, -0.4], [0.5, -0.6]]]);
  const { question, shape } = asked(doubling, { x });
  const settings = solverSettings(doubling, { mode: "graph", sampler: { innerSteps: 2 } });
  const trace = traceDescent({ network: ideal, params }, question, shape, random.key(1), settings);
  trace.answer.forEach((value, i) => assertAlmostEquals(value, 2 * x.dataSync()[i]!, 1e-5));
  assertEquals(energyTraceRows(trace).length, 10 * 3);
  assertThrows(
    () =>
      traceDescent(
        { network: ideal, params },
        question,
        shape,
        random.key(1),
        solverSettings(doubling, { cycles: 3 }),
      ),
    RangeError,
    "A trace is of one descent: current value is 1 restarts and 3 cycles",
  );
});

Deno.test("energies rise with the distance to the solution as the ideal energy says", () => {
  const schedule = cosineSchedule(10);
  const rows = energyDistanceRows({ ...base, levels: [9, 0], distances: [0, 0.5, 2] });
  assertEquals(rows.length, 6);
  for (const { t, distance, energy } of rows) {
    const expected = 6 * schedule.alphaBar[t]! * distance / (2 * schedule.sigma[t]!);
    assertAlmostEquals(energy, expected, 1e-3 * expected + 1e-6);
  }
});

Deno.test("where what observes throws, solving and evaluating leave no tensors behind", async () => {
  const x = tf.ones([2, 3, 2]), key = random.key(1);
  const thrown = (): never => {
    throw new Error("enough");
  };
  const finished = (answer: tf.Tensor) => tf.tensor1d([1, ...Array(answer.shape[0]! - 1).fill(0)]);
  const task = { ...doubling, finished };
  const solve = (options: SolverOptions, observe?: Observer, onCycle?: () => void) => {
    const settings = solverSettings(task, { mode: "graph", ...options });
    return solveBatch(base, { condition: { x } }, [2, 3, 2], key, settings, observe, onCycle);
  };
  const calls: readonly (() => unknown)[] = [
    () => solve({}, thrown),
    () => solve({}, (_, t) => t === 4 ? thrown() : undefined),
    () => solve({ restarts: 2 }, (_, _t, run) => run === 1 ? thrown() : undefined),
    () => solve({ stop: "finished" }, (_, t) => t === 4 ? thrown() : undefined),
    () => solve({ cycles: 2, stop: "never" }, undefined, thrown),
  ];
  solve({ cycles: 2, restarts: 2 }).answer.dispose(); // compiles
  for (const [i, call] of calls.entries()) {
    assertThrows(call, Error, "enough");
    const { numTensors } = tf.memory();
    assertThrows(call, Error, "enough");
    assertEquals(tf.memory().numTensors, numTensors, `call ${i}`);
  }
  const measure = () => evaluate({ ...base, problems: 4, onAnswers: thrown });
  await assertRejects(measure, Error, "enough");
  const { numTensors } = tf.memory();
  await assertRejects(measure, Error, "enough");
  assertEquals(tf.memory().numTensors, numTensors);
});

Deno.test("evaluating leaves no tensors behind", async () => {
  const once = () => evaluate({ ...base, problems: 30, batch: 8, restarts: 2 });
  await once();
  traceSolving(base);
  const { numTensors } = tf.memory();
  await once();
  traceSolving(base);
  energyDistanceRows({ ...base, levels: [3] });
  baselineErrors(doubling, { problems: 30 });
  assertEquals(tf.memory().numTensors, numTensors);
});
