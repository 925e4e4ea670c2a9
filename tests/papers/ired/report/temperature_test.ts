/** The sweep over the temperature of a reader as a table. */
import { assertEquals } from "@std/assert";
import { temperatureLines } from "lib/papers/ired/report/temperature.ts";
import type { ResultRow } from "lib/records/rows.ts";

Deno.test("a line has the measures of one temperature, training and number of hops", () => {
  const row = (metric: string, value: number, at: ResultRow["at"]): ResultRow => ({
    ...{ method: "m", kind: "ours", metric, value, low: value - 0.1, high: value + 0.1, n: 7 },
    at: { difficulty: "validation", gradients: 20, ...at },
  });
  const all = (at: ResultRow["at"], [solved, right, read]: [number, number, number]) => [
    row("unknown cells right", right, at),
    row("boards solved", solved, at),
    row("clues read", read, at),
  ];
  const lines = temperatureLines([
    ...all({ temperature: 2, cycles: 0 }, [0.5, 0.6, 0.7]),
    ...all({ temperature: 2, cycles: 8 }, [0.55, 0.65, 0.75]),
    ...all({ temperature: 2, cycles: 0, steps: 500 }, [0.4, 0.45, 0.5]),
  ]);
  assertEquals(
    lines.map((line) => [
      line.temperature,
      line["steps together"],
      line.hops,
      line["boards solved"],
      line["unknown cells right"],
      line["clues read"],
      line.boards,
    ]),
    [[2, 0, 0, 0.5, 0.6, 0.7, 7], [2, 0, 8, 0.55, 0.65, 0.75, 7], [2, 500, 0, 0.4, 0.45, 0.5, 7]],
  );
  assertEquals([lines[0]!.from, lines[0]!.to], [0.4, 0.6]);
});
