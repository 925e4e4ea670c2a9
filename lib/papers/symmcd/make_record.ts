/**
 * Makes the record of the shipped networks, into the folder of their checkpoints. Sampling seeds that
 * the record already has are kept, so that a run that was cut off, or `--seed=SEED`, goes on.
 *
 *     deno run -A lib/papers/symmcd/make_record.ts [--folder=data/checkpoints/symmcd] [--seed=4071|4072|4073]
 *       [--count=192] [--test=500] [--training=CRYSTALS]
 *
 * Move the record away to make it anew.
 */
import process from "node:process";
import { assertChoice } from "../../checks.ts";
import { completeText, runScript } from "../../checks/script.ts";
import { countFrom, scriptArguments } from "../../checks/script_arguments.ts";
import { readIfThere, writeWhole } from "../../checks/whole_file.ts";
import { generateCrystals } from "../../datasets/crystals.ts";
import { expand, type SymmetricCrystal } from "../../datasets/crystals/crystal.ts";
import { countParameters } from "../../nn/parameters.ts";
import { sourceCommit } from "../../records/records.ts";
import { describeMachine } from "../../training/machine.ts";
import { fromRoot } from "./checkpoint.ts";
import { loadCrystals } from "./generate.ts";
import * as methods from "./methods.ts";
import { examine, type MadeCrystal, referenceOf, scoresOf, templatesOf } from "./metrics.ts";
import { SEEDS, TRAINING_CRYSTALS, trainingOptions } from "./presets.ts";
import { type CrystalRecord, readRecord, type RecordRow } from "./record.ts";
import type { Nodes } from "./representation.ts";
import { train } from "./train.ts";

/** Sampling seeds that no choice was made by. */
const REPORT = [4071, 4072, 4073] as const;

await runScript(import.meta, (args) => {
  const { values } = scriptArguments(args, {
    folder: { type: "string", default: "data/checkpoints/symmcd" },
    count: { type: "string", default: "192" },
    test: { type: "string", default: "500" },
    training: { type: "string", default: String(TRAINING_CRYSTALS) },
    seed: { type: "string" },
  });
  if (values.seed !== undefined) assertChoice("--seed", values.seed, REPORT.map(String));
  const commit = sourceCommit() ?? "unknown";
  const path = `${values.folder}/record.json`;
  const known = recordSoFar(path);
  const seeds = REPORT.filter((seed) =>
    !known?.rows.some((row) => row.seed === seed) && (values.seed ?? `${seed}`) === `${seed}`
  );
  if (seeds.length === 0) {
    return console.log(completeText(path, values.seed && `seed ${values.seed}`));
  }
  const count = countFrom("--count", values.count);
  const training = generateCrystals(countFrom("--training", values.training), SEEDS.training);
  const test = generateCrystals(countFrom("--test", values.test), SEEDS.test);
  const reference = referenceOf(templatesOf(training.map(expand)), test.map(expand));
  const rows: RecordRow[] = [...known?.rows ?? []];
  const add = (method: string, seed: number, made: readonly MadeCrystal[], seconds?: number) => {
    const scores = scoresOf(made.map(examine), reference);
    rows.push({ method, seed, ...scores, ...(seconds === undefined ? {} : { seconds }) });
    console.log(JSON.stringify(rows.at(-1)));
  };
  const [orbits, atoms] = ["orbits", "atoms"].map((name) =>
    loadCrystals(`${values.folder}/${name}`)
  );
  const coreMs = known
    ? Object.fromEntries(known.networks.map(({ nodes, coreMs }) => [nodes, coreMs]))
    : { orbits: stepTime("orbits", training), atoms: stepTime("atoms", training) };
  console.log(JSON.stringify(coreMs));
  const write = (): void => {
    const record: CrystalRecord = {
      format: "symmcd-record-1",
      templates: [...reference.templates].sort(),
      networks: [orbits!, atoms!].map(({ manifest, denoiser }) => ({
        nodes: manifest.options.denoiser.nodes,
        parameters: countParameters(denoiser.parameters),
        steps: manifest.step,
        batch: manifest.options.batch,
        seconds: manifest.seconds,
        coreMs: coreMs[denoiser.config.nodes]!,
      })),
      rows,
      machine: describeMachine(),
      commit,
    };
    writeWhole(fromRoot(path), JSON.stringify(record, null, 1) + "\n");
  };
  for (const seed of seeds) {
    const made = methods.makeFromOrbits(orbits!, count, { seed });
    add(methods.METHODS.orbits, seed, methods.madeOf(made.any), made.seconds / count);
    add(methods.METHODS.free, seed, methods.madeOf(made.free), made.seconds / count);
    const plain = methods.makeFromAtoms(atoms!, count, { seed });
    add(methods.METHODS.atoms, seed, plain.made, plain.seconds / count);
    add(methods.METHODS.shuffled, seed, methods.madeByShuffling(training, count, seed));
    const fresh = generateCrystals(count, seed);
    add(methods.METHODS.data, seed, methods.madeAsTheyAre(fresh));
    write();
  }
});

/** See `coreMs` of the record: over thirty steps, after ten that compile. */
function stepTime(nodes: Nodes, crystals: readonly SymmetricCrystal[]): number {
  const folder = Deno.makeTempDirSync(), options = { ...trainingOptions(nodes), steps: 40 };
  const marks: number[] = [];
  const observe = () => {
    const { user, system } = process.cpuUsage();
    marks.push((user + system) / 1000);
  };
  train(crystals, options, { folder, data: "for its time alone", logEvery: 10, observe });
  Deno.removeSync(folder, { recursive: true });
  return Number(((marks[3]! - marks[0]!) / (30 * options.batch)).toPrecision(3));
}

function recordSoFar(path: string): CrystalRecord | undefined {
  return readIfThere(fromRoot(path)) === undefined ? undefined : readRecord(path);
}
