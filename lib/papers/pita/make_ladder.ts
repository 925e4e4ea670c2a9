/**
 * Climbs the ladder of temperatures on GMM-40, DW-4 or LJ-13 and writes data/papers/pita/NAME_SEED.json:
 * `deno run -A lib/papers/pita/make_ladder.ts [--task=gmm40|dw4|lj13] [--training=700] [--batch=256] [--particles=2000] [--sampling=100]
 * [--seed=1] [--quantile=1] [--known=C] [--first=700] [--hot=300] [--settling=20] [--compared=20000] [--transport=annealed|flow]
 * [--ways=scaled,weighted] [--temperatures=64,…,1] [--name=NAME] [--to=FOLDER] [--force]`;
 * `--known=0`: the energy is learned throughout, `--quantile=.9`: rates are cut, as released; `--hot`: steps of
 * MALA at the hottest rung, 1,500 on LJ-13 by default; `--first`: training steps of the first rung, if not as many as of others;
 * `--transport=flow`: weighted particles drift along the flow. The name follows from what is climbed and how, unless `--name`
 * is given; a record of another task or of other options is only replaced with `--force`.
 *
 * Shipped are, of seeds 1 to 3 each,
 *
 * - `ladder`: no option; `ladder_flow`: `--transport=flow`; `ladder_learned`: `--known=0 --quantile=.9`;
 *   `ladder_learned_whole`: `--known=0`; `ladder_known_cut`: `--quantile=.9`;
 * - `ladder_dw4`: `--task=dw4 --temperatures=4,2,1 --training=800 --batch=128 --particles=1000 --compared=4000`;
 *   `ladder_dw4_flow`: the same with `--transport=flow`; `ladder_dw4_learned`: the same with `--known=0 --quantile=.9`;
 *
 * and of other seeds
 *
 * - `ladder_lj13`: `--task=lj13 --temperatures=4,3.2,2.6,2.1,1.75,1.45,1.2,1 --training=600 --batch=128 --compared=1000
 *   --ways=scaled,flow-weighted` and, seeds 4 to 6, `--particles=500 --settling=200`, half an hour of a core, or, seeds 7 to 9,
 *   `--first=1800 --particles=1000 --settling=600 --hot=3000`, forty minutes;
 * - `ladder_lj13_scaled`, seed 7: as `ladder_lj13` of seeds 7 to 9, with `--ways=scaled`.
 *
 * Records tell these options. They do not tell networks, step sizes and what stands for exact samples, which are those of
 * `ladder_tasks.ts` at the commit that a record names; `ladder_dw4_learned` was climbed before DW-4's network saw distances in
 * bumps, so that its command climbs with another one today.
 */
import { join } from "node:path";
import { assertChoice } from "../../checks.ts";
import { runScript } from "../../checks/script.ts";
import { countFrom, numberFrom, scriptArguments } from "../../checks/script_arguments.ts";
import { parseJson, readIfThere, writeWhole } from "../../checks/whole_file.ts";
import { sourceCommit } from "../../records/records.ts";
import { describeMachine } from "../../training/machine.ts";
import type { Way } from "./anneal.ts";
import { climb, type ClimbProgress } from "./climb.ts";
import { assertSameClimb, LADDER_TASKS, ladderName, type LadderTaskName } from "./ladder_names.ts";
import { clusterTask, type LadderTask, lennardJonesTask, mixtureTask } from "./ladder_tasks.ts";

await runScript(import.meta, async (args) => {
  const { values } = scriptArguments(args, {
    task: { type: "string", default: "gmm40" },
    batch: { type: "string", default: "256" },
    compared: { type: "string", default: "20000" },
    training: { type: "string", default: "700" },
    first: { type: "string" },
    particles: { type: "string", default: "2000" },
    sampling: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    known: { type: "string" },
    settling: { type: "string", default: "20" },
    hot: { type: "string" },
    ways: { type: "string", default: "scaled,weighted" },
    transport: { type: "string", default: "annealed" },
    quantile: { type: "string", default: "1" },
    name: { type: "string" },
    force: { type: "boolean", default: false },
    temperatures: { type: "string", default: "64,32,16,8,4,2,1" },
    to: { type: "string", default: "data/papers/pita" },
  });
  assertChoice("--task", values.task, LADDER_TASKS);
  assertChoice("--transport", values.transport, ["annealed", "flow"]);
  const options = {
    temperatures: values.temperatures.split(",").map((one) => numberFrom("--temperatures", one)),
    trainingSteps: countFrom("--training", values.training),
    ...(values.first && { firstSteps: countFrom("--first", values.first) }),
    batch: countFrom("--batch", values.batch),
    compared: countFrom("--compared", values.compared),
    particles: countFrom("--particles", values.particles),
    samplingSteps: countFrom("--sampling", values.sampling),
    settling: countFrom("--settling", values.settling, 0),
    seed: countFrom("--seed", values.seed, 0),
    rateQuantile: numberFrom("--quantile", values.quantile),
    ways: values.ways.split(",") as Way[],
    transport: values.transport as "annealed" | "flow",
  };
  const tasks: Readonly<Record<LadderTaskName, () => LadderTask>> = {
    gmm40: mixtureTask,
    dw4: clusterTask,
    lj13: lennardJonesTask,
  };
  const task = values.task as LadderTaskName;
  const commit = sourceCommit();
  const own = tasks[task]();
  const climbed = {
    ...own,
    ...(values.known && { known: numberFrom("--known", values.known) }),
    ...(values.hot && { hot: { ...own.hot, steps: countFrom("--hot", values.hot) } }),
  };
  const { known, hot: { steps: hotSteps } } = climbed;
  const made = { task, ...options, ...(known && { known }), ...(hotSteps && { hotSteps }) };
  const path = join(values.to, `${values.name ?? ladderName(made)}_${options.seed}.json`);
  // Before minutes of climbing, not after them.
  const before = values.force ? undefined : readIfThere(path);
  if (before !== undefined) assertSameClimb(path, parseJson(before, path) as object, made);
  const rungs: ClimbProgress[] = [];
  await climb(climbed, options, (progress) => {
    const { loss, seconds } = progress;
    rungs.push({ ...progress, loss: Number(loss.toPrecision(4)), seconds: Math.round(seconds) });
    console.log(JSON.stringify(rungs.at(-1)));
  });
  const record = { machine: describeMachine(), commit, ...made, rungs };
  writeWhole(path, JSON.stringify(record, null, 1) + "\n");
});
