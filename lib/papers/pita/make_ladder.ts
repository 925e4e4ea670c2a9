/**
 * Climbs the ladder of temperatures on GMM-40 and writes data/papers/pita/ladder.json:
 * `deno run -A lib/papers/pita/make_ladder.ts [--training=700] [--particles=2000] [--sampling=100]
 * [--seed=1] [--quantile=.9] [--name=ladder] [--to=FOLDER]`.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sourceCommit } from "../../records/records.ts";
import { describeMachine } from "../../training/machine.ts";
import { climb, type ClimbProgress } from "./climb.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    training: { type: "string", default: "700" },
    particles: { type: "string", default: "2000" },
    sampling: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    quantile: { type: "string", default: "0.9" },
    name: { type: "string", default: "ladder" },
    temperatures: { type: "string", default: "64,32,16,8,4,2,1" },
    to: { type: "string", default: "data/papers/pita" },
  },
});
const options = {
  temperatures: values.temperatures.split(",").map(Number),
  trainingSteps: Number(values.training),
  batch: 256,
  particles: Number(values.particles),
  samplingSteps: Number(values.sampling),
  settling: 20,
  seed: Number(values.seed),
  rateQuantile: Number(values.quantile),
};
const commit = sourceCommit();
const rungs: ClimbProgress[] = [];
await climb(options, (progress) => {
  const { loss, seconds } = progress;
  rungs.push({ ...progress, loss: Number(loss.toPrecision(4)), seconds: Math.round(seconds) });
  console.log(JSON.stringify(rungs.at(-1)));
});
Deno.mkdirSync(values.to, { recursive: true });
const path = join(values.to, `${values.name}_${options.seed}.json`);
const record = { machine: describeMachine(), commit, ...options, rungs };
Deno.writeTextFileSync(path, JSON.stringify(record, null, 1) + "\n");
