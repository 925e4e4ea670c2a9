import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { seedLines } from "../../../../lib/papers/ired/report/training_seeds.ts";
import type { ResultRow } from "../../../../lib/records/rows.ts";

const row = (trainingSeed: number, cycles: number, value: number): ResultRow => ({
  method: "a network",
  kind: "ours",
  metric: "boards solved",
  value,
  n: 20,
  at: { cycles, trainingSeed },
});

Deno.test("trainings stand side by side, with their mean and its standard error", () => {
  const rows = [row(0, 0, 0.5), row(1, 0, 0.7), row(2, 0, 0.6), row(0, 4, 1), row(1, 4, 1)];
  const [line] = seedLines(rows, "boards solved", [0]);
  assertEquals([line!.hops, line!["problems each"]], [0, 20]);
  assertAlmostEquals(line!.mean, 0.6, 1e-12);
  assertAlmostEquals(line!["its standard error"], 0.1 / Math.sqrt(3), 1e-12);
  assertEquals((line as Record<string, unknown>)["training seed 1"], 0.7);
  assertThrows(() => seedLines(rows, "boards solved", [4]), RangeError, "training seed 2 after 4");
});
