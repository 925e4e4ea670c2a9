/** What cannot be compiled is refused in one sentence. */
import { assertEquals, assertThrows } from "@std/assert";
import { compile, type Tensor, tf } from "lib/tensor/mod.ts";

const draws: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  randomUniform: (x) => tf.add(x, tf.randomUniform([2])),
  randomNormal: (x) => tf.add(x, tf.randomNormal([2])),
  truncatedNormal: (x) => tf.add(x, tf.truncatedNormal([2])),
  dropout: (x) => tf.dropout(x, 0.5),
  multinomial: () => tf.multinomial(tf.tensor1d([0.5, 0.5]), 3),
  "Math.random": (x) => tf.mul(x, Math.random()),
};

for (const [name, fn] of Object.entries(draws)) {
  Deno.test(`${name} inside compile is an error that points to random.*`, () => {
    const compiled = compile(({ x }: { x: Tensor }) => ({ y: fn(x) }), { name: "noisy" });
    const x = tf.tensor1d([1, 2]);
    const error = assertThrows(() => compiled({ x }), Error, "random.*");
    assertEquals(error.message.startsWith("Cannot compile noisy: "), true);
    // Outside it draws as ever.
    assertEquals(Math.random() === Math.random(), false);
    assertEquals(tf.dropout(x, 0.5).shape, [2]);
  });
}

Deno.test("an asynchronous function is one clean error, compiled or eager", async () => {
  const fn = async ({ x }: { x: Tensor }) => {
    await Promise.resolve();
    return { y: tf.add(x, 1) };
  };
  // deno-lint-ignore no-explicit-any -- the types refuse it too
  const compiled = compile(fn as any, { name: "late" });
  for (const call of [compiled, compiled.eager]) {
    assertThrows(() => call({ x: tf.scalar(1) }), TypeError, "Cannot compile late: it is async");
  }
  // An unhandled rejection would fail this test here.
  await new Promise((resolve) => setTimeout(resolve, 20));
});

Deno.test("mistyped names of options, and of inputs to donate or split, are refused", () => {
  const add = ({ x, state }: { x: Tensor; state: { w: Tensor } }) => ({ y: tf.add(x, state.w) });
  for (const [wrong, meant] of [["mod", "mode"], ["nam", "name"], ["Donate", "donate"]]) {
    const message = `Unknown option ${wrong} (did you mean ${meant}?): accepted are name, mode`;
    assertThrows(() => compile(add, { [wrong!]: "xla" }), RangeError, message);
  }
  const inputs = () => ({ x: tf.scalar(1), state: { w: tf.scalar(2) }, empty: {} });
  const called = (options: object) => () => compile(add, options)(inputs());
  const refused = [
    [
      { donate: ["x", "stat"] },
      "Unknown input stat to donate (did you mean state?): accepted are x",
    ],
    [{ donate: ["state.v"] }, "Unknown input state.v to donate (did you mean w?): accepted are w"],
    [{ donate: ["x.w"] }, "Unknown input x.w to donate: accepted are none"],
    [{ split: ["batch"] }, "Unknown input batch to split: accepted are x, state, empty"],
  ] as const;
  for (const [options, message] of refused) assertThrows(called(options), RangeError, message);
  assertEquals(called({ donate: ["x", "state.w", "empty"] })().y.dataSync()[0], 3);
});

Deno.test("a mode that there is not is refused, with what was meant", () => {
  const made = (mode: unknown) => () => compile((x: Tensor) => x, { mode: mode as "xla" });
  for (const [mode, meant] of [["XLA", "xla"], ["grpah", "graph"]]) {
    assertThrows(
      made(mode),
      RangeError,
      `mode must be one of xla, graph: current value is ${mode} (did you mean ${meant}?)`,
    );
  }
  assertThrows(made("eager"), RangeError, "current value is eager");
  assertThrows(made(true), RangeError, "current value is true");
  made(undefined)();
});
