/**
 * Trains what data/papers/idem holds:
 * `deno run -A lib/papers/idem/make.ts gmm40|dw4 [--source=prior] [--estimator=mixed] [--steps=N] [--seed=N] [--to=FOLDER]`.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { saveParams } from "../../training/parameters_file.ts";
import { describeMachine } from "../../training/machine.ts";
import { dw4Options, gmmOptions } from "./settings.ts";
import { trainIdem } from "./train.ts";

const { values, positionals } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    source: { type: "string", default: "own samples" },
    estimator: { type: "string", default: "gradient" },
    steps: { type: "string", default: "5000" },
    seed: { type: "string", default: "1" },
    to: { type: "string", default: "data/papers/idem" },
  },
});
const [target] = positionals;
const options = { gmm40: gmmOptions, dw4: dw4Options }[target ?? ""];
if (!options || (values.source !== "own samples" && values.source !== "prior")) {
  throw new RangeError(
    `Cannot train on ${target} from ${values.source}: accepted are gmm40 and dw4, "own samples" and prior`,
  );
}
const { estimator: kind } = values;
if (kind !== "gradient" && kind !== "mixed") {
  throw new RangeError(`Cannot estimate by ${kind}: accepted are gradient and mixed`);
}
const settings = options();
const [steps, seed] = [Number(values.steps), Number(values.seed)];
const losses: { step: number; loss: number; seconds: number }[] = [];
const run = await trainIdem(
  {
    ...settings,
    estimator: { ...settings.estimator, kind },
    steps,
    seed,
    source: values.source,
  },
  ({ step, loss, seconds }) => {
    losses.push({ step, loss: Number(loss.toFixed(4)), seconds: Math.round(seconds) });
    if (step % 500 === 0) console.log(step, loss.toFixed(3), `${seconds.toFixed(0)} s`);
  },
);
const method = kind === "mixed" ? "mixed" : values.source === "prior" ? "pdem" : "idem";
const name = `${target}_${method}_${seed}`;
const { energyEvaluations, networkEvaluations, seconds } = run;
const metadata = {
  name,
  source: values.source,
  estimator: kind,
  seed: `${seed}`,
  steps: `${steps}`,
  seconds: seconds.toFixed(0),
  energyEvaluations: `${energyEvaluations}`,
  networkEvaluations: `${networkEvaluations}`,
  machine: describeMachine(),
  losses: JSON.stringify(losses.filter((_, i) => i % 5 === 4)),
};
Deno.mkdirSync(values.to, { recursive: true });
saveParams(join(values.to, `${name}.safetensors`), run.params, metadata);
