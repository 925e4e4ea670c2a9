/**
 * Computes data/papers/pita/fkc.json, the six cells of table A1 over five seeds:
 * `deno run -A lib/papers/pita/make.ts [--seeds=5] [--populations=1] [--to=FOLDER]`. With several
 * populations of equal size, which do not trade particles, only the cells that resample are computed,
 * into fkc_populations_N.json; with --competitors only the plain competitors, into
 * fkc_competitors.json; with --accumulated only the other form of the birth-death clock, into
 * fkc_accumulated.json; with --flow only what follows the probability flow, into fkc_flow.json.
 */
import { join } from "node:path";
import { runScript } from "../../checks/script.ts";
import { countFrom, scriptArguments } from "../../checks/script_arguments.ts";
import { writeWhole } from "../../checks/whole_file.ts";
import { sourceCommit } from "../../records/records.ts";
import { describeMachine } from "../../training/machine.ts";
import { accumulatedCells, fkcCells, fkcSampler, flowCells, runFkc } from "./fkc.ts";
import { type FkcMetrics, fkcMetrics, fkcReference, MATCHED } from "./fkc_metrics.ts";
import { runCompetitors } from "./report.ts";

await runScript(import.meta, (args) => {
  const { values } = scriptArguments(args, {
    seeds: { type: "string", default: "5" },
    populations: { type: "string", default: "1" },
    competitors: { type: "boolean", default: false },
    accumulated: { type: "boolean", default: false },
    flow: { type: "boolean", default: false },
    to: { type: "string", default: "data/papers/pita" },
  });
  const [particles, steps] = [10_000, 1000],
    populations = countFrom("--populations", values.populations);
  const commit = sourceCommit();
  const seeds = Array.from({ length: countFrom("--seeds", values.seeds) }, (_, i) => 101 + i);
  const rows: Record<string, unknown>[] = [];
  // Five digits are more than runs agree in.
  const rounded = (metrics: FkcMetrics) =>
    Object.fromEntries(Object.entries(metrics).map(([k, v]) => [k, Number(v.toPrecision(5))]));
  const keep = ({ metrics, ...rest }: Record<string, unknown> & { metrics: FkcMetrics }) => {
    const row = { ...rest, metrics: rounded(metrics) };
    rows.push(row);
    console.log(JSON.stringify(row));
  };
  const references = new Map(seeds.map((seed) => [seed, fkcReference(particles, seed)]));
  for (const seed of seeds) {
    const exact = fkcReference(particles, seed + 1000).cold;
    keep({
      scheme: "exact",
      corrector: "none",
      seed,
      metrics: fkcMetrics(exact, references.get(seed)!, seed),
    });
  }
  const cells = values.competitors
    ? []
    : values.accumulated
    ? accumulatedCells
    : values.flow
    ? flowCells
    : fkcCells;
  for (const cell of cells) {
    if (populations > 1 && cell.corrector === "none") continue;
    const sampler = fkcSampler(cell, steps);
    for (const seed of seeds) {
      const { points, seconds, survivors } = runFkc(sampler, { particles, seed, populations });
      const metrics = fkcMetrics(points, references.get(seed)!, seed);
      keep({ ...cell, seed, seconds: Number(seconds.toFixed(2)), survivors, metrics });
    }
    sampler.dispose?.();
  }
  for (const seed of values.competitors ? seeds : []) {
    for (
      const { row } of runCompetitors({ particles, steps, seed }, references.get(seed)!, MATCHED)
    ) {
      keep({ ...row, seconds: Number(row.seconds!.toFixed(2)) });
    }
  }
  const name = values.competitors
    ? "fkc_competitors"
    : values.accumulated
    ? "fkc_accumulated"
    : values.flow
    ? "fkc_flow"
    : populations > 1
    ? `fkc_populations_${populations}`
    : "fkc";
  writeWhole(
    join(values.to, `${name}.json`),
    JSON.stringify(
      { machine: describeMachine(), commit, particles, populations, steps, rows },
      null,
      1,
    ) + "\n",
  );
});
