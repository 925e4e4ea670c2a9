/** Which folder a training in memory may be saved to. */
import { isFile, isFolder } from "../../checks/paths.ts";
import { orderedText } from "../../checks/ordered_text.ts";
import type { EnergyNetwork } from "../../energy/energy_network.ts";
import { readManifest } from "../../training/checkpoint.ts";
import type { IredConfig } from "./config.ts";

/**
 * Refuses a folder whose checkpoint would be lost: one of another task or network, and that of a run,
 * whose log would then stand beside other parameters.
 *
 * @throws {Error} With what is there
 */
export function assertSavable(
  folder: string,
  { task }: Pick<IredConfig, "task">,
  { name, config }: EnergyNetwork,
): void {
  if (isFile(folder)) throw new Error(`Cannot save a training to ${folder}: it is a file`);
  if (!isFolder(folder) || !isFile(`${folder}/checkpoint.json`)) return;
  const kept = (what: string) => {
    throw new Error(`Cannot save a training to ${folder}: it holds ${what}; choose another folder`);
  };
  if (isFile(`${folder}/log.jsonl`)) kept("a run that was kept there");
  const found = readManifest<IredConfig>(folder);
  if (found.config.task !== task) kept(`a checkpoint of the task ${found.config.task}`);
  if (orderedText(found.network) === orderedText({ name, config })) return;
  kept(
    `a checkpoint of another network, ${found.network.name} ${
      JSON.stringify(found.network.config)
    }`,
  );
}
