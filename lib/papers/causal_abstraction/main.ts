/**
 * Trains the latent causal model on each family of interventions, three times, and writes the record:
 * `deno run -A lib/papers/causal_abstraction/main.ts [family …] [--seeds=101,102,103]`.
 *
 * Runs that the record already has are kept.
 */
import { FAMILIES, latentExperiment, TRAINING } from "./experiment.ts";
import { readLatentRecord, RECORD, sourceCommit, writeLatentRun } from "./record.ts";

// Of the code that is loaded now, whatever changes while it runs.
const commit = sourceCommit();
const wanted = Deno.args.filter((one) => !one.startsWith("--"));
const seeds = Deno.args.find((one) => one.startsWith("--seeds="))?.slice(8) ?? "101,102,103";
for (const seed of seeds.split(",").map(Number)) {
  for (const [name, family] of Object.entries(FAMILIES)) {
    if (wanted.length && !wanted.includes(name)) continue;
    const known = readLatentRecord(RECORD)?.runs ?? [];
    if (known.some((run) => run.name === name && run.seed === seed)) continue;
    const run = latentExperiment({ name, family, seed });
    writeLatentRun(RECORD, run, TRAINING, commit);
    console.log(name, seed, run.loss.toFixed(2), `${run.seconds.toFixed(0)} s`);
  }
}
