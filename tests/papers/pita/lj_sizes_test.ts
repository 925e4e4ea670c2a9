/** Ends of climbs of several kinds, in a table. */
import { assertEquals } from "@std/assert";
import { lj13Sizes, readLj13Others } from "lib/papers/pita/lj_sizes.ts";

Deno.test("a climb's end is the last row of its last rung", () => {
  const row = (energyW2: number) => ({
    ...{ temperature: 1, method: "flow", energyW2, distanceW2: energyW2 / 10, distanceTv: 0 },
  });
  const climb = (seed: number, end: number) => ({
    ...{ machine: "", temperatures: [4, 1], trainingSteps: 5, batch: 1, particles: 7 },
    ...{ samplingSteps: 1, settling: 3, seed },
    rungs: [
      { temperature: 4, loss: 1, seconds: 1, rows: [row(100)] },
      { temperature: 1, loss: 1, seconds: 1, rows: [row(50), row(end)] },
    ],
  });
  const longer = { ...climb(3, 4), firstSteps: 15 };
  const table = lj13Sizes({ "two": [climb(1, 1), climb(2, 2)], "one": [longer] });
  assertEquals(table.map((line) => line["W₂ of energies"]), ["1.50 (1.00 – 2.00)", "4.00"]);
  assertEquals(table.map((line) => line["W₂ of distances"]), ["0.150 (0.100 – 0.200)", "0.400"]);
  assertEquals(table.map((line) => line["training steps, first rung"]), [5, 15]);
  assertEquals(table.map((line) => [line.particles, line["MALA a rung"], line.number]), [
    [7, 3, 2],
    [7, 3, 1],
  ]);
});

Deno.test("shipped climbs of other kinds can be read", () => {
  const kinds = readLj13Others();
  assertEquals(Object.values(kinds).map((records) => records.length), [3, 1]);
  const sizes = lj13Sizes(kinds);
  assertEquals(sizes.map(({ particles }) => particles), [500, 1000]);
});
