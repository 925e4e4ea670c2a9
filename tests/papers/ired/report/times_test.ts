import { assertEquals } from "@std/assert";
import { inTimes } from "lib/papers/ired/report/times.ts";

Deno.test("ratios near 1 are said as changes in percent", () => {
  assertEquals(inTimes(0.86), "0.86 ×");
  assertEquals(inTimes(0.9988, { low: 0.998, high: 0.9997 }), "-0.12 % (-0.2 to -0.03)");
  assertEquals(inTimes(1.015), "+1.5 %");
  assertEquals(inTimes(1.2, { low: 0.9, high: 1.5 }), "1.2 × (0.9 to 1.5)");
});
