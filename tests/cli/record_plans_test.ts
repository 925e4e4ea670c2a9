/** Which records `records` makes anew, and as what. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { assertNoFewer, plannedRecords } from "lib/cli/record_plans.ts";
import type { FlagValues } from "lib/cli/flags.ts";
import { describeTrained } from "lib/papers/ired/evaluation/trained.ts";
import { namesIn } from "lib/checks/paths.ts";
import { readRecord, writeRecord } from "lib/records/records.ts";
import { inProcess as run, withFolder } from "../support/cli.ts";

const CHECKPOINTS = "data/checkpoints", RECORDS = "data/results";

const planned = (name: string, values: FlagValues = {}, folder = RECORDS) =>
  plannedRecords(name, describeTrained(`${CHECKPOINTS}/${name}`), folder, values)
    .map(({ path: _, ...plan }) => plan);

Deno.test("every shipped record of a checkpoint is made as it was, and no other", () => {
  const names = namesIn(CHECKPOINTS)
    .filter((name) => namesIn(`${CHECKPOINTS}/${name}`).includes("checkpoint.json"));
  const plans = names.flatMap((name) => planned(name));
  // Which records are evaluations of these networks is read from them, not from their names.
  const shipped = namesIn(RECORDS).filter((name) => name.endsWith(".json")).flatMap((name) => {
    const { paper, kind } = JSON.parse(Deno.readTextFileSync(`${RECORDS}/${name}`));
    return paper === "ired" && kind === "evaluation" ? [name.slice(0, -".json".length)] : [];
  });
  assertEquals(plans.map(({ label }) => label).sort(), shipped.sort());
  for (const { label, preset, seed, problems, innerSteps, cycles, level } of plans) {
    const record = readRecord(`${RECORDS}/${label}.json`);
    const settings = record.settings as {
      preset: string;
      sampler: { innerSteps: number };
      cycles?: number;
      level?: number;
    };
    assertEquals(
      { preset, seed, problems, innerSteps, cycles, level },
      {
        preset: settings.preset as typeof preset,
        seed: record.seed,
        problems: record.n,
        innerSteps: settings.sampler.innerSteps,
        cycles: settings.cycles,
        level: settings.level,
      },
      label,
    );
  }
});

Deno.test("flags that are given take the place of what a record was made with", () => {
  const flags = { seed: 5, problems: 30_000, "inner-steps": 2 };
  assertEquals(planned("inverse_symmetric", flags), [
    { label: "inverse_symmetric", preset: "corrected", seed: 5, problems: 30_000, innerSteps: 2 },
  ]);
  const hops = { label: "sudoku_own_descents_hops", preset: "corrected", seed: 4071 } as const;
  const made = planned("sudoku_own_descents", { cycles: 16, level: 4 });
  assertEquals(made, [{ ...hops, problems: 1000, innerSteps: 0, cycles: 16, level: 4 }]);
  // With hops only what hops, without only what does not.
  assertEquals(planned("sudoku_own_descents", { cycles: 0 }), []);
  assertEquals(planned("inverse_symmetric", { cycles: 16 }), []);
});

Deno.test("what has no record has a first one only where it is asked for by its whole name", async () => {
  await withFolder(async (folder) => {
    const name = "sudoku_own_descents", first = { label: name, preset: "corrected" } as const;
    assertEquals(planned(name, {}, folder), []);
    assertEquals(planned(name, { only: "sudoku" }, folder), []);
    const usual = { ...first, seed: 4071, problems: 1000, innerSteps: 5 };
    assertEquals(planned(name, { only: name }, folder), [usual]);
    assertEquals(planned(name, { only: name, cycles: 8 }, folder), [
      { ...usual, label: `${name}_hops`, cycles: 8 },
    ]);
    const { code, out, err } = await run("records", `--records=${folder}`, "--only=sudoku_own");
    assertEquals([code, out], [2, ""]);
    assertStringIncludes(err, `There is no such record of ${name} in ${folder} to make anew`);
    assertEquals(namesIn(folder), []);
  });
});

Deno.test("of a network that cannot hop no record with hops is promised", async () => {
  await withFolder(async (folder) => {
    const checkpoints = "--checkpoints=data/checkpoints/ablations";
    const only = "--only=inverse_exchangeable_irem";
    const { code, err } = await run(
      "records",
      `--records=${folder}`,
      checkpoints,
      only,
      "--cycles=4",
    );
    assertEquals(code, 2);
    assertStringIncludes(err, "inverse_exchangeable_irem makes at most 0 hops: current value of");
  });
});

Deno.test("a record of any version keeps what it was made with", async () => {
  await withFolder((folder) => {
    const name = "inverse_symmetric", path = `${folder}/${name}.json`;
    const settings = { sampler: { innerSteps: 3 } };
    const old = { format: "energy-results-1", seed: 9, n: 40, settings };
    Deno.writeTextFileSync(path, JSON.stringify(old));
    assertEquals(planned(name, {}, folder), [
      { label: name, preset: "corrected", seed: 9, problems: 40, innerSteps: 3 },
    ]);
    assertThrows(() => assertNoFewer(path, 39), SyntaxError, "a record of 40 problems, which one");
    assertNoFewer(path, 40);
  });
});

Deno.test("the command makes a record anew from its own seed and steps", async () => {
  await withFolder(async (folder) => {
    const name = "addition_mlp.json", path = `${folder}/${name}`;
    const shipped = readRecord(`${RECORDS}/${name}`);
    const settings = { ...shipped.settings, sampler: { innerSteps: 1 } };
    writeRecord(path, { ...shipped, seed: 9, n: 2, settings });
    const { code, err } = await run("records", `--records=${folder}`, "--only=addition_mlp");
    assertEquals(code, 0, err);
    const { seed, n, settings: { sampler } } = readRecord(path);
    assertEquals([seed, n, (sampler as { innerSteps: number }).innerSteps], [9, 2, 1]);
    assertEquals(namesIn(folder), [name]);
  });
});
