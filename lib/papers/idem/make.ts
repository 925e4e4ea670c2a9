/**
 * Trains what data/papers/idem holds:
 * `deno run -A lib/papers/idem/make.ts gmm40|dw4|lj13 [--settings=paper|ours|forces|kept|finer] [--source=prior] [--steps=N]
 * [--minutes=N] [--seed=N] [--name=NAME] [--to=FOLDER]`. Shipped are 3,000 steps of all kinds on GMM-40, and `gmm40_ours_long`,
 * `--name=gmm40_ours_long`, of 10,000. A training that `minutes` cut short goes on where it ended
 * when called again, from a file in runs/idem.
 */
import { join } from "node:path";
import { runScript } from "../../checks/script.ts";
import { countFrom, numberFrom, scriptArguments } from "../../checks/script_arguments.ts";
import { usageError } from "../../checks/usage.ts";
import { sourceCommit } from "../../records/records.ts";
import { random, tf, tidy } from "../../tensor/mod.ts";
import { loadIdemStart, saveIdemState } from "./files.ts";
import { saveParams } from "../../training/parameters_file.ts";
import { describeMachine } from "../../training/machine.ts";
import {
  dw4Options,
  finerDw4Options,
  forcedDw4Options,
  gmmOptions,
  keptDw4Options,
  lj13Options,
  ownDw4Options,
  ownGmmOptions,
} from "./settings.ts";
import { trainIdem } from "./train.ts";

await runScript(import.meta, async (args) => {
  const { values, positionals } = scriptArguments(args, {
    settings: { type: "string", default: "ours" },
    source: { type: "string", default: "own samples" },
    steps: { type: "string", default: "10000" },
    minutes: { type: "string", default: "1e9" },
    seed: { type: "string", default: "1" },
    name: { type: "string" },
    to: { type: "string", default: "data/papers/idem" },
  }, 1);
  const [target] = positionals, { source, settings: kind } = values;
  type Settings = Readonly<Record<string, typeof gmmOptions>>;
  const known = ({
    gmm40: { paper: gmmOptions, ours: ownGmmOptions },
    dw4: {
      paper: dw4Options,
      ours: ownDw4Options,
      forces: forcedDw4Options,
      kept: keptDw4Options,
      finer: finerDw4Options,
    },
    lj13: { ours: lj13Options },
  } as Readonly<Record<string, Settings>>)[target ?? ""];
  if (!known || (source !== "own samples" && source !== "prior")) {
    throw usageError(
      `Cannot train on ${target} from ${source}: accepted are gmm40, dw4 and lj13, "own samples" and prior`,
    );
  }
  const chosen = known[kind];
  if (!chosen) {
    throw usageError(
      `Cannot train ${target} with settings ${kind}: accepted are ${Object.keys(known).join(", ")}`,
    );
  }
  const steps = countFrom("--steps", values.steps), seed = countFrom("--seed", values.seed, 0);
  const most = 60_000 * numberFrom("--minutes", values.minutes), commit = sourceCommit();
  const options = { ...chosen(), steps, seed, source } as const;
  const named = values.name ?? `${target}_${kind}${source === "prior" ? "_prior" : ""}`;
  const name = `${named}_${seed}`;
  const unfinished = join("runs/idem", `${name}.safetensors`);
  const first = tidy(() => options.network.init(random.key(seed)));
  const from = loadIdemStart(unfinished, first, options.learningRate);
  if (!from) tf.dispose(first as unknown as tf.TensorContainer);
  const losses: { step: number; loss: number; seconds: number }[] = from ? [...from.losses] : [];
  const started = performance.now();
  const run = await trainIdem(options, (progress) => {
    const { step, loss, seconds } = progress;
    losses.push({ step, loss: Number(loss.toFixed(4)), seconds: Math.round(seconds) });
    if (step % 500 === 0) console.log(step, loss.toFixed(3), `${seconds.toFixed(0)} s`);
    if (performance.now() - started < most || step === steps) return false;
    saveIdemState(unfinished, progress, losses);
    return true;
  }, from);
  console.log(`${name}: ${run.step} of ${steps} steps, ${run.seconds.toFixed(0)} s`);
  const metadata = {
    name,
    source,
    settings: kind,
    seed: `${seed}`,
    steps: `${run.step}`,
    seconds: run.seconds.toFixed(0),
    energyEvaluations: `${run.energyEvaluations}`,
    networkEvaluations: `${run.networkEvaluations}`,
    machine: describeMachine(),
    ...(commit && { commit }),
    losses: JSON.stringify(losses.filter((_, i) => i % 5 === 4)),
  };
  Deno.mkdirSync(values.to, { recursive: true });
  saveParams(join(values.to, `${name}.safetensors`), run.params, metadata);
});
