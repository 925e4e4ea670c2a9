/** The README's table of claims, from records. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { recordedVerdicts } from "lib/papers/ired/report/claim_rows.ts";
import { claimsTable } from "lib/papers/ired/report/readme_table.ts";
import type { ResultRecord } from "lib/records/records.ts";

/** Boards solved of 100, of one training or of several. */
function record(settings: Record<string, unknown>, shares: readonly number[] = [0.75]) {
  return {
    paper: "ired",
    kind: settings.trainings ? "sweep" : "evaluation",
    subject: { task: "sudoku", network: "relational" },
    training: { config: { batch: 64, preset: "corrected", seed: 0 }, step: 1, seconds: 1 },
    settings: { preset: "corrected", ...settings },
    seed: 1,
    n: 100,
    rows: shares.map((value, trainingSeed) => ({
      method: "paper's network",
      kind: "ours",
      metric: "boards solved",
      value,
      low: value - 0.05,
      high: value + 0.05,
      n: 100,
      at: { difficulty: "harder", ...(settings.trainings ? { trainingSeed } : {}) },
    })),
  } as unknown as ResultRecord;
}

Deno.test("the claims' table names hops, so that one network may stand in it twice", () => {
  assertStringIncludes(
    claimsTable([record({}), record({ cycles: 64 })]),
    "network: 0.75 (0.7 to 0.8)<br>paper's network, at most 64 hops: 0.75 (0.7 to 0.8)",
  );
});

Deno.test("further trainings stand beside the first, and a claim must hold of all", () => {
  const verdict = (table: string) => table.trim().split("\n").at(-1)!.split("|").at(-2)!.trim();
  const alone = claimsTable([record({})]);
  assertEquals(verdict(alone), "reproduced"); // published: .045
  const [low, high] = [0.01, 0.7].map((again) =>
    claimsTable([record({}), record({ trainings: 3 }, [0.75, 0.8, again])])
  );
  assertStringIncludes(high!, "network: 0.75 (0.7 to 0.8), again 0.8, 0.7 |");
  assertEquals(verdict(high!), "reproduced");
  // Of .01 ± .05 it is not sure that it misses .045; of −.05 it is.
  assertEquals(verdict(low!), "reproduced");
  const worst = claimsTable([record({}), record({ trainings: 3 }, [0.75, 0.8, -0.05])]);
  assertEquals(verdict(worst), "not reproduced");
  // Other hops, another count of problems or other problems are no further training of this.
  const others = [{ trainings: 3, cycles: 64 }].map((settings) => record(settings, [0.75, 0.8]));
  const other = { ...record({ trainings: 2 }, [0.75, 0.1]), n: 50 };
  const drawn = { ...record({ trainings: 2 }, [0.75, 0.1]), seed: 2 };
  assertEquals(claimsTable([record({}), ...others, other, drawn]), alone);
});

Deno.test("verdicts of the records name the measure, and whose number it is", () => {
  const file = { path: "x.json", record: record({}) };
  assertEquals(
    recordedVerdicts({ name: "sudoku" }, [file]).map(({ claim, verdict }) => [claim, verdict]),
    [
      ["boards solved: error of IRED, run again, harder", "reproduced"],
    ],
  );
  assertEquals(recordedVerdicts({ name: "addition" }, [file]), []);
});
