/** Mistyped names are answered with what was probably meant, at the command line and in notebooks. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { assertChoice } from "lib/checks.ts";
import { random } from "lib/tensor/mod.ts";
import { parameters } from "lib/notebooks/parameters.ts";
import { solverSettings } from "lib/papers/ired/evaluation/solver.ts";
import { configOf } from "lib/papers/ired/training.ts";
import { methodNamed } from "lib/papers/ired/method/methods.ts";
import { type Split, taskNamed, taskNetwork, tasks } from "lib/papers/ired/tasks/mod.ts";
import type { PresetName } from "lib/papers/ired/method/options.ts";
import { readManifest } from "lib/training/checkpoint.ts";
import { checkValues } from "lib/training/config.ts";
import { chooseNotebooks } from "lib/setup/reproduce.ts";
import { cli } from "../support/cli.ts";

const task = tasks.addition;

const mistakes: readonly (readonly [what: string, act: () => unknown, meant: string])[] = [
  ["a task", () => taskNamed("sudko"), "sudoku"],
  ["a network", () => taskNetwork(tasks.sudoku, "relatonal"), "relational"],
  ["a split", () => task.sample(random.key(0), 1, "hardr" as Split), "harder"],
  ["a preset", () => solverSettings(task, { preset: "corected" as PresetName }), "corrected"],
  ["an option", () => solverSettings(task, { restart: 3 } as never), "restarts"],
  [
    "a constant of the sampler",
    () => solverSettings(task, { sampler: { innersteps: 3 } as never }),
    "innerSteps",
  ],
  [
    "an option of training",
    () => configOf(task, "mlp", { learningrate: 3 } as never),
    "learningRate",
  ],
  ["a method", () => methodNamed("difusion"), "diffusion"],
  ["a choice", () => assertChoice("jump", "onn", ["on", "off"]), "on"],
  ["a choice of a run", () => checkValues({ a: "twoo" }, {}, { a: ["one", "two"] }), "two"],
  ["a profile", () => parameters({ a: 1 }, { smoke: {} }, () => "smok"), "smoke"],
  [
    "a parameter",
    () => parameters({ seed: 1 }, {}, (name) => name === "NB_PARAMS" ? '{"sed": 2}' : undefined),
    "seed",
  ],
  [
    "a checkpoint",
    () => readManifest("data/checkpoints/sudoku_relationl"),
    "data/checkpoints/sudoku_relational",
  ],
  ["a notebook", () => chooseNotebooks(["05_sudoku.ipynb"], "sudko"), "--only=sudoku"],
];

for (const [what, act, meant] of mistakes) {
  Deno.test(`${what} that is mistyped is answered with what was meant`, () => {
    const { message } = assertThrows(act, Error);
    assertStringIncludes(message, `(did you mean ${meant}?)`);
  });
}

Deno.test("what resembles nothing gets no suggestion", () => {
  assert(!assertThrows(() => taskNamed("zzz"), RangeError).message.includes("did you mean"));
});

Deno.test("commands suggest too, and end with exit code 2", async () => {
  for (
    const [args, meant] of [
      [["trian"], "train"],
      [["records", "--check", "--only=sudko"], "--only=sudoku"],
      [["bench", "--tsk=addition"], "--task"],
    ] as const
  ) {
    const { code, err } = await cli([...args]);
    assertEquals(code, 2, err);
    assertStringIncludes(err, `(did you mean ${meant}?)`);
  }
});
