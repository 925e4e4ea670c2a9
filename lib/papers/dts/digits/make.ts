/**
 * Makes what data/papers/dts holds: `deno run -A lib/papers/dts/digits/make.ts train [--steps=4000]` trains a
 * denoiser on all training digits and two classifiers on halves of them; `record [--particles=128]
 * [--count=64] [--seeds=4071,4072,4073]` samples class posteriors with all methods.
 */
import { runScript } from "../../../checks/script.ts";
import { countFrom, scriptArguments, seedsFrom } from "../../../checks/script_arguments.ts";
import { usageError } from "../../../checks/usage.ts";
import { writeWhole } from "../../../checks/whole_file.ts";
import { readDigits } from "../../../datasets/digits.ts";
import { sourceCommit } from "../../../records/records.ts";
import { describeMachine } from "../../../training/machine.ts";
import { saveParams } from "../../../training/parameters_file.ts";
import { digitChain } from "./chain.ts";
import {
  accuracy,
  digitPosterior,
  type DigitRow,
  digitSearch,
  type DigitSearchRow,
} from "./experiment.ts";
import { joined, realDigits, shippedDigits } from "./files.ts";
import { halfOf, trainClassifier, trainDenoiser } from "./networks.ts";
import { rollouts } from "./samplers.ts";

await runScript(import.meta, async (args) => {
  const { values, positionals } = scriptArguments(args, {
    steps: { type: "string", default: "4000" },
    seed: { type: "string", default: "1" },
    particles: { type: "string", default: "128" },
    count: { type: "string", default: "64" },
    seeds: { type: "string", default: "4071,4072,4073" },
    to: { type: "string", default: "data/papers/dts" },
  }, 1);
  const commit = sourceCommit(), [what] = positionals;
  const about = { machine: describeMachine(), ...(commit && { commit }) };

  async function train() {
    const seed = countFrom("--seed", values.seed, 0), steps = countFrom("--steps", values.steps);
    const digits = await readDigits("train"), began = performance.now();
    const [reward, judge] = ([0, 1] as const).map((half) =>
      trainClassifier(halfOf(digits, half), { seed: seed + half, steps: 1500 })
    ) as [ReturnType<typeof trainClassifier>, ReturnType<typeof trainClassifier>];
    const { validation } = await realDigits();
    console.log("classifiers", accuracy(reward, validation), accuracy(judge, validation));
    const losses: { step: number; loss: number }[] = [];
    const denoiser = trainDenoiser(digits, {
      ...{ seed, steps },
      observe: (step, loss) => {
        losses.push({ step, loss: Number(loss.toFixed(4)) });
        console.log(step, loss.toFixed(4), `${((performance.now() - began) / 1000).toFixed(0)} s`);
      },
    });
    Deno.mkdirSync(values.to, { recursive: true });
    saveParams(`${values.to}/digits.safetensors`, joined({ denoiser, reward, judge }), {
      ...about,
      ...{ seed: values.seed, steps: values.steps, losses: JSON.stringify(losses) },
      seconds: ((performance.now() - began) / 1000).toFixed(0),
    });
  }

  async function record() {
    const particles = countFrom("--particles", values.particles);
    const count = countFrom("--count", values.count), seeds = seedsFrom("--seeds", values.seeds);
    const networks = shippedDigits(), real = await realDigits();
    const rows: DigitRow[] = [], searches: DigitSearchRow[] = [];
    const accuracies = {
      reward: accuracy(networks.reward, real.test),
      judge: accuracy(networks.judge, real.test),
    };
    for (const seed of seeds) {
      const chain = digitChain(networks.denoiser, networks.reward, 0);
      const plenty = rollouts(chain, 20 * particles, seed);
      chain.dispose();
      for (let digit = 0; digit < 10; digit++) {
        const began = performance.now();
        const found = digitPosterior(networks, real, { digit, seed, particles, count, plenty });
        rows.push(...found.rows);
        searches.push(
          ...digitSearch(networks, { digit, seed, plenty, budgets: [50, 100, 200, 400, 800] }),
        );
        console.log(seed, digit, `${((performance.now() - began) / 1000).toFixed(0)} s`);
        if (digit === 0) found.rows.forEach((row) => console.log(JSON.stringify(row)));
      }
    }
    const digits = (_: string, v: unknown) => typeof v === "number" ? Number(v.toPrecision(5)) : v;
    const all = { ...about, particles, count, accuracies, rows, searches };
    writeWhole(`${values.to}/digits.json`, JSON.stringify(all, digits, 1) + "\n");
  }

  if (what === "train") await train();
  else if (what === "record") await record();
  else throw usageError(`Cannot make ${what}: accepted are train and record`);
});
