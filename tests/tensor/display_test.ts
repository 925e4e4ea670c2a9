import { assertEquals, assertMatch } from "@std/assert";
import { compile, type Tensor, tf } from "lib/tensor/mod.ts";

Deno.test("a tensor shows shape, dtype and a few values", () => {
  assertEquals(
    Deno.inspect(tf.tensor2d([[1, 2.123456], [NaN, -3]])),
    "Tensor float32 [2, 2]: 1, 2.123, NaN, -3",
  );
  assertEquals(Deno.inspect(tf.scalar(7, "int32")), "Tensor int32 []: 7");
  assertEquals(Deno.inspect(tf.tensor1d([true, false])), "Tensor bool [2]: true, false");
  assertEquals(Deno.inspect(tf.tensor1d(["a"])), 'Tensor string [1]: "a"');
  assertEquals(Deno.inspect(tf.zeros([0, 3])), "Tensor float32 [0, 3], empty");
  assertEquals(
    Deno.inspect(tf.range(0, 100)),
    "Tensor float32 [100]: 0, 1, 2, 3, 4, 5, 6, 7, …",
  );
  assertMatch(Deno.inspect({ x: tf.scalar(1) }), /^\{ x: Tensor float32 \[\]: 1 \}$/);
  assertMatch(Deno.inspect(tf.variable(tf.scalar(1))), /float32/);
});

Deno.test("a tensor without values says why", () => {
  const gone = tf.scalar(1);
  gone.dispose();
  assertEquals(Deno.inspect(gone), "Tensor float32 [], disposed");
  const seen: string[] = [];
  const compiled = compile(({ x }: { x: Tensor }) => {
    seen.push(Deno.inspect(x));
    return { y: tf.add(x, 1) };
  });
  compiled({ x: tf.zeros([3]) });
  if (tf.getBackend() === "tensorflow") {
    assertEquals(seen, ["Tensor float32 [3], being recorded"]);
  }
});

Deno.test("Jupyter shows the same, and showing leaks nothing", async () => {
  const x = tf.range(0, 20);
  const before = tf.memory().numTensors;
  // deno-lint-ignore no-explicit-any -- the symbol is the kernel's
  const shown = await (x as any)[Symbol.for("Jupyter.display")]();
  assertEquals(shown, { "text/plain": Deno.inspect(x) });
  assertEquals(tf.memory().numTensors, before);
});
