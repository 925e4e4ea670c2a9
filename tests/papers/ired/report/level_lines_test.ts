import { assertEquals } from "@std/assert";
import { levelLines } from "lib/papers/ired/report/hopping_curves.ts";
import type { ResultRow } from "lib/records/rows.ts";

/** Boards of 20 clues, of which a share is solved after eight hops. */
const rowsOf = (level: number, innerSteps: number, value: number, gradients: number) =>
  [0, 8].map((cycles): ResultRow => ({
    method: "a network",
    kind: "ours",
    metric: "boards solved",
    value: cycles ? value : 0,
    n: 10,
    at: { difficulty: "harder", hardness: 20, cycles, level, innerSteps, gradients },
  }));

Deno.test("boards solved stand by steps and by levels, with what they took", () => {
  const rows = [rowsOf(5, 1, 0.5, 90), rowsOf(3, 0, 0.3, 40), rowsOf(5, 0, 0.7, 60)].flat();
  assertEquals(levelLines(rows, 8) as unknown, [
    { "steps per landscape": 0, "level 3": "30 %, 40 gradients", "level 5": "70 %, 60 gradients" },
    { "steps per landscape": 1, "level 3": "–", "level 5": "50 %, 90 gradients" },
  ]);
});
