/** Tables of README.md and docs/results.md that are written from the records. */
import { basename } from "node:path";
import { formatNumber } from "../../../plots/format.ts";
import type { RecordFile, ResultRecord } from "../../../records/records.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { type Task, tasks } from "../tasks/mod.ts";
import { claimRows, configOf, ownRecords, type Shown, shown } from "./claim_rows.ts";
import { markdown, recordLink } from "./markdown.ts";
import type { Outcome, Verdict } from "./verdict.ts";

/** Of one network's trainings, such as "0.984 (0.960 to 0.994), again 0.981, 0.986". */
function cell([{ value, low, high }, ...again]: readonly [ResultRow, ...ResultRow[]]): string {
  const short = (number: number) => formatNumber(number, 3);
  const ends = low !== undefined && high !== undefined ? ` (${short(low)} to ${short(high)})` : "";
  const rest = again.map((row) => short(row.value)).join(", ");
  return short(value) + ends + (rest && `, again ${rest}`);
}

/** Published errors have four digits after the point, published shares three. */
function publishedCell({ method, metric, value }: ResultRow): string {
  const digits = metric === "mean squared error" ? 4 : 3;
  const text = value.toFixed(digits).replace(/^0\./, ".");
  return method === "IRED" ? text : `${text} (${method})`;
}

/** What the trivial answer makes of a claim that is met. */
const besideTrivial: Readonly<Record<Outcome, string>> = {
  "reproduced": "",
  "not reproduced": "; no better than the trivial answer",
  "not decided": "; not surely better than the trivial answer",
  "only with changes of ours": "; better than the trivial answer only with changes of ours",
  "only with our network": "; better than the trivial answer only with our network",
  "only with the paper's network": "; better than the trivial answer only with the paper's network",
};

function verdictCell(verdicts: readonly Verdict[]): string {
  const [reached, beaten] = verdicts;
  if (!reached) return "no published number";
  const rest = beaten ? besideTrivial[beaten.verdict] : "";
  // What only our network reaches, only it need beat.
  return reached.verdict === beaten?.verdict && reached.verdict !== "not reproduced"
    ? reached.verdict
    : reached.verdict + rest;
}

function claimLines(told: Shown, records: readonly ResultRecord[]): string[][] {
  const errors = told.metric === "mean squared error";
  return claimRows(told, records).map(({ difficulty, paper, trivial, ours, verdicts }) => {
    const best = trivial.toSorted((a, b) => errors ? a.value - b.value : b.value - a.value)[0];
    const numbers = [...Map.groupBy(ours, ({ method }) => method)]
      .map(([method, [first, ...again]]) => `${method}: ${cell([first!, ...again])}`);
    return [
      difficulty === "same" ? told.label : `${told.label}, harder`,
      paper ? publishedCell(paper) : "–",
      numbers.join("<br>"),
      best ? `${formatNumber(best.value, 3)} (${best.method})` : "–",
      verdictCell(verdicts),
    ];
  });
}

/**
 * Claim by claim: the published number, ours with 95 % intervals and what further trainings gave, the
 * best trivial answer, and what became of it.
 */
export function claimsTable(records: readonly ResultRecord[]): string {
  const rows = shown.flatMap((one) => claimLines(one, records));
  return markdown(["claim", "paper", "ours", "trivial answer", "verdict"], rows);
}

const count = (n: number) => n.toLocaleString("en-US");

/** How long a network was trained, from what, and what it took; of what was only put together, its parts. */
function trainingCells(record: ResultRecord): [string, string] {
  const { step, seconds, config } = record.training!;
  const { startedFrom = [] } = config as { readonly startedFrom?: readonly string[] };
  const parts = startedFrom.map((part) => basename(part)).join(" and ");
  if (step === 0) return [`none beyond ${parts}`, "–"];
  const steps = `${count(step)} steps of ${count(configOf(record).batch)}`;
  return [steps + (parts && `, from ${parts}`), `${count(Math.round(seconds / 60))} min`];
}

/** How the networks behind the claims were trained and measured, with the records' files. */
export function trainingTable(records: readonly RecordFile[]): string {
  const rows = Object.values<Task>(tasks).flatMap((task) =>
    ownRecords(task, records.map(({ record }) => record)).map((record) => {
      const { settings, n, rows } = record;
      const { path } = records.find((one) => one.record === record)!;
      const title = rows.find(({ kind }) => kind === "ours")!.method;
      const name = path.split("/").at(-1)!.replace(".json", "");
      return [
        `${task.title}: ${title}`,
        ...trainingCells(record),
        String(settings.preset),
        count(n),
        recordLink(name),
      ];
    })
  );
  return markdown(["network", "training", "took", "sampler", "problems", "record"], rows);
}
