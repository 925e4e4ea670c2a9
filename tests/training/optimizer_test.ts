import { assertEquals, assertThrows } from "@std/assert";
import { adam, chain, clipByGlobalNorm } from "../../lib/training/optimizer.ts";

Deno.test("a chain has the numbers of its links, and refuses two of one name", () => {
  const one = chain(clipByGlobalNorm(1), adam((step) => 0.1 / step));
  assertEquals(one.numbers!(2).learningRate, 0.05);
  // The second learning rate would be that of both.
  const two = chain(adam(1), adam(5));
  assertThrows(() => two.numbers!(1), RangeError, "both need a number learningRate");
});
