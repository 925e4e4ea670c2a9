/**
 * Products with TENSOR_PRECISION=tf32 where no hardware has them, in a process of its own: prints a
 * line of JSON for each finding, `{ name, ok, detail }`.
 */
import { compile, random, type Tensor2D, tf } from "../../../lib/tensor/mod.ts";

/** `x` with ten bits of mantissa, the nearest one, ties to even. */
function short(x: number): number {
  const bits = new Uint32Array(Float32Array.of(x).buffer);
  const rest = bits[0]! & 0x1fff, kept = bits[0]! - rest;
  bits[0] = rest > 0x1000 || (rest === 0x1000 && (kept >> 13) & 1) ? kept + 0x2000 : kept;
  return new Float32Array(bits.buffer)[0]!;
}

const [a, b] = tf.tidy(() =>
  [1, 2].map((n) => random.normal(random.key(n), [6, 6]) as Tensor2D)
) as [Tensor2D, Tensor2D];
const product = compile(({ a, b }: { a: Tensor2D; b: Tensor2D }) => ({ c: tf.matMul(a, b) }), {
  name: "product",
});
const found = product({ a, b }).c.dataSync();
const [x, y] = [a.dataSync(), b.dataSync()];
let apart = 0, fromFull = 0;
for (let i = 0; i < 6; i++) {
  for (let j = 0; j < 6; j++) {
    let rounded = 0, full = 0;
    for (let k = 0; k < 6; k++) {
      rounded += short(x[6 * i + k]!) * short(y[6 * k + j]!);
      full += x[6 * i + k]! * y[6 * k + j]!;
    }
    apart = Math.max(apart, Math.abs(found[6 * i + j]! - rounded));
    fromFull = Math.max(fromFull, Math.abs(found[6 * i + j]! - full));
  }
}
const told = (name: string, ok: boolean, detail: string) =>
  console.log(JSON.stringify({ name, ok, detail }));
told("factors have ten bits of mantissa", apart < 1e-5, `${apart}`);
told("which makes a difference", fromFull > 1e-4, `${fromFull}`);
