/** What is said of several seeds. */
import { assertEquals } from "@std/assert";
import type { PlaneRow } from "lib/papers/dts/plane.ts";
import { convergenceFinding, finalTable } from "lib/papers/dts/report.ts";

/** One row for each seed. */
const rowsOf = (method: string, shares: readonly (number | undefined)[]): PlaneRow[] =>
  shares.map((heaviest, seed) => ({
    ...{ problem: heaviest === undefined ? "board" : "ring", method, evaluations: 1000, seed },
    ...{ mmd: seed / 100, seconds: 1 },
    ...(heaviest !== undefined && { heaviest }),
  }));

Deno.test("seeds that never found the heaviest mode count, rows of other problems do not", () => {
  const rows = [
    ...rowsOf("DTS as printed", [0.5, 0.5, 0.5, 0.5, 0, 0]),
    ...rowsOf("DTS as printed", [undefined, undefined]),
    ...rowsOf("tree, scouted (ours)", [0.5, 0.5]),
  ];
  const { verdict, number } = convergenceFinding(rows, 0.5);
  // Two standard errors: 2 · 0.2582 / √6.
  assertEquals(number.split(",")[0], "share of the heaviest mode 0.333 ± 0.211");
  assertEquals(verdict, "reproduced", "within two standard errors");
  const sure = convergenceFinding(
    [
      ...rowsOf("DTS as printed", [0.5, 0.5, 0, 0, 0, 0]),
      ...rowsOf("tree, scouted (ours)", [0.5]),
    ],
    0.5,
  );
  assertEquals(sure.verdict, "not reproduced");
  assertEquals(finalTable(rows)[0]!["share of the heaviest mode"], "0.333", "as in the finding");
});

Deno.test("the deviation over seeds is that of a sample; one seed has none", () => {
  // Of 0, 0.01 and 0.02.
  const [several, one] = finalTable([...rowsOf("DPS", [0, 0, 0]), ...rowsOf("SMC", [0])]);
  assertEquals([several!["squared MMD"], several!["± over seeds"]], ["0.0100", "0.0100"]);
  assertEquals(one!["± over seeds"], "–");
  const [below] = finalTable([{ ...rowsOf("SMC", [0])[0]!, mmd: -1e-6 }]);
  assertEquals(below!["squared MMD"], "0.0000");
});
