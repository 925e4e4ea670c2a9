import { assert, assertEquals } from "@std/assert";
import { random, type Tensor, tf } from "../../lib/tensor/mod.ts";
import { repeat, shortSum } from "../../lib/nn/short_axes.ts";
import { derivativeErrors, spread } from "../tensor/derivatives.ts";

const numbers = (x: Tensor) => Array.from(x.dataSync());

Deno.test("shortSum() sums over an axis and keeps it", () =>
  tf.tidy(() => {
    const x = random.normal(random.key(1), [2, 3, 4, 5]);
    for (const axis of [0, 1, 2, 3]) {
      const expected = tf.sum(x, axis, true);
      const actual = shortSum(x, axis);
      assertEquals(actual.shape, expected.shape);
      numbers(tf.sub(actual, expected)).forEach((d) => assert(Math.abs(d) < 1e-5));
    }
  }));

Deno.test("repeat() repeats an axis of size 1", () =>
  tf.tidy(() => {
    const x = random.normal(random.key(1), [2, 1, 3]);
    assertEquals(numbers(repeat(x, 1, 4)), numbers(tf.tile(x, [1, 4, 1])));
    assertEquals(repeat(x, 1, 4).shape, [2, 4, 3]);
  }));

for (const mode of ["eager", "graph"] as const) {
  Deno.test(`shortSum() and repeat(), ${mode}: first and second derivatives`, () => {
    const cases = {
      shortSum: (x: Tensor) => shortSum(tf.mul(x, x), 1),
      repeat: (x: Tensor) => tf.sin(repeat(tf.reshape(x, [2, 3, 1, 4]), 2, 3)),
      both: (x: Tensor) => tf.mul(x, repeat(shortSum(tf.sin(x), 1), 1, 3)),
    };
    for (const [name, op] of Object.entries(cases)) {
      const { first, second } = derivativeErrors(
        { inputs: [spread([2, 3, 4])], op: op as (...x: Tensor[]) => Tensor },
        mode,
      );
      assert(first < 1e-3 && second < 1e-2, `${name}: ${first}, ${second}`);
    }
  });
}

Deno.test({
  name: "the same on WebAssembly, where both are products",
  ignore: tf.getBackend() === "wasm",
  async fn() {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "--no-check", "-A", "--filter=/^(shortSum|repeat)/", import.meta.filename!],
      env: { NO_COLOR: "1", TENSOR_BACKEND: "wasm" },
    }).output();
    const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
    assertEquals(code, 0, text);
    assert(text.includes("4 passed"), text);
  },
});
