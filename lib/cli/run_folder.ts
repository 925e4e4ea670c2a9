/** Which folder a run has, and which it may have. */
import { usageError } from "../checks/usage.ts";
import type { IredConfig } from "../papers/ired/config.ts";
import { methodOf } from "../papers/ired/training.ts";

/** The folder of a run, if none is given. */
export function folderOf(config: IredConfig): string {
  const { task, network, seed, contrast } = config;
  const { name } = methodOf(config);
  const method = name === "ired" ? [] : [name];
  const shaping = [
    ...(contrast === "off" ? ["plain"] : []),
    ...(config.ownDescents ? ["own"] : []),
    ...(config.hiddenClues ? ["hidden"] : []),
  ];
  return `runs/${[task, network, ...method, ...shaping].join("_")}_seed${seed}`;
}

/** A run's lock, and what a shell keeps there of what the training says. */
const beside = /^run\.lock$|\.(log|out|err)$/;

/**
 * Refuses a folder that holds something else than a run, among which its files would be scattered.
 *
 * @throws {SyntaxError} With cause "usage", with some of what it holds
 */
export function assertRunFolder(folder: string): void {
  let names: string[];
  try {
    names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  } catch {
    return; // none, or one that cannot be read, which is said where it is written to
  }
  const others = names.filter((name) => !beside.test(name));
  if (others.length === 0) return;
  const some = others.slice(0, 3).join(", ") + (others.length > 3 ? ", …" : "");
  throw usageError(
    `--out must be a folder that is empty or new, or holds a run: ${folder} holds ${some}`,
  );
}
