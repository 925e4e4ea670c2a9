/** How sure a classifier should be beside an energy: the sweep by which that was chosen, as a table. */
import { fileURLToPath } from "node:url";
import { readRecord } from "../../../records/records.ts";
import type { ResultRow } from "../../../records/rows.ts";

const RECORD = "../../../../data/results/visual_sudoku_temperature.json";

/** A line per temperature, and one for the network that learned on, before any hops and after all. */
export function temperatureLines(
  rows: readonly ResultRow[] = readRecord(fileURLToPath(new URL(RECORD, import.meta.url))).rows,
) {
  const lines = Map.groupBy(
    rows,
    ({ at }) => JSON.stringify([at.temperature, at.steps ?? 0, at.cycles]),
  );
  return [...lines.values()].map((own) => {
    const of = (metric: string) => own.find((row) => row.metric === metric)!;
    const { at, n } = own[0]!, solved = of("boards solved");
    return {
      temperature: at.temperature,
      "steps together": at.steps ?? 0,
      hops: at.cycles,
      "boards solved": solved.value,
      from: solved.low,
      to: solved.high,
      "unknown cells right": of("unknown cells right").value,
      "clues read": of("clues read").value,
      boards: n,
    };
  });
}
