/** What the makers of shipped records make by default: what is shipped. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { planOf as ablation } from "lib/papers/ired/report/make_ablation.ts";
import { planOf as steps } from "lib/papers/ired/report/make_sudoku_steps.ts";
import { planOf as twoStages } from "lib/papers/ired/report/make_two_stages.ts";
import { planOf as walks } from "lib/papers/ired/report/make_walks.ts";
import { planOf as arms } from "lib/papers/ired/make_sudoku_ablation.ts";
import { planOf as tree } from "lib/papers/ired/make_tree.ts";
import { ablationNetworks, ablations, networkSeeds } from "lib/papers/ired/report/ablations.ts";
import { assertSameArms } from "lib/papers/ired/report/sudoku_ablation.ts";
import { tasks } from "lib/papers/ired/tasks/mod.ts";
import { readRecord } from "lib/records/records.ts";
import { assertReplaces, type Replacement } from "lib/records/replacing.ts";

const made: readonly [string, (args: readonly string[]) => Replacement, ...string[]][] = [
  ["inverse_ablation", ablation],
  ["shortest_path_walks", walks],
  ["sudoku_steps", steps],
  ["sudoku_steps_both", steps, "sudoku_steps_both"],
  ["sudoku_tree", (args) => tree(args).made],
  ["sudoku_ablation", arms],
  ["visual_sudoku_two_stages", twoStages],
  ["visual_sudoku_two_stages_composed", twoStages, "--composed"],
  ["visual_sudoku_two_stages_composed_hops", twoStages, "--composed", "--cycles=8"],
];

for (const [name, planOf, ...args] of made) {
  Deno.test(`${name}.json is what its maker makes by default`, () => {
    const record = readRecord(`data/results/${name}.json`), plan = planOf(args);
    assertEquals(plan.path.endsWith(`data/results/${name}.json`), true, plan.path);
    assertEquals([plan.seed, plan.n], [record.seed, record.n]);
    assertReplaces(plan);
  });
}

Deno.test("what was asked for otherwise does not take the place of what is shipped", () => {
  const refused: readonly [() => Replacement, string][] = [
    [() => ablation(["1000", "50713"]), "has seed 60947, and 50713 now"],
    [() => twoStages(["--problems=256"]), "is of 1000 problems, and would be of 256"],
    [() => walks(["8"]), "is of 64 problems, and would be of 8"],
    [() => tree(["--budgets=80,160"]).made, "has numbers at budget 320, which would be gone"],
    [() => tree(["--scale=5"]).made, "has energyScale 20, and 5 now"],
    [
      () => tree(["--checkpoint=data/checkpoints/sudoku_relational"]).made,
      "has a network trained with",
    ],
  ];
  for (const [plan, message] of refused) {
    const one = plan();
    assertThrows(() => assertReplaces(one), SyntaxError, `${message}`);
    assertReplaces(one, true);
  }
  assertThrows(() => twoStages(["--problem=2"]), SyntaxError, "(did you mean --problems?)");
  assertThrows(() => walks(["many"]), SyntaxError, "PROBLEMS must be a whole number");
  assertThrows(() => steps(["sudoku"]), SyntaxError, "current value is sudoku");
});

Deno.test("arms of other operations, sizes or boards are not added to the shipped ones", () => {
  const record = readRecord("data/results/sudoku_ablation.json");
  assertSameArms(record, arms([]));
  const cases = [
    ["--tera=20", "tera 4, which are not compared with those of 20"],
    ["--width=16", "width 32"],
    ["--boards=32", "boards 96"],
    ["--seed=1", "seed 4071"],
  ] as const;
  for (const [flag, message] of cases) {
    assertThrows(() => assertSameArms(record, arms([flag])), SyntaxError, message);
  }
  assertThrows(() => arms(["--arm=own,nothing"]), SyntaxError, "current value is nothing");
});

Deno.test("the ablation's record says which seed each of its networks was trained with", async () => {
  const { settings } = readRecord("data/results/inverse_ablation.json");
  assertEquals(settings.networkSeeds, networkSeeds([0, 1, 2]));
  // As the shipped networks that are measured say.
  for (const trainingSeed of [0, 1, 2]) {
    const networks = await ablationNetworks(tasks.inverse, "exchangeable", {
      ...{ checkpoints: "data/checkpoints", train: false, trainingMinutes: 0, trainingSeed },
    });
    for (const name of Object.keys(ablations) as (keyof typeof ablations)[]) {
      const { title, manifest } = networks[name];
      const said = (settings.networkSeeds as Record<string, number[]>)[title]![trainingSeed];
      assertEquals(said, manifest.config.seed, `${title}, training ${trainingSeed}`);
    }
  }
});

Deno.test("a maker's help is its first comment, and a mistake in its call is one sentence", async () => {
  const run = async (name: string, ...args: string[]) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", `lib/papers/ired/report/${name}.ts`, ...args],
      env: { NO_COLOR: "1" },
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
    return { code, out: text(stdout), err: text(stderr) };
  };
  const help = await run("make_reader", "--help");
  assertEquals([help.code, help.err], [0, ""]);
  assertStringIncludes(help.out, "Trains a classifier of single digits");
  const few = await run("make_reader", "--steps=10");
  assertEquals([few.code, few.out, few.err.split("\n").length], [2, "", 1]);
  assertStringIncludes(few.err, "is kept, as it has steps 1500, and 10 now: --force replaces it");
  const none = await run("make_temperature");
  assertEquals([none.code, none.err], [2, "The folder of a run must be given"]);
});
