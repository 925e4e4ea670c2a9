import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random, type Tensor, tf } from "../../../../lib/tensor/mod.ts";
import { checkConfig } from "../../../../lib/papers/ired/config.ts";
import { checkSamplerOptions, presets } from "../../../../lib/papers/ired/method/options.ts";
import { type Difficulty, taskNamed, tasks } from "../../../../lib/papers/ired/tasks/mod.ts";
import type { Problems } from "../../../../lib/papers/ired/problems.ts";
import { readGolden } from "../../../support/golden.ts";

const golden = readGolden("matrix_moments.json");
const difficulties = ["same", "harder"] as const;
const numbers = (x: Tensor) => Array.from(x.dataSync());
const all = [tasks.addition, tasks.completion, tasks.inverse];

/** Problems of every draw, so that each task compiles one draw per difficulty. */
const COUNT = 1000;

/** The first few examples. */
const few = (x: Tensor) => tf.slice(x, x.shape.map(() => 0), [3, ...x.shape.slice(1)]);

Deno.test("the experiments are listed by their names", () => {
  for (const [name, task] of Object.entries(tasks)) {
    assertEquals(task.name, name);
    assertEquals(taskNamed(name), task);
  }
  for (const name of ["subtraction", "toString", "__proto__"]) {
    assertThrows(
      () => taskNamed(name),
      RangeError,
      "task must be one of addition, completion, inverse",
    );
  }
});

for (const task of all) {
  Deno.test(`${task.name}: its networks give problems of both difficulties an energy`, () =>
    tf.tidy(() => {
      for (const { create } of Object.values(task.networks)) {
        const network = create();
        const params = network.init(random.key(1));
        for (const difficulty of difficulties) {
          const drawn = task.sample(random.key(2), COUNT, difficulty);
          assertEquals(drawn.answer.shape, [COUNT, ...task.answerShape]);
          const answer = few(drawn.answer);
          const condition = Object.fromEntries(
            Object.entries(drawn.condition).map(([name, x]) => [name, few(x)]),
          );
          const t = tf.tensor1d([0, 5, 9], "int32") as random.Key;
          const energy = network.energy(params, network.encode(params, condition), answer, t);
          assertEquals(energy.shape, [3]);
          assert(numbers(energy).every((e) => Number.isFinite(e)));
        }
      }
    }));

  Deno.test(`${task.name}: a key fixes the problems, at each difficulty its own`, () =>
    tf.tidy(() => {
      const draw = (seed: number, difficulty: Difficulty) =>
        numbers(task.sample(random.key(seed), COUNT, difficulty).answer);
      assertEquals(draw(1, "same"), draw(1, "same"));
      assert(draw(1, "same").some((v, i) => v !== draw(2, "same")[i]));
      assert(draw(1, "same").some((v, i) => v !== draw(1, "harder")[i]));
    }));

  Deno.test(`${task.name}: the error is the mean squared error of each example`, () =>
    tf.tidy(() => {
      const drawn = task.sample(random.key(3), COUNT, "same");
      const problems = { ...drawn, answer: few(drawn.answer) };
      const offsets = tf.tensor([0, 1, -2], [3, 1, 1]);
      const error = task.error(tf.add(problems.answer, offsets), problems);
      [0, 1, 4].forEach((e, i) => assertAlmostEquals(numbers(error)[i]!, e, 1e-5));
      assertEquals(task.errorName, "mean squared error");
    }));

  Deno.test(`${task.name}: defaults of training and sampling are possible`, () => {
    for (const [network, { training }] of Object.entries(task.networks)) {
      checkConfig({ ...training, task: task.name, network, seed: 0 });
      checkSamplerOptions({ ...presets[training.preset].sampler, ...task.sampler });
    }
    const { mlp } = task.networks;
    // What the paper and its code say (spec, section 2.3).
    assertEquals(mlp!.paperTraining, {
      preset: "reference",
      batch: 2048,
      steps: 50_000,
      learningRate: 1e-4,
      schedule: "constant",
      warmupSteps: 0,
      averageDecay: 0.995,
      averageEvery: 10,
      clip: 1,
    });
  });

  Deno.test(`${task.name}: the published table has each method once, IRED first`, () => {
    const methods = task.published.map(({ method }) => method);
    assertEquals(methods[0], "IRED");
    assertEquals(new Set(methods).size, methods.length);
    for (const row of task.published) {
      assert(row.same > 0 && row.harder > row.same && row.source !== "", row.method);
    }
  });
}

/** Golden values by task, difficulty and baseline. */
const baselines: Record<string, Record<Difficulty, Record<string, string>>> = {
  addition: {
    same: { "answer zero": "addition_id.y_squared" },
    harder: { "answer zero": "addition_ood.y_squared" },
  },
  completion: {
    same: {
      "answer zero": "completion_id.y_squared",
      "copy what is shown, zero elsewhere": "completion_id.copy_input",
    },
    harder: {
      "answer zero": "completion_ood.y_squared",
      "copy what is shown, zero elsewhere": "completion_ood.copy_input",
    },
  },
  inverse: {
    same: {
      "answer zero": "inverse_id.y_squared",
      "mean inverse of the training set": "inverse_id.mean_matrix_id",
    },
    harder: {
      "answer zero": "inverse_ood.y_squared",
      "mean inverse of the training set": "inverse_ood.mean_matrix_id",
    },
  },
};

for (const task of all) {
  for (const difficulty of difficulties) {
    Deno.test(`${task.name}, ${difficulty}: the trivial baselines score what is expected`, () =>
      tf.tidy(() => {
        const training: Problems = task.sample(random.key(21), COUNT, "same");
        const problems: Problems = task.sample(random.key(22), COUNT, difficulty);
        const expected = baselines[task.name]![difficulty];
        assertEquals(task.baselines.map(({ name }) => name).sort(), Object.keys(expected).sort());
        for (const { name, answer } of task.baselines) {
          const errors = numbers(task.error(answer(problems, training), problems));
          const actual = errors.reduce((sum, e) => sum + e, 0) / COUNT;
          const [set, moment] = expected[name]!.split(".");
          const { value, standard_error } = golden[set!][moment!];
          const error = standard_error * Math.sqrt(1 + golden.problems / COUNT);
          assertAlmostEquals(actual, value, 4 * error + 1e-6 * value);
        }
      }));
  }
}
