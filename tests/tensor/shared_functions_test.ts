import { assert, assertEquals } from "@std/assert";
import { SharedFunctions } from "lib/tensor/libtensorflow/shared_functions.ts";
import { backend, compile, tf } from "lib/tensor/mod.ts";

/** Functions whose names are told as they are made and removed. */
function shelf() {
  const made: string[] = [], removed: string[] = [];
  const functions = new SharedFunctions((name) => removed.push(name));
  const take = (content: string | undefined, lasting = false) =>
    functions.take(content, lasting, () => {
      made.push(`f${made.length}`);
      return made.at(-1)!;
    });
  return { made, removed, take };
}

Deno.test("functions of one content are one, removed with its last share", () => {
  const { made, removed, take } = shelf(), first = take("a"), second = take("a"), other = take("b");
  assertEquals([first.name, second.name, other.name], ["f0", "f0", "f1"]);
  first.release();
  first.release();
  assertEquals(removed, []);
  second.release();
  assertEquals(removed, ["f0"]);
  assertEquals(take("a").name, "f2");
  assertEquals(made.length, 3);
});

Deno.test("what cannot be compared is shared with none", () => {
  const { removed, take } = shelf(), first = take(undefined), second = take(undefined, true);
  assertEquals([first.name, second.name], ["f0", "f1"]);
  first.release();
  second.release();
  assertEquals(removed, ["f0", "f1"]);
});

Deno.test("what XLA compiled stays and is found again, unless it is discarded", () => {
  const { removed, take } = shelf(), first = take("a", true);
  first.release();
  assertEquals(removed, []);
  const again = take("a", true), third = take("a", true);
  assertEquals(again.name, "f0");
  again.discard();
  assertEquals(removed, []);
  assertEquals(take("a", true).name, "f1");
  third.release();
  assertEquals(removed, ["f0"]);
});

const values = (x: tf.Tensor) => {
  const found = Array.from(x.dataSync());
  x.dispose();
  return found;
};

for (const mode of ["graph", "xla"] as const) {
  Deno.test(`equal functions keep their own captured tensors and lives (${mode})`, () => {
    const x = tf.tensor1d([1, 2]), two = tf.tensor1d([2, 2]), three = tf.tensor1d([3, 3]);
    const times = (factor: tf.Tensor, added = 1) =>
      compile(({ x }: { x: tf.Tensor }) => tf.add(tf.mul(x, factor), added), { name: "t", mode });
    const [first, second, other] = [times(two), times(three), times(two, 5)];
    assertEquals(values(first({ x })), [3, 5]);
    assertEquals(values(second({ x })), [4, 7]);
    assertEquals(values(other({ x })), [7, 9]);
    first.dispose();
    assertEquals(values(second({ x })), [4, 7]);
    assertEquals(values(first({ x })), [3, 5]);
    [first, second, other].forEach((fn) => fn.dispose());
    tf.dispose([x, two, three]);
  });

  Deno.test(`functions that differ in shapes, outputs or large constants differ (${mode})`, () => {
    const x = tf.tensor1d([1, 2]), wide = tf.ones([5000]);
    const sum = (constant: Float32Array) =>
      compile(
        ({ wide }: { wide: tf.Tensor }) => tf.sum(tf.mul(wide, tf.tensor1d(constant))),
        { name: "sum", mode },
      );
    const ramp = Float32Array.from({ length: 5000 }, (_, i) => i % 2);
    const others = ramp.map((v) => v + 1);
    assertEquals([sum(ramp), sum(others)].map((fn) => values(fn({ wide }))[0]), [2500, 7500]);
    const pair = (flip: boolean) =>
      compile(({ x }: { x: tf.Tensor }) => {
        const [a, b] = [tf.add(x, 1), tf.mul(x, 2)];
        return flip ? { a: b, b: a } : { a, b };
      }, { name: "pair", mode });
    const [plain, flipped] = [pair(false)({ x }), pair(true)({ x })];
    assertEquals([values(plain.a), values(plain.b)], [[2, 3], [2, 4]]);
    assertEquals([values(flipped.a), values(flipped.b)], [[2, 4], [2, 3]]);
    tf.dispose([x, wide]);
  });
}

Deno.test({
  name: "XLA compiles a function once, however often it is recorded",
  ignore: backend().name !== "tensorflow",
  fn() {
    // A number of its own keeps the code that earlier processes left from being found.
    const x = tf.ones([8, 8]), own = Math.random();
    const seconds = Array.from({ length: 3 }, () => {
      const deep = compile(({ x }: { x: tf.Tensor }) =>
        tf.grad((y: tf.Tensor) => {
          let z = y as tf.Tensor2D;
          for (let i = 0; i < 12; i++) z = tf.tanh(tf.add(tf.matMul(z, z), own));
          return tf.sum(z);
        })(x), { name: "deep", mode: "xla" });
      deep({ x }).dispose();
      const { firstRunSeconds } = deep.recordings[0]!;
      deep.dispose();
      return firstRunSeconds;
    });
    x.dispose();
    assert(Math.max(seconds[1]!, seconds[2]!) < seconds[0]! / 5, `${seconds}`);
  },
});
