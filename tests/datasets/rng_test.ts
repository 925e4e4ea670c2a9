import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { rng } from "lib/datasets/rng.ts";

const draws = (r: { int(n: number): number }, n = 20) =>
  Array.from({ length: n }, () => r.int(1e9));

Deno.test("rng() repeats by seed and differs between seeds", () => {
  assertEquals(draws(rng(5)), draws(rng(5)));
  assertNotEquals(draws(rng(5)), draws(rng(6)));
  assertNotEquals(draws(rng(5)), draws(rng(-5)));
});

Deno.test("split() ignores what was drawn before and keeps labels apart", () => {
  const used = rng(1);
  draws(used);
  assertEquals(draws(used.split("a")), draws(rng(1).split("a")));
  const streams = [
    rng(1),
    rng(1).split("a"),
    rng(1).split("b"),
    rng(1).split(1),
    rng(1).split("1"),
    rng(1).split("a").split("b"),
    rng(1).split("a/b"),
    rng(2).split("a"),
  ].map((r) => draws(r, 4).join());
  assertEquals(new Set(streams).size, streams.length);
});

Deno.test("int() and uniform() are uniform: first draws of 9000 neighbouring streams too", () => {
  const counts = new Array(9).fill(0);
  let sum = 0;
  for (let i = 0; i < 9000; i++) {
    const r = rng(0).split(i);
    counts[r.int(9)]++;
    sum += r.uniform();
  }
  const chiSquare = counts.reduce((s, c) => s + (c - 1000) ** 2 / 1000, 0);
  assert(chiSquare < 26.1, `chi-square ${chiSquare} exceeds the 0.999 quantile at 8 degrees`);
  assert(Math.abs(sum / 9000 - 0.5) < 0.0125);
});

Deno.test("shuffle() permutes in place, every order about equally often", () => {
  const r = rng(3);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const key = r.shuffle(Uint8Array.of(1, 2, 3)).join("");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  assertEquals(counts.size, 6);
  for (const c of counts.values()) assert(Math.abs(c - 1000) < 130);
});

Deno.test("rng() and int() refuse what they cannot honour", () => {
  assertThrows(() => rng(1.5), RangeError, "current value is 1.5");
  assertThrows(() => rng(0).int(0), RangeError, "current value is 0");
});
