import { assert, assertEquals } from "@std/assert";
import { disposeTree, flatten } from "../../lib/tensor/mod.ts";
import { countParameters } from "../../lib/nn/parameters.ts";
import { sudokuConv } from "../../lib/models/sudoku_conv.ts";
import { sudokuRelational } from "../../lib/models/sudoku_relational.ts";
import { loadProgress, saveCheckpoint } from "../../lib/training/checkpoint.ts";
import { initialLearned } from "../../lib/training/trainer.ts";
import { config } from "../training/tiny.ts";
import { withFolder } from "../support/cli.ts";

const networks = [sudokuRelational(), sudokuConv({ width: 8, blocks: 2 })];

/** Counts the numbers of a file with Python's safetensors. */
const PYTHON = `
import sys
from safetensors.numpy import load_file
tensors = load_file(sys.argv[1])
print(len(tensors), sum(tensor.size for tensor in tensors.values()))
`;

for (const network of networks) {
  Deno.test(`checkpoints of ${network.name} come back as they were, in Python too`, async () => {
    await withFolder(async (folder) => {
      const learned = initialLearned(network, 1);
      const options = { folder, config, network, machine: "a test" };
      const { files } = saveCheckpoint({ step: 3, seconds: 1, learned }, options);
      const { progress } = loadProgress(folder, network);
      const values = (tree: typeof learned) =>
        flatten(tree).map(([name, tensor]) => [name, Array.from(tensor.dataSync())]);
      assertEquals(values(progress.learned), values(learned));
      disposeTree({ ...learned });
      disposeTree({ ...progress.learned });

      const args = ["-c", PYTHON, `${folder}/${files.average}`];
      let output: Deno.CommandOutput | undefined;
      try {
        output = await new Deno.Command("python3", { args }).output();
      } catch { /* said below */ }
      const text = (bytes?: Uint8Array) => new TextDecoder().decode(bytes);
      if (!output || /No module named/.test(text(output.stderr))) {
        console.log("Not tested in Python: it has no safetensors and numpy");
        return;
      }
      assert(output.success, text(output.stderr));
      const count = Object.keys(network.parameters).length;
      assertEquals(text(output.stdout).trim(), `${count} ${countParameters(network.parameters)}`);
    });
  });
}
