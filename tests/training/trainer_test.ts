import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Key, random, tf } from "../../lib/tensor/mod.ts";
import { type Draw, sample, tinyTrainer } from "./tiny.ts";

/** Trains until `step`; returns the losses. */
async function losses(trainer: ReturnType<typeof tinyTrainer>, step: number): Promise<number[]> {
  const seen: number[] = [];
  for await (const record of trainer.steps()) {
    seen.push(record.loss);
    if (record.step === step) break;
  }
  return seen;
}

/** A problem with answers of size 1, but for step `step`, where they are `value`. */
const spoilt = (step: number, value: number) => {
  let k = 0;
  return (key: Key, count: number) => {
    const x = random.uniform(key, [count, 2], -1, 1);
    return { condition: { x }, answer: tf.fill([count, 2], ++k === step ? value : 1) };
  };
};

Deno.test("300 steps leave the number of tensors as it is", async () => {
  const before = tf.memory().numTensors;
  const trainer = tinyTrainer();
  await losses(trainer, 5);
  const { numTensors } = tf.memory();
  const all = await losses(trainer, 305);
  assertEquals(tf.memory().numTensors, numTensors);
  assertEquals(all.length, 300);
  trainer.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("the same seed gives the same losses", async () => {
  const [a, b] = [tinyTrainer(), tinyTrainer()];
  assertEquals(await losses(a, 10), await losses(b, 10));
  [a, b].forEach((trainer) => trainer.dispose());
});

Deno.test("a loop that is left and entered again goes on as one that is not left", async () => {
  const [whole, parts] = [tinyTrainer(), tinyTrainer()];
  const all = await losses(whole, 12);
  assertEquals(
    [...await losses(parts, 5), ...await losses(parts, 6), ...await losses(parts, 12)],
    all,
  );
  [whole, parts].forEach((trainer) => trainer.dispose());
});

for (const [name, step, value] of [["NaN", 3, NaN], ["exploding", 110, 1e6]] as const) {
  Deno.test(`training stops before a loss that is ${name}`, async () => {
    const trainer = tinyTrainer(spoilt(step, value));
    const message = `Training diverged at step ${step}`;
    await assertRejects(() => losses(trainer, 200), RangeError, message);
    assertEquals(trainer.progress.step, step - 1);
    for (const p of Object.values(trainer.progress.learned.params)) {
      assert(p.dataSync().every(Number.isFinite));
    }
    trainer.dispose();
  });
}

Deno.test("a step whose data cannot be drawn or used leaves nothing behind", async () => {
  const failing = (step: number, instead: (key: Key, count: number) => ReturnType<Draw>): Draw => {
    let k = 0;
    // From then on: on a device, what fails ahead is tried again in its turn.
    return (key, count) => ++k >= step ? instead(key, count) : sample(key, count);
  };
  const cases: [Draw, string][] = [
    [
      failing(3, () => {
        throw new Error("no data");
      }),
      "no data",
    ],
    [
      failing(2, (key, count) => {
        const { condition, answer } = sample(key, count);
        answer.dispose();
        return { condition, answer: tf.ones([count, 3]) };
      }),
      "",
    ],
  ];
  for (const [draw, message] of cases) {
    const before = tf.memory().numTensors;
    const trainer = tinyTrainer(draw);
    await assertRejects(() => losses(trainer, 5), Error, message);
    trainer.dispose();
    assertEquals(tf.memory().numTensors, before);
  }
});
