/**
 * Trains a network on generated crystals; a run that was stopped goes on.
 *
 *     deno run -A lib/papers/symmcd/main.ts --nodes=orbits|atoms --folder=results/crystals --minutes=30 [--keep=STEP]
 */
import { makerArguments } from "../../checks/maker_arguments.ts";
import { generateCrystals } from "../../datasets/crystals.ts";
import { SEEDS, TRAINING_CRYSTALS, trainingOptions } from "./presets.ts";
import type { Nodes } from "./representation.ts";
import { train } from "./train.ts";

if (import.meta.main) {
  const { values } = makerArguments(import.meta.url, {
    nodes: { type: "string", default: "orbits" },
    folder: { type: "string" },
    minutes: { type: "string" },
    keep: { type: "string" },
  });
  if (!values.folder) throw new TypeError("Cannot train: --folder=FOLDER says where to keep it");
  const crystals = generateCrystals(TRAINING_CRYSTALS, SEEDS.training);
  train(crystals, trainingOptions(values.nodes as Nodes), {
    folder: values.folder,
    data: `${TRAINING_CRYSTALS} generated crystals, seed ${SEEDS.training}`,
    minutes: values.minutes ? Number(values.minutes) : undefined,
    keep: values.keep ? { [Number(values.keep)]: `${values.folder}-${values.keep}` } : {},
    observe: (row) => console.log(JSON.stringify(row)),
  });
}
