import { assert, assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { disposeTree, flatten, random } from "../../lib/tensor/mod.ts";
import { sudokuConv } from "../../lib/models/sudoku_conv.ts";
import type { EnergyNetwork } from "../../lib/energy/energy_network.ts";
import { placesIn, ROOT } from "../../lib/setup/paths.ts";
import { tasks } from "../../lib/papers/ired/tasks/mod.ts";
import type { Task } from "../../lib/papers/ired/tasks/task.ts";
import { loadProgress, saveCheckpoint } from "../../lib/training/checkpoint.ts";
import { initialState } from "../../lib/training/trainer.ts";
import { config, learnerOf } from "../training/tiny.ts";
import { withFolder } from "../support/cli.ts";

/** Every network of every experiment; the one of 47 million parameters made narrower. */
const networks = Object.values(tasks).flatMap((task: Task) =>
  Object.entries(task.networks).map(([name, { create }]) => ({
    title: `${task.name}'s ${name}`,
    create: (): EnergyNetwork =>
      task.name === "sudoku" && name === "conv" ? sudokuConv({ width: 8, blocks: 2 }) : create(),
  }))
);

/** Shape and digest of each tensor of a file, by Python's safetensors. */
const PYTHON = `
import hashlib, json, safetensors, sys
tensors = safetensors.deserialize(open(sys.argv[1], "rb").read())
assert all(tensor["dtype"] == "F32" for _, tensor in tensors)
digest = lambda data: hashlib.sha256(bytes(data)).hexdigest()
print(json.dumps({name: [t["shape"], digest(t["data"])] for name, t in tensors}))
`;

/** What Python reads in the file at `path`; undefined if setup made no Python environment. */
async function readInPython(path: string): Promise<unknown> {
  const { python } = placesIn(ROOT);
  if (!(await Deno.stat(python).catch(() => undefined))) return undefined;
  const command = new Deno.Command(python, { args: ["-c", PYTHON, path] });
  const { success, stdout, stderr } = await command.output();
  assert(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

for (const { title, create } of networks) {
  Deno.test(`checkpoints of ${title} come back as they were, in Python too`, async () => {
    await withFolder(async (folder) => {
      const learner = learnerOf(create());
      const learned = initialState(learner, 1);
      const options = { folder, config, learner, machine: "a test" };
      const { files } = saveCheckpoint({ step: 3, seconds: 1, learned }, options);
      const { progress } = loadProgress(folder, learner, random.key(0));
      const digests = (tree: typeof learned) =>
        flatten(tree).map(([name, tensor]) => {
          const bytes = new Uint8Array((tensor.dataSync() as Float32Array).slice().buffer);
          return [name, [tensor.shape, createHash("sha256").update(bytes).digest("hex")]];
        });
      assertEquals(digests(progress.learned), digests(learned));
      const average = Object.fromEntries(digests({ ...learned.average } as never));
      disposeTree({ ...learned });
      disposeTree({ ...progress.learned });

      const read = await readInPython(`${folder}/${files.average}`);
      if (read === undefined) console.log("Not tested in Python: there is no .venv");
      else assertEquals(read, average);
    });
  });
}
