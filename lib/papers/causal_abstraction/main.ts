/**
 * Trains the latent causal model on each family of interventions, with seeds that no choice was made
 * by, and writes the record: `deno run -A lib/papers/causal_abstraction/main.ts [family …]
 * [--variant="sets not balanced"] [--seeds=4091,4092]`.
 *
 * Runs that the record already has are kept; move it away to make them anew.
 */
import { assertChoice } from "../../checks.ts";
import { completeText, runScript } from "../../checks/script.ts";
import { scriptArguments, seedsFrom } from "../../checks/script_arguments.ts";
import { FAMILIES, latentExperiment, TRAINING } from "./experiment.ts";
import { sourceCommit } from "../../checks/source_commit.ts";
import { readLatentRecord, RECORD, writeLatentRun } from "./record.ts";

await runScript(import.meta, (args) => {
  // Of the code that is loaded now, whatever changes while it runs.
  const commit = sourceCommit();
  const { values, positionals: wanted } = scriptArguments(args, {
    variant: { type: "string", default: "as shipped" },
    seeds: { type: "string", default: "4091,4092,4093,4094,4095" },
  }, Infinity);
  wanted.forEach((family) => assertChoice("family", family, Object.keys(FAMILIES)));
  const { variant, seeds } = values;
  let made = 0;
  for (const seed of seedsFrom("--seeds", seeds)) {
    for (const [name, family] of Object.entries(FAMILIES)) {
      if (wanted.length && !wanted.includes(name)) continue;
      const known = readLatentRecord(RECORD)?.runs ?? [];
      const same = (run: typeof known[number]) =>
        run.name === name && run.seed === seed && run.variant === variant;
      if (known.some(same)) continue;
      const run = latentExperiment({ name, family, seed, variant });
      made++;
      writeLatentRun(RECORD, run, TRAINING, commit);
      console.log(name, variant, seed, run.loss.toFixed(2), `${run.seconds.toFixed(0)} s`);
    }
  }
  if (made === 0) console.log(completeText(RECORD, args.join(" ") || undefined));
});
