/**
 * Trains a network on generated crystals; a run that was stopped goes on.
 *
 *     deno run -A lib/papers/symmcd/main.ts --nodes=orbits|atoms --folder=results/crystals --minutes=30 [--keep=STEP]
 */
import { assertChoice } from "../../checks.ts";
import { runScript } from "../../checks/script.ts";
import { countFrom, numberFrom, scriptArguments } from "../../checks/script_arguments.ts";
import { usageError } from "../../checks/usage.ts";
import { generateCrystals } from "../../datasets/crystals.ts";
import { SEEDS, TRAINING_CRYSTALS, trainingOptions } from "./presets.ts";
import type { Nodes } from "./representation.ts";
import { train } from "./train.ts";

await runScript(import.meta, (args) => {
  const { values } = scriptArguments(args, {
    nodes: { type: "string", default: "orbits" },
    folder: { type: "string" },
    minutes: { type: "string" },
    keep: { type: "string" },
  });
  assertChoice("--nodes", values.nodes, ["orbits", "atoms"]);
  if (!values.folder) throw usageError("Cannot train: --folder=FOLDER says where to keep it");
  const crystals = generateCrystals(TRAINING_CRYSTALS, SEEDS.training);
  train(crystals, trainingOptions(values.nodes as Nodes), {
    folder: values.folder,
    data: `${TRAINING_CRYSTALS} generated crystals, seed ${SEEDS.training}`,
    minutes: values.minutes ? numberFrom("--minutes", values.minutes) : undefined,
    keep: values.keep
      ? { [countFrom("--keep", values.keep)]: `${values.folder}-${values.keep}` }
      : {},
    observe: (row) => console.log(JSON.stringify(row)),
  });
});
