/** Claims of table A1 from runs that are made up. */
import { assert, assertEquals } from "@std/assert";
import { competitors } from "lib/papers/pita/competitors.ts";
import { type FkcCell, fkcCells, flowCells } from "lib/papers/pita/fkc.ts";
import { type FkcMetrics, publishedFkc } from "lib/papers/pita/fkc_metrics.ts";
import type { FkcRow } from "lib/papers/pita/report.ts";
import { fkcClaims } from "lib/papers/pita/verdict.ts";

const NAMES = ["tv", "w1", "w2", "mmd"] as const;
type Numbers = Readonly<Partial<Record<typeof NAMES[number], number>>>;

/** Two runs of a sampler, a millionth to both sides of its numbers. */
const runs = (scheme: string, corrector: string, numbers: Numbers): FkcRow[] =>
  [-1, 1].map((sign) => ({
    ...{ scheme, corrector, seed: sign },
    metrics: Object.fromEntries(
      Object.entries(numbers).map(([name, value]) => [name, value * (1 + 1e-6 * sign)]),
    ) as unknown as FkcMetrics,
  }));

const all = (value: number): Numbers => Object.fromEntries(NAMES.map((name) => [name, value]));
const nameOf = ({ scheme, corrector }: { scheme: string; corrector: string }) =>
  `${scheme}, ${corrector}`;

/** The best is target score with systematic resampling, as was published; then others by rank. */
const ranks: Readonly<Record<string, number>> = {
  ...{ "target score, systematic": 1, "target score, birth-death": 2, "target score, none": 3 },
  ...{
    "tempered noise, systematic": 4,
    "tempered noise, birth-death": 5,
    "tempered noise, none": 6,
  },
};

/** Claims of runs whose numbers are the ranks, but for `changes` of some. */
function claims(changes: Readonly<Record<string, Numbers>> = {}, more: readonly FkcRow[] = []) {
  const cells = fkcCells.flatMap((cell) =>
    runs(cell.scheme, cell.corrector, { ...all(ranks[nameOf(cell)]!), ...changes[nameOf(cell)] })
  );
  return fkcClaims([
    ...runs("exact", "none", { ...all(0.1), ...changes.exact }),
    ...cells,
    ...more,
  ]);
}

Deno.test("systematic resampling lowers what it lowers in both samplers, MMD aside", () => {
  const first = (changes?: Parameters<typeof claims>[0]) => {
    const [{ holds, evidence }] = claims(changes) as [ReturnType<typeof claims>[number]];
    return [holds, evidence.slice(0, 6)];
  };
  assertEquals(first(), [true, "6 of 6"]);
  assertEquals(first({ "tempered noise, systematic": { w2: 6 } }), ["partly", "5 of 6"]);
  assertEquals(
    first({ "tempered noise, systematic": { w2: 7 } }),
    [false, "5 of 6"],
    "it is higher",
  );
  assertEquals(first({ "target score, systematic": { mmd: 9 } }), [true, "6 of 6"]);
  const worse = { tv: 7, w1: 7, w2: 7 };
  assertEquals(
    first({ "target score, systematic": worse, "tempered noise, systematic": worse }),
    [false, "0 of 6"],
  );
  // At the floor of exact samples nothing better can be seen.
  assertEquals(first({ exact: { tv: 3.5 } }), ["partly", "5 of 6"]);
});

Deno.test("the best of the published samplers is nearer than each other, by each number", () => {
  const second = (changes?: Parameters<typeof claims>[0]) => claims(changes)[1]!;
  const best = second();
  assertEquals(best.holds, true);
  for (const name of ["TV", "W₁", "W₂", "MMD"]) {
    assert(best.evidence.includes(`${name}: target score, systematic`), best.evidence);
  }
  assert(!best.evidence.includes("overlap"), best.evidence);
  const beaten = second({ "tempered noise, none": { w1: 0.5 } });
  assertEquals(beaten.holds, false);
  assert(beaten.evidence.includes("W₁: tempered noise, none;"), beaten.evidence);
  const tied = second({ "target score, birth-death": { mmd: 1 } });
  assertEquals(tied.holds, "partly");
  assert(tied.evidence.includes("MMD: target score, "), tied.evidence);
  assert(tied.evidence.includes(", ranges of runs overlap;"), tied.evidence);
  assertEquals(second({ "target score, birth-death": all(1) }).holds, "undecided");
  // One that is as good does not hide one that is better.
  assertEquals(
    second({ "target score, birth-death": all(1), "tempered noise, none": all(0.5) }).holds,
    false,
  );
});

Deno.test("published means of five runs are near up to 2.78 standard errors, number by number", () => {
  // Ours hardly vary: what is left is the published deviation, of five runs, and rounding.
  const errorOf = (deviation: number) =>
    Math.hypot(deviation / Math.sqrt(5), 0.0005 / Math.sqrt(3));
  const away = (errors: number, cells: readonly FkcCell[], metric: typeof NAMES[number]) =>
    fkcClaims([
      ...runs("exact", "none", all(0)),
      ...fkcCells.flatMap((cell) => {
        const { scheme, corrector, ...own } = publishedFkc.find((one) =>
          nameOf(one) === nameOf(cell)
        )!;
        const [mean, deviation] = own[metric], far = cells.includes(cell) ? errors : 0;
        const means = Object.fromEntries(NAMES.map((name) => [name, own[name][0]]));
        return runs(scheme, corrector, { ...means, [metric]: mean + far * errorOf(deviation) });
      }),
    ]).filter(({ claim }) => claim.startsWith("each published"))
      .map(({ holds, evidence }) => [holds, evidence]);
  // Of W₁ and W₂ it is said that they are not the published statistic.
  const unlike = "; ours of 1,000 points a run, theirs of all";
  const cells = (count: number, k: number) =>
    `${count} of 6 cells${k === 1 || k === 2 ? unlike : ""}`;
  NAMES.forEach((metric, i) => {
    const but = (holds: boolean | "partly", count: number) =>
      NAMES.map((_, k) => k === i ? [holds, cells(count, k)] : [true, cells(6, k)]);
    assertEquals(away(2.7, fkcCells, metric), but(true, 6));
    assertEquals(away(-2.9, fkcCells.slice(0, 5), metric), but("partly", 1));
    assertEquals(away(2.9, fkcCells, metric), but(false, 0));
  });
});

Deno.test("competitors and the flow are judged only where they were run", () => {
  assertEquals(claims().length, 6);
  const [scheme] = Object.keys(competitors) as [string];
  const beside = (value: Numbers) =>
    claims({}, runs(scheme, "none", value)).slice(6).map((
      { holds, evidence },
    ) => [holds, evidence]);
  assertEquals(beside(all(2)), [
    [
      true,
      ["TV", "W₁", "W₂", "MMD"].map((name) => `${name} 1.00 against 2.00, nearer`).join("; "),
    ],
  ]);
  assertEquals(beside(all(0.5))[0]![0], false);
  const [holds, evidence] = beside({ ...all(2), tv: 0.5 })[0] as [unknown, string];
  assertEquals(holds, false, "nearer by three, farther by one");
  assert(evidence.startsWith("TV 1.00 against 0.500, farther; W₁"), evidence);
  assertEquals(beside({ ...all(2), tv: 1 })[0]![0], "partly");
  /** With systematic resampling; the other two are as good as the other is bad. */
  const flow = (value: number, cells: readonly FkcCell[] = flowCells) =>
    claims(
      {},
      cells.flatMap((cell) =>
        runs(cell.scheme, cell.corrector, all(cell.corrector === "systematic" ? value : 1 / value))
      ),
    ).slice(6).map(({ claim, holds }) => [claim.startsWith("ours: along"), holds]);
  assertEquals([flow(0.5), flow(2)], [[[true, true]], [[true, false]]]);
  assertEquals(flow(0.5, flowCells.slice(1)), [], "not without all three");
});

Deno.test("of all that were run, the best is named, too", () => {
  const flow = flowCells.flatMap((cell) => runs(cell.scheme, cell.corrector, all(0.5)));
  const { evidence } = claims({}, flow)[1]!;
  assert(evidence.endsWith("of all that were run: probability flow, none"), evidence);
  assert(claims()[1]!.evidence.endsWith("that were run: target score, systematic"));
});
