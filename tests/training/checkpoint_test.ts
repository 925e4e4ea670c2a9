import { assertEquals, assertThrows } from "@std/assert";
import { disposeTree, flatten, random, tf } from "../../lib/tensor/mod.ts";
import { mlp } from "../../lib/models/mlp.ts";
import {
  loadAverage,
  loadProgress,
  readManifest,
  saveCheckpoint,
} from "../../lib/training/checkpoint.ts";
import { encodeSafetensors } from "../../lib/training/safetensors.ts";
import type { Learned } from "../../lib/training/gradient_learner.ts";
import { initialState, type Progress } from "../../lib/training/trainer.ts";
import { withFolder } from "../support/cli.ts";
import { config, learnerOf, network } from "./tiny.ts";

const learner = learnerOf(network);
const key = random.key(0);

const options = (folder: string) => ({ folder, config, learner, machine: "a test" });

/** Progress after `step` steps, with values that depend on the step. */
function progressAt(step: number): Progress<Learned> {
  return { step, seconds: step / 2, learned: initialState(learner, step) };
}

function save(folder: string, step: number): void {
  const progress = progressAt(step);
  try {
    saveCheckpoint(progress, options(folder));
  } finally {
    disposeTree(progress.learned);
  }
}

const valuesOf = (progress: Progress<Learned>) =>
  flatten(progress.learned).map(([name, tensor]) => [name, [...tensor.dataSync()]]);

/** Checks that `folder` holds the whole of step `step`. */
function assertHolds(folder: string, step: number): void {
  const { progress, manifest } = loadProgress(folder, learner, key);
  const expected = progressAt(step);
  assertEquals([progress.step, progress.seconds, manifest.machine], [step, step / 2, "a test"]);
  assertEquals(manifest.config, config);
  assertEquals(valuesOf(progress), valuesOf(expected));
  [progress, expected].forEach(({ learned }) => disposeTree(learned));
}

Deno.test("a checkpoint comes back as it was, and leaves one set of files", async () => {
  await withFolder((folder) => {
    save(folder, 1);
    save(folder, 2);
    assertHolds(folder, 2);
    const files = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assertEquals(files, [
      "average-2.safetensors",
      "checkpoint.json",
      "first-2.safetensors",
      "params-2.safetensors",
      "second-2.safetensors",
    ]);
    for (const name of files.filter((name) => !name.startsWith("average"))) {
      if (name !== "checkpoint.json") Deno.removeSync(`${folder}/${name}`);
    }
    disposeTree(loadAverage(folder, network).params);
    assertThrows(() => loadProgress(folder, learner, key), Error, "can be used but not resumed");
  });
});

Deno.test("wherever saving is cut off, the checkpoint before stays", async () => {
  const { writeFileSync, renameSync } = Deno;
  await withFolder((folder) => {
    save(folder, 1);
    for (let calls = 0; calls < 10; calls++) {
      let left = calls;
      const dies = <A extends unknown[]>(act: (...args: A) => void) => (...args: A) => {
        if (left-- === 0) throw new Error("killed");
        act(...args);
      };
      Object.assign(Deno, { writeFileSync: dies(writeFileSync), renameSync: dies(renameSync) });
      try {
        assertThrows(() => save(folder, 2), Error, "killed");
      } finally {
        Object.assign(Deno, { writeFileSync, renameSync });
      }
      assertHolds(folder, 1);
    }
    save(folder, 2);
    assertHolds(folder, 2);
    assertEquals([...Deno.readDirSync(folder)].length, 5);
  });
});

Deno.test("what cannot be loaded is refused with what was expected, and nothing is loaded", async () => {
  await withFolder((folder) => {
    const path = (part: string, step = 3) => `${folder}/${part}-${step}.safetensors`;
    const { numTensors } = tf.memory();
    const refuses = (error: typeof TypeError, message: string, break_: () => void) => {
      save(folder, 3);
      break_();
      assertThrows(() => loadProgress(folder, learner, key), error as typeof Error, message);
      assertEquals(tf.memory().numTensors, numTensors);
    };
    save(folder, 2);
    const older = Deno.readFileSync(path("second", 2));
    refuses(SyntaxError, "as safetensors", () => Deno.truncateSync(path("second"), 500));
    refuses(SyntaxError, "as safetensors", () => Deno.truncateSync(path("average"), 3));
    refuses(
      Error as typeof TypeError,
      "its second file is missing",
      () => Deno.removeSync(path("second")),
    );
    refuses(
      TypeError,
      "it holds second of step 2, expected second of step 3",
      () => Deno.writeFileSync(path("second"), older),
    );
    refuses(
      TypeError,
      "it holds params of step 3, expected second of step 3",
      () => Deno.copyFileSync(path("params"), path("second")),
    );

    const metadata = { part: "second", step: "3" };
    const stored = Object.fromEntries(
      Object.entries(network.parameters).map(([name, { shape }]) => [
        name,
        { shape, values: new Float32Array(shape.reduce((n, d) => n * d, 1)) },
      ]),
    );
    const write = (tensors: Parameters<typeof encodeSafetensors>[0]["tensors"]) => () =>
      Deno.writeFileSync(path("second"), encodeSafetensors({ tensors, metadata }));
    const bias = { shape: [5], values: new Float32Array(5) };
    refuses(TypeError, "extra is not expected", write({ ...stored, extra: bias }));
    refuses(
      TypeError,
      "layer2/bias has shape [5], expected shape [4]",
      write({ ...stored, "layer2/bias": bias }),
    );
    const { "layer2/bias": _, ...rest } = stored;
    refuses(TypeError, "layer2/bias has nothing, expected shape [4]", write(rest));
  });
});

Deno.test("parts of two trainings of as many steps are no checkpoint", async () => {
  await withFolder((folder) => {
    save(folder, 1);
    // As of a saving over it, with another seed, that was cut off after its first file.
    const progress = progressAt(1), other = `${folder}/other`;
    saveCheckpoint(progress, { ...options(other), config: { ...config, seed: config.seed + 1 } });
    disposeTree(progress.learned);
    Deno.renameSync(`${other}/average-1.safetensors`, `${folder}/average-1.safetensors`);
    assertThrows(() => loadAverage(folder, network), TypeError, "trained with other options");
  });
});

Deno.test("a checkpoint of another network, or none at all, is refused", async () => {
  await withFolder((folder) => {
    assertThrows(() => readManifest(folder), Error, "there is no checkpoint.json");
    save(folder, 1);
    const wider = mlp({ conditionSize: 2, answerSize: 2, width: 8, timeFeatures: 4 });
    assertThrows(() => loadAverage(folder, wider), TypeError, "it is of the network");
    const manifest = JSON.parse(Deno.readTextFileSync(`${folder}/checkpoint.json`));
    const broken = [
      "",
      "null",
      "[]",
      "{",
      JSON.stringify({ ...manifest, format: "other" }),
      JSON.stringify({ ...manifest, step: "1" }),
      JSON.stringify({ ...manifest, config: null }),
      JSON.stringify({ ...manifest, files: {} }),
      JSON.stringify({ ...manifest, network: null }),
    ];
    for (const text of broken) {
      Deno.writeTextFileSync(`${folder}/checkpoint.json`, text);
      assertThrows(() => loadAverage(folder, network), SyntaxError, "not of format");
    }
  });
});

Deno.test("what is not kept is drawn anew, otherwise at each step that a run is resumed from", async () => {
  await withFolder((folder) => {
    const keys = [3, 3, 4].map((step) => {
      save(folder, step);
      let seen: number[] = [];
      const watching = {
        parts: learner.parts,
        load(parts: Parameters<typeof learner.load>[0], given: typeof key) {
          seen = [...given.dataSync()];
          return learner.load(parts, given);
        },
      };
      const { progress } = loadProgress(folder, watching, key);
      disposeTree(progress.learned);
      return seen.join(" ");
    });
    assertEquals([keys[1] === keys[0], keys[2] === keys[0]], [true, false]);
    assertEquals(keys.includes([...key.dataSync()].join(" ")), false);
  });
});

Deno.test("a network is the same in whichever order its sizes are written", async () => {
  await withFolder((folder) => {
    save(folder, 3);
    const sizes = { width: 4, timeFeatures: 4, answerSize: 2, conditionSize: 2 };
    disposeTree(loadAverage(folder, mlp(sizes)).params);
    const other = mlp({ ...sizes, width: 5 });
    assertThrows(() => loadAverage(folder, other), TypeError, "it is of the network");
  });
});
