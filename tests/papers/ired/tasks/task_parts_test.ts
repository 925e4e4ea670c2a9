/** What mistakes in the parts of a task, and in what it tells, are answered with. */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { asked, createTraining, defineTask, evaluate, random, tf } from "lib/mod.ts";
import { solverSettings } from "lib/mod.ts";
import { tinyTask } from "../tiny_task.ts";

const x = tf.ones([2, 2]);

/** A task that answers with its condition. */
const usual = tinyTask("same", (x) => tf.clone(x));

const define = (parts: object) => () => defineTask({ ...usual, ...parts });

Deno.test("parts that a task does not have are refused", () => {
  assertThrows(define({ metrcs: [] }), RangeError, "metrcs (did you mean metrics?)");
  const sampler = { clampFnal: 1, innerstep: 3 };
  assertThrows(define({ sampler }), RangeError, "clampFnal (did you mean clampFinal?)");
  assertThrows(define({ referenceSampler: { innerstep: 3 } }), RangeError, "innerstep");
  // A task that was not made by defineTask.
  const task = { ...defineTask(usual), sampler: { innerstep: 3 } as object };
  assertThrows(() => solverSettings(task, {}), RangeError, "(did you mean innerSteps?)");
});

Deno.test("parts of another form are named, with what is accepted", () => {
  const metric = { name: "all", better: "up", counts: () => x, value: () => 1 };
  assertThrows(
    define({ metrics: [metric] }),
    RangeError,
    'better of "all" of same must be one of higher, lower: current value is up',
  );
  for (const answerShape of [2, undefined, [0], [1.5]]) {
    assertThrows(
      define({ answerShape }),
      RangeError,
      "answerShape of same must be a list of sizes",
    );
  }
  for (const networks of [undefined, {}]) {
    assertThrows(define({ networks }), TypeError, "networks of same must be networks by name");
  }
  assertThrows(define({ networks: { small: {} } }), TypeError, "networks.small of same must be");
  assertThrows(define({ sample: undefined }), TypeError, "sample of same must be a function");
  assertThrows(define({ name: undefined }), TypeError, "name of a task must be a text");
});

Deno.test("a condition that is a tensor, and nothing returned, are named", () => {
  const draw = (made: unknown) => () =>
    define({ sample: () => made })().sample(random.key(1), 2, "train");
  assertThrows(draw({ condition: x, answer: x }), TypeError, "such as {x}: it is a tensor");
  assertThrows(draw(undefined), TypeError, "it is undefined, as where nothing is returned");
});

Deno.test("observed entries of another form than the answers are refused, drawn or asked", () => {
  const wrong: [object, ErrorConstructor, string][] = [
    [
      { mask: tf.ones([2, 3]), values: x },
      RangeError,
      "mask of what is observed of same must have",
    ],
    [{ mask: x, values: tf.ones([2, 3]) }, RangeError, "shape [2,2], as the answers: it has [2,3]"],
    [
      { mask: x },
      TypeError,
      "must give {mask, values}, tensors like the answers: its values is missing, the condition has {x}",
    ],
    [{ mask: [1], values: x }, TypeError, "tensors like the answers: its mask is of type object"],
  ];
  for (const [given, error, message] of wrong) {
    const task = define({ observed: () => given })();
    assertThrows(() => task.sample(random.key(1), 2, "train"), error, message);
    assertThrows(() => asked(task, { x }), error, message);
  }
  const mask = tf.ones([2, 1]);
  const task = define({ observed: () => ({ mask, values: x }) })();
  assertEquals(asked(task, { x }).question.observed!.mask, mask);
});

Deno.test("finished flags of another number than the answers are refused", async () => {
  const task = define({ finished: () => tf.ones([1]) })();
  const training = createTraining(task, "small", { steps: 1, batch: 2 }, "graph");
  const { network } = training, params = training.progress.learned.average;
  const how = { task, network, params, mode: "graph", problems: 4, landscapes: 2 } as const;
  for (const options of [{ stop: "finished" as const }, { cycles: 1 }]) {
    await assertRejects(
      () => evaluate({ ...how, ...options }),
      RangeError,
      "finished of same must give a tensor [4], 1 or 0 for each answer: it gives a tensor [1]",
    );
  }
  training.dispose();
});
