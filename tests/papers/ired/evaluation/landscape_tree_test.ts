/** Trees over landscapes whose energies are known in closed form. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random, type Tensor, type Tensor1D, tf } from "../../../../lib/tensor/mod.ts";
import { rng } from "../../../../lib/datasets/rng.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";
import type { EnergyNetwork } from "../../../../lib/energy/energy_network.ts";
import {
  descentLegs,
  hopLegs,
  landscapeProblem,
  type LandscapeSearch,
  type Leg,
  restartLegs,
  searchLandscapes,
} from "../../../../lib/papers/ired/evaluation/landscape_tree.ts";
import {
  searchMethods,
  searchProblems,
  searchRows,
} from "../../../../lib/papers/ired/evaluation/searches.ts";
import { growTree } from "../../../../lib/samplers/tree.ts";
import { solverSettings } from "../../../../lib/papers/ired/evaluation/solver.ts";
import { methods } from "../../../../lib/papers/ired/method/methods.ts";
import type { Task } from "../../../../lib/papers/ired/tasks/task.ts";
import { sumPerExample } from "../method/ideal.ts";
import { doubling } from "./toy.ts";

const schedule = cosineSchedule(10);

/** Gradients that were asked for, row by row. */
let rowsAsked = 0;

/** Wells at 2x and, higher by 3·ᾱ_t, at -2x: descent ends in the one it starts nearer to. */
const twoWells: EnergyNetwork = {
  ...{ name: "two_wells_tree", mode: "graph", config: {}, parameters: {}, init: () => ({}) },
  encode: (_, { x }) => ({ answer: tf.mul(x!, 2) }),
  energy(_, { answer }, y, t) {
    const { scale, sigma } = levelsAt(schedule, t, y.rank);
    const watched = tf.customGrad((value, save) => {
      (save as tf.GradSaveFunc)([value as Tensor]);
      const gradFunc = (dy: Tensor) => {
        rowsAsked += dy.shape[0]!;
        return tf.clone(dy);
      };
      return { value: value as Tensor, gradFunc };
    })(y);
    const well = (centre: Tensor) =>
      sumPerExample(
        tf.div(tf.square(tf.sub(watched, tf.mul(scale, centre))), tf.mul(2, sigma)),
      );
    const wrong = tf.mul(3, tf.square(tf.reshape(scale, [-1])));
    return tf.minimum(well(answer!), tf.add(well(tf.neg(answer!)), wrong)) as Tensor1D;
  },
};

const x = tf.tensor3d([[[0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]]);
const truth = tf.mul(x, 2);
const isRight = (answer: Tensor) =>
  tf.cast(tf.less(tf.mean(tf.squaredDifference(answer, truth), [1, 2]), 0.05), "float32");

const task: Task = {
  ...doubling,
  error: (answer) =>
    tf.cast(tf.greater(tf.mean(tf.squaredDifference(answer, truth), [1, 2]), 0.05), "float32"),
  finished: isRight,
  hops: { level: 8, innerSteps: 1 },
};

function searchOf(legs: readonly Leg[], rest: Partial<LandscapeSearch> = {}): LandscapeSearch {
  const { sampler: options, irem } = solverSettings(task, {
    sampler: { innerSteps: 1, posteriorNoise: "on" },
  });
  const setting = { network: twoWells, schedule, options, irem, mode: "eager" } as const;
  return {
    ...{
      solver: methods.ired.solver(setting),
      schedule,
      params: {},
      question: { condition: { x } },
    },
    ...{ answerShape: [3, 2], legs, energyScale: 1, batch: 1, key: random.key(5), ...rest },
  };
}

const deep = () => {
  const stream = rng(3);
  return {
    ...{ selection: "uct", backup: "max", C: 1, alpha: 0.5 } as const,
    uniform: () => stream.uniform(),
  };
};

Deno.test("legs of descents part where they are told to, and those of hops go up again", () => {
  assertEquals(descentLegs(10, [6, 3]), [
    { kind: "start", from: 9, to: 6 },
    { kind: "on", from: 5, to: 3 },
    { kind: "on", from: 2, to: 0 },
  ]);
  assertEquals(hopLegs(10, 5, 2), [
    { kind: "start", from: 9, to: 0 },
    { kind: "hop", from: 5, to: 0 },
    { kind: "hop", from: 5, to: 0 },
  ]);
});

Deno.test("the tree counts the gradients that the network is asked for", () => {
  for (const legs of [restartLegs(10), descentLegs(10, [6, 3]), hopLegs(10, 4, 2)]) {
    rowsAsked = 0;
    const search = searchOf(legs), tree = growTree(landscapeProblem(search), deep());
    tree.grow(100);
    assert(tree.evaluations >= 100);
    assertEquals(rowsAsked, tree.evaluations);
  }
});

Deno.test("the best answer is one whose energy its own landscape confirms, and never gets worse", () => {
  for (const legs of [restartLegs(10), descentLegs(10, [6, 3]), hopLegs(10, 8, 3)]) {
    const found = searchLandscapes(searchOf(legs, { batch: 2 }), deep(), [20, 200, 600]);
    found.slice(1).forEach(({ energy, gradients }, i) => {
      assert(energy <= found[i]!.energy && gradients <= [200, 600][i]!);
    });
    const { answer, energy } = found.at(-1)!;
    const y = tf.tensor3d(Array.from(answer), [1, 3, 2]);
    const scaled = tf.mul(y, schedule.sqrtAlphaBar[0]!);
    const t = tf.tensor1d([0], "int32");
    const encoded = twoWells.encode({}, { x });
    const own = twoWells.energy({}, encoded, scaled, t).dataSync()[0]!;
    assertAlmostEquals(own, energy, 1e-4);
    assertEquals(isRight(y).dataSync()[0], 1, "600 gradients find the lower well");
  }
});

Deno.test("a finished answer ends the search", () => {
  const [found] = searchLandscapes(searchOf(restartLegs(10), { finished: isRight }), deep(), [1e6]);
  assert(found!.gradients < 1000, `${found!.gradients}`);
});

Deno.test("legs that do not join are refused", () => {
  const wrong: readonly (readonly Leg[])[] = [
    [{ kind: "on", from: 9, to: 0 }],
    [{ kind: "start", from: 9, to: 4 }],
    [{ kind: "start", from: 9, to: 4 }, { kind: "on", from: 2, to: 0 }],
    [{ kind: "start", from: 9, to: 4 }, { kind: "hop", from: 5, to: 0 }],
    [...restartLegs(10), { kind: "hop", from: 10, to: 0 }],
  ];
  for (const legs of wrong) {
    assertThrows(() => landscapeProblem(searchOf(legs)), RangeError, "Cannot search by leg");
  }
});

Deno.test("all ways to search spend about the same, and rows say how much", () => {
  const problems = { condition: { x }, answer: truth };
  const trained = {
    ...{
      task,
      network: twoWells,
      params: {},
      trainedAs: methods.ired,
      preset: "corrected",
    } as const,
    irem: solverSettings(task, {}).irem,
  };
  const options = { budgets: [60, 300], seed: 2, energyScale: 1, mode: "graph" } as const;
  for (const [name, method] of Object.entries(searchMethods)) {
    const found = searchProblems(trained, problems, method, options);
    assertEquals(found.map(({ budget }) => budget), [60, 300]);
    // Four hops after a descent are 92 gradients, more than the first budget.
    found.forEach(({ budget, gradients }) => {
      assert(gradients[0]! > 0 && gradients[0]! <= Math.max(92, budget), `${name} ${gradients}`);
    });
    const rows = searchRows(method.title, found, 1);
    assertEquals(rows.at(-1)!.value, 1 - found.at(-1)!.errors[0]!);
    assertEquals(rows.at(-1)!.at.gradients, found.at(-1)!.gradients[0]);
    assertEquals(found.at(-1)!.errors[0], 0, `${name} finds the lower well`);
  }
});
