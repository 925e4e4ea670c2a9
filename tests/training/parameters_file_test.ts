/** Parameters in one file. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { tf } from "lib/tensor/mod.ts";
import { loadParams, saveParams } from "lib/training/parameters_file.ts";
import type { ParameterSpecs } from "lib/nn/parameters.ts";
import { withFolder } from "../support/cli.ts";

const specs = { b: { shape: [2] }, w: { shape: [1, 2] } } as unknown as ParameterSpecs;
const params = () => ({ w: tf.tensor2d([[1, 2]]), b: tf.tensor1d([3, 4]) });

Deno.test("parameters come back as they were saved, over what was there before", async () => {
  await withFolder((folder) => {
    const path = `${folder}/p.safetensors`;
    Deno.writeTextFileSync(path, "rubbish of another program");
    saveParams(path, params(), { made: "today" });
    const loaded = loadParams(path, specs);
    assertEquals(loaded.metadata, { made: "today" });
    assertEquals([...loaded.params.w!.dataSync(), ...loaded.params.b!.dataSync()], [1, 2, 3, 4]);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["p.safetensors"]);
  });
});

Deno.test("where parameters cannot be written, what was there stays", async () => {
  await withFolder((folder) => {
    const path = `${folder}/p.safetensors`;
    saveParams(path, params(), {});
    const before = Deno.readFileSync(path);
    Deno.mkdirSync(`${path}.tmp`); // stands where the new file is to be made
    assertThrows(() => saveParams(path, { w: tf.zeros([1, 2]), b: tf.zeros([2]) }, {}));
    assertEquals(Deno.readFileSync(path), before);
  });
});

Deno.test("a file that is damaged, missing or of another network is told apart", async () => {
  await withFolder((folder) => {
    const path = `${folder}/p.safetensors`;
    saveParams(path, params(), {});
    Deno.writeFileSync(`${folder}/half`, Deno.readFileSync(path).slice(0, -4));
    assertThrows(() => loadParams(`${folder}/half`, specs), SyntaxError, "as safetensors");
    const other = { ...specs, more: { shape: [1] } } as unknown as ParameterSpecs;
    assertThrows(() => loadParams(path, other), RangeError, "of this network's shapes");
    const own = assertThrows(() => loadParams(`${folder}/none`, specs), Error);
    assertEquals(own.message, `Cannot find parameters in ${folder}/none: there is no such file`);
    const shipped = new URL("../../data/no/such.safetensors", import.meta.url).pathname;
    assertStringIncludes(
      assertThrows(() => loadParams(shipped, specs), Error).message,
      "git checkout data",
    );
  });
});
