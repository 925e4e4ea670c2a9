/** Hops of the solver: their count, their end, their choice, on energies known in closed form. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { random, type Tensor, type Tensor1D, tf } from "../../../../lib/tensor/mod.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";
import type { EnergyNetwork } from "../../../../lib/energy/energy_network.ts";
import { run } from "../../../../lib/samplers/sampler.ts";
import { methods } from "../../../../lib/papers/ired/method/methods.ts";
import { paddedSize } from "../../../../lib/papers/ired/evaluation/hops.ts";
import { evaluate, type EvaluateOptions } from "../../../../lib/papers/ired/evaluation/solve.ts";
import {
  solveBatch,
  type SolverOptions,
  solverSettings,
} from "../../../../lib/papers/ired/evaluation/solver.ts";
import type { CycleState } from "../../../../lib/papers/ired/evaluation/hops.ts";
import type { Task } from "../../../../lib/papers/ired/tasks/task.ts";
import { sumPerExample } from "../method/ideal.ts";
import { doubling } from "./toy.ts";

const schedule = cosineSchedule(10);

/** Gradients that a network was asked for, counted row by row. */
let rowsAsked = 0;

/**
 * Wells at 2x, the right answer, and at -2x, which lies higher by 3·ᾱ_t: descent ends in the one it
 * starts nearer to.
 */
const twoWells: EnergyNetwork = {
  name: "two_wells",
  mode: "graph",
  config: {},
  parameters: {},
  init: () => ({}),
  encode: (_, { x }) => ({ answer: tf.mul(x!, 2) }),
  energy(_, { answer }, y, t) {
    const { scale, sigma } = levelsAt(schedule, t, y.rank);
    const watched = tf.customGrad((value, save) => {
      (save as tf.GradSaveFunc)([value as Tensor]);
      return {
        value: value as Tensor,
        gradFunc: (dy: Tensor) => {
          rowsAsked += dy.shape[0]!;
          return tf.clone(dy);
        },
      };
    })(y);
    const well = (centre: Tensor) => {
      const square = tf.square(tf.sub(watched, tf.mul(scale, centre)));
      return sumPerExample(tf.div(square, tf.mul(2, sigma)));
    };
    const wrong = tf.mul(3, tf.square(tf.reshape(scale, [-1])));
    return tf.minimum(well(answer!), tf.add(well(tf.neg(answer!)), wrong)) as Tensor1D;
  },
};

const right = (answer: Tensor, truth: Tensor) =>
  tf.cast(tf.less(tf.mean(tf.squaredDifference(answer, truth), [1, 2]), 0.05), "float32");

const SHAPE = [8, 3, 2];
const x = tf.tidy(() => tf.mul(0.5, tf.sign(random.normal(random.key(1), SHAPE))));
const truth = tf.mul(2, x);

/** A task of which only the right answers are finished. */
const task: Task = {
  ...doubling,
  finished: (answer) => right(answer, rowsLike(answer)),
  nearest: (answer) => tf.sign(answer),
  conflicts: (answer) => tf.sum(tf.cast(tf.less(answer, 0), "float32"), [1, 2]),
  hops: { level: 4, innerSteps: 2 },
};

/** The right answers, as many as there are answers: `finished` only sees whole batches here. */
function rowsLike(answer: Tensor): Tensor {
  assertEquals(answer.shape, SHAPE);
  return truth;
}

function solve(options: SolverOptions, mode: "eager" | "graph" = "graph") {
  const settings = { ...solverSettings(task, options), mode };
  const cycles: { cycle: number; gradients: number[]; energy: number[]; right: number }[] = [];
  rowsAsked = 0;
  const key = random.key(3);
  const found = solveBatch(
    { network: twoWells, params: {} },
    { condition: { x } },
    SHAPE,
    key,
    settings,
    () => {},
    ({ cycle, answer, gradients, energy }: CycleState) =>
      cycles.push({
        ...{ cycle, gradients: [...gradients], energy: [...energy] },
        right: tf.tidy(() => tf.sum(right(answer, truth)).dataSync()[0]!),
      }),
  );
  key.dispose();
  return { ...found, cycles, asked: rowsAsked, settings };
}

Deno.test("without cycles a solution is that of the sampler alone, bit for bit", () => {
  const { answer, energy, hops, cycles, settings } = solve({ sampler: { innerSteps: 2 } });
  const { sampler: options, irem } = settings;
  const solver = methods.ired.solver({
    ...{ network: twoWells, schedule, options, irem, mode: "graph" },
  });
  tf.tidy(() => {
    const solving = solver.encode({}, { x });
    let last: number[] = [];
    const state = run(solver, random.fold(random.key(3), 0), solving, SHAPE, {
      observe: (info) => void (last = [...info.energies!.dataSync().slice(-8)]),
    });
    assertEquals([...answer.dataSync()], [...solver.result(state).dataSync()]);
    assertEquals([...energy!], last);
  });
  assertEquals([[...hops], cycles], [new Array(8).fill(0), []]);
  // Hops start from those very answers.
  const hopped = solve({ sampler: { innerSteps: 2 }, cycles: 1, stop: "never", level: 0 });
  assertEquals(hopped.cycles[0]!.energy, [...energy!]);
});

Deno.test("hops leave the higher well, and the energy never rises", () => {
  const options = { cycles: 12, level: 8, stop: "never" } as const;
  solve(options).answer.dispose(); // compiles
  const before = tf.memory().numTensors;
  const { answer, cycles, gradients, hops, energy } = solve(options);
  assertEquals(cycles.map(({ cycle }) => cycle), Array.from({ length: 13 }, (_, i) => i));
  assert(cycles[0]!.right < 8, "some descents end in the higher well");
  assertEquals(cycles.at(-1)!.right, 8);
  cycles.slice(1).forEach(({ energy }, i) =>
    energy.forEach((e, n) => assert(e <= cycles[i]!.energy[n]!))
  );
  assertEquals([...energy!], cycles.at(-1)!.energy);
  // 10 landscapes, then 9 a hop, of a jump, a start and one step more each.
  assertEquals([...gradients], new Array(8).fill(3 * (10 + 12 * 9)));
  assertEquals([...hops], new Array(8).fill(12));
  answer.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("gradients are counted as they are asked for, but for the rows that fill a batch", () => {
  for (const stop of ["never", "finished"] as const) {
    const options = {
      cycles: 2,
      level: 3,
      landscapes: 5,
      stop,
      sampler: { innerSteps: 1 },
    } as const;
    const { asked, gradients, hops, answer } = solve(options, "eager");
    const rows = [0, 1].map((cycle) => hops.filter((n) => n > cycle).length)
      .map((left) => left && paddedSize(left, 8));
    assertEquals(asked, 2 * (8 * 5 + 4 * (rows[0]! + rows[1]!)));
    assertEquals([...gradients], [...hops].map((n) => 2 * (5 + 4 * n)));
    if (stop === "never") assertEquals([...hops], new Array(8).fill(2));
    answer.dispose();
  }
});

Deno.test("what is finished hops no more, and the others hop as they would have", () => {
  const all = solve({ cycles: 12, level: 8, stop: "never" });
  const { hops, gradients, answer, cycles } = solve({ cycles: 12, level: 8 });
  assert(hops.some((n) => n === 0) && hops.some((n) => n > 0) && hops.every((n) => n < 12));
  assertEquals(cycles.length, Math.max(...hops) + 1); // then nobody is left
  assertEquals(tf.tidy(() => [...right(answer, truth).dataSync()]), new Array(8).fill(1));
  assertEquals([...gradients], [...hops].map((n) => 3 * (10 + 9 * n)));
  // Stopping descents as well leaves the same problems to hop, and the energies of others.
  const stopped = solve({ cycles: 12, level: 8, stop: "finished" });
  assertEquals([...stopped.hops], [...hops]);
  // A problem took its first right answer where it did in the run that went on.
  all.cycles.slice(0, cycles.length).forEach(({ right }, i) =>
    assertEquals(right, cycles[i]!.right)
  );
  assertEquals([1, 2, 3, 5, 8].map((n) => paddedSize(n, 8)), [1, 2, 4, 8, 8]);
  assertEquals([1, 12, 30, 31, 60].map((n) => paddedSize(n, 60)), [8, 15, 30, 60, 60]);
  assertEquals([1, 3, 12, 31, 60].map((n) => paddedSize(n, 64, "fine")), [1, 4, 12, 32, 64]);
});

Deno.test("a ladder's landscapes take turns, and hops without steps take a gradient less", () => {
  const options = { cycles: 5, stop: "never", ladder: [2, 8] } as const;
  const { gradients, settings, cycles, answer } = solve(options);
  assertEquals(settings.ladder, [2, 8]);
  // Hops from 2, 8, 2, 8, 2.
  assertEquals(cycles.map(({ gradients }) => gradients[0]! / 3), [10, 13, 22, 25, 34, 37]);
  assertEquals([...gradients], new Array(8).fill(3 * 37));
  const jumps = solve({ cycles: 3, level: 8, stop: "never", sampler: { innerSteps: 0 } }, "eager");
  assertEquals([...jumps.gradients], new Array(8).fill(10 + 3 * 9));
  assertEquals(jumps.asked, 8 * (10 + 3 * 9));
  [answer, jumps.answer].forEach((tensor) => tensor.dispose());
});

Deno.test("an energy that is enough ends hops, and the task is not asked", () => {
  const all = solve({ cycles: 12, level: 8, stop: "never" });
  // Right answers have energies near 0, wrong ones near 3.
  const { energy, hops, settings, answer } = solve({ cycles: 12, level: 8, enough: 1.5 });
  assertEquals([settings.stop, settings.enough], ["never", 1.5]);
  assert(energy!.every((e) => e < 1.5) && hops.some((n) => n === 0) && hops.some((n) => n > 0));
  // Each stopped after the first cycle that left it below.
  hops.forEach((n, i) => {
    assertEquals(all.cycles.findIndex((cycle) => cycle.energy[i]! < 1.5), n);
    assertEquals(energy![i], all.cycles[n]!.energy[i]);
  });
  [all, { answer }].forEach((one) => one.answer.dispose());
});

Deno.test("each selection is of what it says", () => {
  const energies = (options: SolverOptions) =>
    solve({ cycles: 6, level: 8, stop: "never", ...options });
  const byEnergy = energies({}), summed = energies({ select: "summed" });
  const rounded = energies({ select: "rounded" }), sure = energies({ select: "confidence" });
  // Both wells are full answers of ±1: the nearest answer's energy is 0 or 3.
  assert(rounded.cycles.at(-1)!.right === 8);
  assert(byEnergy.cycles.at(-1)!.right === 8 && summed.cycles.at(-1)!.right >= 7);
  const apart = (answer: Tensor) =>
    tf.tidy(() => tf.mean(tf.squaredDifference(answer, tf.sign(answer))).dataSync()[0]!);
  // Who goes by confidence ends surer than who does not.
  assert(apart(sure.answer) <= apart(byEnergy.answer) + 1e-6);
  // The fewest negative entries are the task's fewest conflicts, whatever the energy says.
  const negative = (answer: Tensor) => tf.tidy(() => [...task.conflicts!(answer).dataSync()]);
  const few = energies({ select: "conflicts" });
  const expected = negative(truth).map((n) => Math.min(n, 6 - n));
  assertEquals(negative(few.answer), expected);
  [byEnergy, summed, rounded, sure, few].forEach(({ answer }) => answer.dispose());
});

Deno.test("restarts are told apart by the selection, too", () => {
  const few = solve({ restarts: 8, select: "conflicts" });
  const expected = tf.tidy(() => [...task.conflicts!(truth).dataSync()]).map((n) =>
    Math.min(n, 6 - n)
  );
  assertEquals(tf.tidy(() => [...task.conflicts!(few.answer).dataSync()]), expected);
  assertEquals(
    [...few.gradients],
    new Array(8).fill(8 * 10 * few.settings.sampler.innerSteps + 80),
  );
});

Deno.test("evaluation has scores and gradients after every cycle", async () => {
  const options: EvaluateOptions = {
    ...{ task: doubling, network: twoWells, params: {}, problems: 24, batch: 8, level: 8 },
    ...{ sampler: { innerSteps: 2 } },
    difficulty: "harder",
    mode: "graph",
  };
  const none = await evaluate({ ...options, cycles: 0 });
  const seen: number[] = [];
  const found = await evaluate({
    ...options,
    cycles: 4,
    onAnswers: (_, __, { cycle }) => seen.push(cycle),
  });
  assertEquals(seen, [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
  assertEquals(found.byCycle.map(({ gradients }) => gradients), [30, 57, 84, 111, 138]);
  assertEquals([none.gradients, found.gradients], [30, 138]);
  assertEquals([...found.byCycle[0]!.errors], [...none.errors]);
  assertEquals(none.byCycle.length, 1);
  assertEquals(found.byCycle.at(-1)!.mean, found.mean);
  assert(found.mean < none.mean / 2, `${found.mean} after hops, ${none.mean} before`);
});

Deno.test("hops that cannot be are refused", () => {
  const refused: [SolverOptions, string][] = [
    [{ cycles: -1 }, "cycles must be an integer from 0 to 100000: current value is -1"],
    [{ level: 10 }, "level must be an integer from 0 to 9: current value is 10"],
    [{ level: 2, landscapes: 2 }, "level must be an integer from 0 to 1: current value is 2"],
    [{ trainedAs: methods.irem, cycles: 1 }, "cycles must be an integer from 0 to 0"],
    [{ ladder: [4, 10] }, "ladder must be an integer from 0 to 9: current value is 10"],
    [{ patience: 0 }, "patience must be an integer from 1 to 100000: current value is 0"],
    [{ enough: NaN }, "enough must be an energy, of a network that has one: current value is NaN"],
    [{ select: "taste" as "energy" }, "select must be one of energy, rounded, summed"],
  ];
  for (const [options, message] of refused) {
    assertThrows(() => solverSettings(task, options), RangeError, message);
  }
  assertThrows(
    () => solverSettings(doubling, { select: "conflicts" }),
    RangeError,
    "select must be one of energy, summed: current value is conflicts",
  );
  // The defaults of hops: the task's level and steps, and an end where it can tell.
  const { level, sampler, stop } = solverSettings(task, { cycles: 2 });
  assertEquals([level, sampler.innerSteps, stop], [4, 2, "hops"]);
  assertEquals(solverSettings(task, {}).stop, "never");
  assertEquals(solverSettings(doubling, { cycles: 2, landscapes: 3 }).level, 2);
});
