/**
 * Trains the agents that data/papers/dqs ships, one kind a call:
 * `deno run -A lib/papers/dqs/make.ts bandit|maze KIND [--updates=N] [--seed=7] [--to=FOLDER]`, where
 * KIND is one of `kinds.ts`.
 */
import { join } from "node:path";
import { runScript } from "../../checks/script.ts";
import { countFrom, scriptArguments } from "../../checks/script_arguments.ts";
import { sourceCommit } from "../../records/records.ts";
import { describeMachine } from "../../training/machine.ts";
import { saveAgent } from "./files.ts";
import { assertKind, fileName, trainKind } from "./kinds.ts";

await runScript(import.meta, async (args) => {
  const { values, positionals } = scriptArguments(args, {
    updates: { type: "string" },
    seed: { type: "string", default: "7" },
    to: { type: "string", default: "data/papers/dqs" },
  }, 2);
  const [where = "", kind = ""] = positionals, commit = sourceCommit();
  const seed = countFrom("--seed", values.seed, 0);
  assertKind(where, kind);
  const one = await trainKind(where, kind, {
    seed,
    ...(values.updates && { updates: countFrom("--updates", values.updates) }),
    tick: (update) => update % 500 === 0 && console.log(update),
  });
  console.log(one.title, `${one.training.seconds.toFixed(0)} s`);
  saveAgent(join(values.to, `${fileName(where, kind)}.safetensors`), one, {
    seed: values.seed,
    machine: describeMachine(),
    ...(commit && { commit }),
  });
});
