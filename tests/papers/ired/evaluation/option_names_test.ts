/** Options that would do nothing, or that nothing knows, and what is asked and measured instead of problems. */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { disposeTree, random, tf } from "../../../../lib/tensor/mod.ts";
import { baselineErrors } from "../../../../lib/papers/ired/evaluation/baselines.ts";
import { methods } from "../../../../lib/papers/ired/method/methods.ts";
import { evaluate } from "../../../../lib/papers/ired/evaluation/solve.ts";
import { solveBatch, solverSettings } from "../../../../lib/papers/ired/evaluation/solver.ts";
import { loadTrained } from "../../../../lib/papers/ired/evaluation/trained.ts";
import { traceSolving } from "../../../../lib/papers/ired/landscapes/trace.ts";
import type { Task } from "../../../../lib/papers/ired/tasks/task.ts";
import { doubling, ideal } from "./toy.ts";

const params = ideal.init(random.key(1));
const base = { task: doubling, network: ideal, params, mode: "graph", problems: 4 } as const;
const settings = (options: object) => () => solverSettings(doubling, options);

Deno.test("options that nothing knows are refused, even if they are like none", async () => {
  for (const name of ["hops", "count", "temperature", "device", "steps", "config", "method"]) {
    await assertRejects(
      () => evaluate({ ...base, [name]: 8 }),
      RangeError,
      `Unknown option ${name}`,
    );
  }
});

Deno.test("what comes along with a network is no option", () => {
  const steps = async function* () {};
  const training = { ...base, steps, progress: {}, config: {}, save() {}, dispose() {} };
  assertEquals(settings(training)().cycles, 0);
  assertEquals(settings({ ...base, title: "mine", manifest: {} })().cycles, 0);
});

Deno.test("options of hops are refused without cycles, but for a rule that looks at landscapes", () => {
  for (const given of [{ level: 3 }, { ladder: [3, 4] }, { patience: 2 }, { enough: 1 }]) {
    const [name] = Object.keys(given);
    assertThrows(settings(given), RangeError, `${name} does nothing without cycles`);
    // The start of a curve over hops.
    assertEquals(settings({ ...given, cycles: 0 })().cycles, 0);
  }
  assertEquals(settings({ level: 3, select: "summed" })().level, 3);
  const ending: Task = { ...doubling, finished: (answer) => tf.onesLike(answer) };
  const stopping = (cycles?: number) =>
    solverSettings(ending, { stop: "hops", ...(cycles !== undefined && { cycles }) });
  assertThrows(() => stopping(), RangeError, "does nothing without cycles");
  assertEquals([stopping(0).stop, stopping(2).stop], ["hops", "hops"]);
});

Deno.test("options are refused beside others that rule them out; settings are options still", () => {
  const ladder = [3, 4];
  assertThrows(settings({ cycles: 1, level: 5, ladder }), RangeError, "level does nothing beside");
  const ending: Task = { ...doubling, finished: (answer) => tf.onesLike(answer) };
  for (const given of [{ cycles: 1, ladder }, { cycles: 1, level: 3 }, { cycles: 1, enough: 1 }]) {
    const all = solverSettings(ending, given);
    assertEquals(solverSettings(ending, { ...all, mode: "graph" }), { ...all, mode: "graph" });
    assertEquals(all.stop, "enough" in given ? "never" : "hops");
  }
  const said = {
    hops: 'stop: "hops" does nothing beside enough',
    finished: 'stop: "finished" goes by the task, beside enough',
  };
  for (const [stop, message] of Object.entries(said) as ["hops" | "finished", string][]) {
    assertThrows(
      () => solverSettings(ending, { cycles: 1, enough: 1, stop }),
      RangeError,
      message,
    );
  }
});

Deno.test("ladders are lists that have a landscape", () => {
  for (const ladder of [[], "7,8"]) {
    assertThrows(settings({ cycles: 1, ladder }), TypeError, "ladder must be a list of landscapes");
  }
});

Deno.test("constants of a sampler are refused where a method does not look at them", () => {
  const idle = {
    irem: [{ stepLength: "adaptive" }, { jump: "off" }, { posteriorNoise: "on" }],
    diffusion: [{ stepLength: "adaptive" }, { jump: "off" }, { multiplierAfterFirst: 2 }],
    feedforward: [{ stepLength: "adaptive" }, { clampFinal: 1 }],
    recurrence: [{ answerScale: "scaled" }, { clampJump: 1 }],
    ired: [{ reverse: "projection" }],
  };
  for (const [name, samplers] of Object.entries(idle)) {
    const trainedAs = methods[name as keyof typeof methods];
    for (const sampler of samplers) {
      const message = `${Object.keys(sampler)[0]} does nothing for a network trained as ${name}`;
      assertThrows(settings({ trainedAs, sampler }), RangeError, message);
    }
    // Settings are options, too.
    const { sampler } = settings({ trainedAs })();
    assertEquals(settings({ trainedAs, sampler })().sampler, sampler);
  }
  assertEquals(settings({ sampler: { stepLength: "adaptive" } })().sampler.stepLength, "adaptive");
});

Deno.test("nothing is tested on what is learned from", async () => {
  const difficulty = "train" as "same",
    message = "difficulty must be one of validation, same, harder";
  await assertRejects(() => evaluate({ ...base, difficulty }), RangeError, message);
  assertThrows(() => traceSolving({ ...base, difficulty }), RangeError, message);
  assertThrows(() => baselineErrors(doubling, { difficulty }), RangeError, message);
});

Deno.test("a trace of more than one descent is refused", () => {
  for (const options of [{ restarts: 3 }, { cycles: 2 }]) {
    assertThrows(
      () => traceSolving({ ...base, ...options }),
      RangeError,
      "A trace is of one descent",
    );
  }
});

Deno.test("a question without a condition, or of another batch, is refused", () => {
  const x = tf.ones([2, 3, 2]), all = settings({ mode: "graph" })();
  const solve = (question: object, batch = 2) => () =>
    solveBatch(base, question as never, [batch, 3, 2], random.key(1), all);
  assertThrows(
    solve({ x }),
    TypeError,
    "must be {condition}, tensors by name, as asked() makes it",
  );
  assertThrows(solve({ condition: x }), TypeError, "A question of doubling must be {condition}");
  assertThrows(
    solve({ condition: { x: [1] } }),
    TypeError,
    "condition.x of doubling must be a tensor",
  );
  assertThrows(
    solve({ condition: { x } }, 5),
    RangeError,
    "condition.x of doubling must be of as many problems as the answers [5,3,2]: it has [2,3,2]",
  );
  for (const shape of [[2, 2, 3], [2, 6], [2, 4, 2]]) {
    assertThrows(
      () => solveBatch(base, { condition: { x } }, shape, random.key(1), all),
      RangeError,
      `Answers of doubling must have shape [2,3,2]: [${shape}] were asked for`,
    );
  }
});

Deno.test("baselines may give tensors of the problems, in the shape of the answers", () => {
  const given = (...baselines: Task["baselines"]) =>
    baselineErrors({ ...doubling, baselines }, { problems: 4 });
  const own = { name: "x", answer: ({ condition }) => condition.x! } as Task["baselines"][number];
  const right = { name: "right", answer: ({ answer }) => answer } as Task["baselines"][number];
  given(own, right);
  const { numTensors } = tf.memory();
  const [first, second, third] = given(own, right, own);
  assertEquals(second!.mean, 0);
  assertEquals(third!.errors, first!.errors);
  assertEquals(tf.memory().numTensors, numTensors);
  assertThrows(
    () => given({ name: "one", answer: () => tf.ones([1, 3, 2]) }),
    RangeError,
    'Answers of "one" of doubling must have shape [4,3,2]: they have [1,3,2]',
  );
  assertThrows(
    () => baselineErrors({ ...doubling, error: () => tf.ones([1]) }, { problems: 4 }),
    RangeError,
    "The error of doubling must have shape [4]",
  );
});

Deno.test("a checkpoint is given as a path or a file URL", () => {
  const url = new URL("../../../../data/checkpoints/inverse_symmetric", import.meta.url);
  const { task, params } = loadTrained(url);
  assertEquals(task.name, "inverse");
  disposeTree(params);
  for (const wrong of [new URL("https://example.org/mine"), undefined, ""]) {
    assertThrows(() => loadTrained(wrong as string), TypeError, "must be a path to its folder");
  }
});
