/** Random numbers in formulas of the generator's words. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Key, random, tf } from "lib/tensor/mod.ts";
import { philox } from "lib/tensor/philox.ts";

const keyOf = (low: number, high: number): Key => tf.tensor1d([low, high], "int32");

Deno.test("normal numbers are Box and Muller's of 23 bits each, no logarithm being of 0", () => {
  const half = 100_000, z = random.normal(keyOf(5, -7), [2 * half]).dataSync();
  const words = philox([5, -7], [0, 0, 0, 0], 2 * half);
  const unit = (i: number) => (words[i]! & (2 ** 23 - 1)) / 2 ** 23;
  let least = 1;
  for (let i = 0; i < half; i++) {
    const u = unit(i) + 2 ** -24, angle = 2 * Math.PI * unit(half + i);
    const radius = Math.sqrt(-2 * Math.log(u));
    assertAlmostEquals(z[i]!, radius * Math.cos(angle), 1e-5);
    assertAlmostEquals(z[half + i]!, radius * Math.sin(angle), 1e-5);
    least = Math.min(least, u);
  }
  // Of so small a number the half of a last bit shows.
  const shown = Math.sqrt(-2 * Math.log(least)) - Math.sqrt(-2 * Math.log(least + 2 ** -24));
  assert(shown > 4e-5, `${shown}`);
});

Deno.test("uniform numbers stay below their upper end where it is negative or 0, too", () => {
  for (const [low, high] of [[-100.0001, -100], [-1e-3, 0], [99.9999, 100]] as const) {
    const u = random.uniform(random.key(2), [20_000], low, high).dataSync();
    assert(u.every((x) => x >= Math.fround(low) && x < high), `${low} to ${high}`);
    assert(new Set(u).size > 5, "no more than a few values");
  }
});

Deno.test("a host's seed is the first word and the upper 21 bits of the second", () => {
  assertEquals(random.seedOf(keyOf(-1, -1)), Number.MAX_SAFE_INTEGER);
  assertEquals(random.seedOf(keyOf(0, 2 ** 11)), 1);
  assertEquals(random.seedOf(keyOf(3, 2 ** 30)), 3 * 2 ** 21 + 2 ** 19);
});

Deno.test("a permutation is the order of words from the largest on, taken as often as they may tie", () => {
  const key = [6, 11] as const;
  /** Words as int32, of the counter's last word that splits keys, or draws. */
  const words = (from: readonly [number, number], count: number, purpose: number) =>
    new Int32Array(philox(from, [0, 0, 0, purpose], count).buffer);
  // 2,000³ is above 2³² but below 2⁶⁴: two rounds; 1,000³ is not: one.
  for (const [count, rounds] of [[1000, 1], [2000, 2]] as const) {
    const keys = words(key, 2 * rounds, 2);
    const orders = Array.from({ length: rounds }, (_, i) => {
      const drawn = words([keys[2 * i]!, keys[2 * i + 1]!], count, 0);
      return [...drawn.keys()].sort((a, b) => drawn[b]! - drawn[a]! || a - b);
    });
    const wanted = orders.slice(1).reduce((order, by) => by.map((i) => order[i]!), orders[0]!);
    assertEquals([...random.permutation(keyOf(...key), count).dataSync()], wanted);
  }
});
