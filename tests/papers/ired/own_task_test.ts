/** A task of one's own: trained, kept, solved, and what mistakes in it are answered with. */
import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { asked, createTraining, defineTask, evaluate, loadTrained } from "lib/mod.ts";
import { random, solverSettings, type Task, tasks, tf } from "lib/mod.ts";
import { energyAndGradient } from "lib/energy/mod.ts";
import { type Parts, tinyTask } from "./tiny_task.ts";

/** Turning a point by a right angle. */
const rotation = (parts: Partial<Parts> = {}): Task =>
  defineTask({
    ...tinyTask("rotation", (x) => tf.matMul(x, tf.tensor2d([[0, 1], [-1, 0]]))),
    ...parts,
  });

const SHORT = { steps: 20, batch: 8, learningRate: 1e-2 };
const HOW = { problems: 4, landscapes: 2, mode: "graph" } as const;

async function trained(task: Task, changes: object = SHORT, from?: string) {
  const training = createTraining(task, "small", changes, "graph", from);
  for await (const _ of training.steps()) { /* to its end */ }
  return training;
}

const measured = (one: Awaited<ReturnType<typeof trained>>, options: object = {}) =>
  evaluate({ ...one, params: one.progress.learned.average, ...HOW, ...options });

Deno.test("a training is kept in a folder, goes on from it to the same bits, and is loaded", async () => {
  const folder = await Deno.makeTempDir(), task = rotation();
  try {
    const whole = createTraining(task, "small", SHORT, "graph");
    for await (const { step } of whole.steps()) if (step === 7) whole.save(folder);
    const resumed = await trained(task, SHORT, folder);
    const [a, b] = [await measured(whole), await measured(resumed)];
    assertEquals(b.errors, a.errors);
    resumed.save(folder);
    const loaded = loadTrained(folder, task);
    assertEquals((await evaluate({ ...loaded, ...HOW })).errors, a.errors);
    assertThrows(() => loadTrained(folder), RangeError, "task must be one of");
    assertThrows(() => loadTrained(folder), RangeError, "given as second argument");
    const other = rotation({ name: "turn" });
    assertThrows(() => loadTrained(folder, other), RangeError, "it is of the task rotation");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a training replaces no checkpoint of others, and no run", async () => {
  const folder = await Deno.makeTempDir(), one = await trained(rotation());
  const save = (to: string) => () => one.save(`${folder}/${to}`);
  try {
    save("mine")();
    (await trained(rotation(), { ...SHORT, seed: 3 })).save(`${folder}/mine`); // again, of the same kind
    const before = Deno.readTextFileSync(`${folder}/mine/checkpoint.json`);
    const other = await trained(rotation({ name: "turn" }));
    assertThrows(() => other.save(`${folder}/mine`), Error, "a checkpoint of the task rotation");
    Deno.writeTextFileSync(`${folder}/mine/log.jsonl`, "");
    assertThrows(save("mine"), Error, "mine: it holds a run that was kept there; choose another");
    assertEquals(Deno.readTextFileSync(`${folder}/mine/checkpoint.json`), before);
    Deno.writeTextFileSync(`${folder}/file`, "");
    assertThrows(save("file"), Error, "file: it is a file");
    await Deno.mkdir(`${folder}/shipped`);
    const shipped = "data/checkpoints/inverse_symmetric/checkpoint.json";
    const manifest = JSON.parse(Deno.readTextFileSync(shipped));
    manifest.config.task = "rotation";
    Deno.writeTextFileSync(`${folder}/shipped/checkpoint.json`, JSON.stringify(manifest));
    assertThrows(save("shipped"), Error, "it holds a checkpoint of another network, matrix");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a training that goes on is not made shorter, and knows how long it was to be", async () => {
  const folder = await Deno.makeTempDir(), task = rotation();
  const cosine = { ...SHORT, steps: 40, schedule: "cosine" };
  try {
    const first = await trained(task, cosine);
    assertEquals(first.config.warmupSteps, 2);
    first.save(folder);
    const from = (changes: object) => createTraining(task, "small", changes, "graph", folder);
    assertThrows(
      () => from({ ...cosine, steps: 39 }),
      RangeError,
      "steps must be at least 40, the steps that the run has: current value is 39",
    );
    const longer = await trained(task, { ...cosine, steps: 60 }, folder);
    const { steps, extendedFrom, warmupSteps } = longer.config;
    assertEquals([steps, extendedFrom, warmupSteps], [60, [40], 2]);
    longer.save(folder);
    const again = from({ ...cosine, steps: 80 });
    assertEquals([again.progress.step, again.config.extendedFrom], [60, [40, 60]]);
    assertEquals(from({ ...cosine, steps: 60 }).config.extendedFrom, [40]);
    assertEquals(from({ ...cosine, steps: 60, warmupSteps: 5 }).config.warmupSteps, 5);
    // Where nothing is said, no shorter than it was to be, though that is longer than usual.
    createTraining(task, "small", { ...SHORT, steps: 50_000 }, "graph").save(folder);
    assertEquals(from({ batch: SHORT.batch }).config.steps, 50_000);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("what a training starts from, and was to have, are lists", () => {
  const make = (changes: object) => () => createTraining(rotation(), "small", changes, "graph");
  for (const startedFrom of ["results/rotation", [3], [""], {}]) {
    assertThrows(make({ startedFrom }), RangeError, "startedFrom must be a list of folders");
  }
  for (const extendedFrom of [20, "20", [0], [2.5], ["20"]]) {
    assertThrows(make({ extendedFrom }), RangeError, "extendedFrom must be a list of steps");
  }
});

Deno.test("what a training was trained as decides how it is solved", async () => {
  const one = await trained(rotation(), { ...SHORT, method: "feedforward" });
  const { trainedAs, ...without } = one;
  assertEquals(trainedAs.name, "feedforward");
  // Feedforward has one pass, and no landscapes.
  await assertRejects(() => measured(one), RangeError, "landscapes must be an integer from 1 to 1");
  assertEquals((await measured(one, { landscapes: 1 })).byLandscape.length, 1);
  assertEquals((await measured(without as typeof one)).byLandscape.length, 2);
});

Deno.test("a checkpoint is found from the project's folder, too", () => {
  const here = Deno.cwd();
  try {
    Deno.chdir("/tmp");
    assertEquals(loadTrained("data/checkpoints/inverse_symmetric").task.name, "inverse");
  } finally {
    Deno.chdir(here);
  }
});

Deno.test("what a training starts or goes on from is found from here, or from the project's folder", async () => {
  const here = Deno.cwd(), folder = await Deno.makeTempDir(), task = rotation();
  const of = (from: string) => ({ ...SHORT, startedFrom: [from] });
  try {
    Deno.chdir(folder);
    const first = createTraining(task, "small", SHORT, "graph");
    first.save("mine");
    const shipped = "data/checkpoints/inverse_symmetric";
    createTraining(tasks.inverse, "symmetric", { startedFrom: [shipped] }, "graph");
    const resume = () => createTraining(tasks.inverse, "symmetric", {}, "graph", shipped);
    // It is found, but shipped without what a training goes on with.
    assertThrows(resume, Error, `${shipped}: its params file is missing`);
    assertEquals(createTraining(task, "small", SHORT, "graph", "mine").progress.step, 0);
    const started = createTraining(task, "small", of("mine"), "graph");
    const [a, b] = [first, started].map(({ progress }) => progress.learned.params);
    for (const [name, tensor] of Object.entries(a!)) {
      assertEquals([...b![name]!.dataSync()], [...tensor.dataSync()], name);
    }
    assertThrows(() => createTraining(task, "small", of("nowhere"), "graph"), Error, "nowhere");
  } finally {
    Deno.chdir(here);
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a short run has a short warm-up, and misnamed options are refused", () => {
  const warmup = (changes: object) =>
    createTraining(rotation(), "small", changes).config.warmupSteps;
  assertEquals([{ steps: 50 }, { steps: 4000 }, { steps: 50, warmupSteps: 30 }].map(warmup), [
    ...[2, 100, 30],
  ]);
  for (const name of ["lr", "batchSize", "epochs"]) {
    const changes = { [name]: 1 };
    assertThrows(() => createTraining(rotation(), "small", changes), RangeError, `option ${name}`);
  }
  const settings = (options: object) => solverSettings(rotation(), options);
  assertThrows(() => settings({ innerSteps: 50 }), RangeError, "sampler: { innerSteps: … }");
  assertThrows(() => settings({ difficult: "harder" }), RangeError, "did you mean difficulty?");
  assertThrows(() => settings({ seeds: 1 }), RangeError, "did you mean seed?");
});

Deno.test("errors, counts and energies of another shape than one for each answer are refused", async () => {
  const one = await trained(rotation());
  const as = (parts: Partial<Parts>) => measured({ ...one, task: rotation(parts) });
  const square = (a: tf.Tensor, p: { answer: tf.Tensor }) => tf.square(tf.sub(a, p.answer));
  await assertRejects(
    () => as({ error: (a, p) => tf.mean(square(a, p)) }),
    RangeError,
    "The error of rotation must have shape [4], a number for each answer: it has []",
  );
  await assertRejects(
    () => as({ error: square }),
    RangeError,
    "it has [4,2]",
  );
  const counts = (a: tf.Tensor) => tf.ones([a.shape[0]!]) as unknown as tf.Tensor2D;
  const metric = { name: "all", better: "higher", counts, value: () => 1 } as const;
  await assertRejects(() => as({ metrics: [metric] }), RangeError, 'Counts of "all" of rotation');
  const y = tf.ones([3, 2]);
  for (const landscape of [(x: tf.Tensor) => tf.sum(x), (x: tf.Tensor) => tf.sum(x, 1, true)]) {
    assertThrows(
      () => energyAndGradient(landscape as never, y),
      RangeError,
      "Energies must have shape [3], one for each answer",
    );
  }
});

Deno.test("what a network of one's own gives instead of energies, or of a condition, is told", async () => {
  const y = tf.ones([3, 2]);
  const energies: [unknown, string][] = [
    [1.5, "a number"],
    [Promise.resolve(y), "a promise"],
    [undefined, "undefined, as where nothing is returned"],
  ];
  for (const [given, kind] of energies) {
    assertThrows(
      () => energyAndGradient((() => given) as never, y),
      TypeError,
      `Energies must be a tensor of shape [3], one for each answer: they are ${kind}`,
    );
  }
  const { create } = rotation().networks.small!;
  const one = await trained(rotation());
  for (const [encoded, kind] of [[undefined, "undefined, as"], [tf.ones([8, 2]), "a tensor"]]) {
    const network = () => ({ ...create(), encode: () => encoded as never });
    const message = `encode of mlp must give tensors by name, such as { x }: it gives ${kind}`;
    const task = rotation({ networks: { small: { create: network } } });
    for (const method of ["ired", "irem", "diffusion", "feedforward"] as const) {
      await assertRejects(() => trained(task, { ...SHORT, method }), TypeError, message);
    }
    await assertRejects(() => measured({ ...one, task, network: network() }), TypeError, message);
  }
});

Deno.test("what is observed is known of every condition, drawn or one's own", () => {
  const observed = ({ x }: { readonly x?: tf.Tensor }) => (
    { mask: tf.onesLike(x!), values: tf.clone(x!) }
  );
  const key = random.key(1);
  const drawn = rotation({ observed }).sample(key, 2, "train");
  assertEquals(drawn.observed!.values.shape, [2, 2]);
  const sample: Parts["sample"] = (key, count) => {
    const x = random.uniform(key, [count, 2]);
    return { condition: { x }, answer: tf.clone(x), observed: observed({ x }) };
  };
  const only = rotation({ sample });
  assertThrows(() => only.sample(key, 2, "train"), TypeError, "give it observed(condition), too");
});

Deno.test("mistakes in what is drawn are named", () => {
  const key = random.key(1);
  const draw = (made: unknown) => () =>
    rotation({ sample: (() => made) as unknown as Parts["sample"] }).sample(key, 2, "train");
  const x = tf.ones([2, 2]);
  assertThrows(draw(Promise.resolve({})), TypeError, "it is a promise");
  assertThrows(draw({ condition: { x }, answers: x }), TypeError, "it is {condition,answers}");
  assertThrows(draw({ answer: x }), TypeError, "it is {answer}");
  const one = { condition: { x: tf.ones([1, 2]) }, answer: x };
  assertThrows(draw(one), RangeError, "condition.x of a sample of rotation must be a tensor of 2");
});

Deno.test("questions that cannot be asked are refused", () => {
  const given = (condition: unknown) => () => asked(rotation(), condition as { x: tf.Tensor });
  assertThrows(
    given(undefined),
    TypeError,
    "must be tensors by name, such as {x}: it is undefined",
  );
  assertThrows(given(tf.ones([1, 2])), TypeError, "such as {x}: it is a tensor");
  const ask = (x: unknown) => () => asked(rotation(), { x: x as tf.Tensor });
  assertThrows(ask([[1, 2]]), TypeError, "condition.x of rotation must be a tensor");
  assertThrows(ask(tf.zeros([0, 2])), RangeError, "is empty");
  assertThrows(ask(tf.tensor2d([[1, NaN]])), RangeError, "must be finite");
});

Deno.test("no problem of a finite set counts twice", async () => {
  const set = tf.randomUniform([20, 2], -1, 1, "float32", 1);
  const testSet: Parts["testSet"] = () => ({
    size: 20,
    pick: (rows) => {
      const x = tf.gather(set, tf.tensor1d(Array.from(rows), "int32"));
      return { condition: { x }, answer: tf.clone(x) };
    },
  });
  const one = await trained(rotation()), own = { ...one, task: rotation({ testSet }) };
  assertEquals((await measured(own, { problems: 20 })).errors.length, 20);
  await assertRejects(
    () => measured(own, { problems: 21 }),
    RangeError,
    "must be at most 20",
  );
});

Deno.test("answers beyond the sampler's reach, and a first step that is not finite, are told of", async () => {
  const far = (scale: number): Parts["sample"] => (key, count) => {
    const x = random.uniform(key, [count, 2], 0.9, 1);
    return { condition: { x }, answer: tf.mul(x, scale) };
  };
  const warned: string[] = [], warn = console.warn;
  console.warn = (text: string) => void warned.push(text);
  try {
    const one = await trained(rotation());
    for (const [name, scale] of [["near", 5], ["far", 20], ["far", 20]] as const) {
      await measured({ ...one, task: rotation({ name, sample: far(scale) }) });
    }
  } finally {
    console.warn = warn;
  }
  assertEquals(warned.length, 1);
  assertStringIncludes(warned[0]!, "Answers of far reach ");
  await assertRejects(
    () => trained(rotation({ sample: far(NaN) })),
    RangeError,
    "The first step has loss NaN",
  );
});
