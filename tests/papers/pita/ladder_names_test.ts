/** Names of ladders follow from what is climbed, and a record is not replaced by another climb's. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  assertSameClimb,
  ladderName,
  type LadderTaskName,
  taskOfName,
} from "lib/papers/pita/ladder_names.ts";
import { type LadderRecord, readLadder } from "lib/papers/pita/ladder_report.ts";
import type { RungBase } from "lib/papers/pita/ladder_tasks.ts";
import { withFolder } from "../../support/cli.ts";

const FOLDER = new URL("../../../data/papers/pita/", import.meta.url);

/** Records of all shipped ladders by the names of their files. */
const shipped = [...Deno.readDirSync(FOLDER)].filter(({ name }) => name.startsWith("ladder"))
  .map(({ name }) => {
    const [, kind, seed] = /^(.+)_(\d+)\.json$/.exec(name) as unknown as [string, string, string];
    return [kind, readLadder(kind, Number(seed))] as const;
  });

Deno.test("a climb's name by its task, energy, rates, transport and ways is that of the shipped record", () => {
  assertEquals(shipped.length, 31);
  const told = (record: LadderRecord<RungBase>) => ladderName({ ...record, task: record.task! });
  assertEquals(shipped.map(([, record]) => told(record)), shipped.map(([name]) => name));
  assertEquals(shipped.map(([name]) => taskOfName(name)), shipped.map(([, { task }]) => task));
});

Deno.test("what is climbed otherwise has another name", () => {
  const usual = { task: "gmm40", known: 0.05, rateQuantile: 1 } as const;
  assertEquals(ladderName(usual), "ladder");
  assertEquals(ladderName({ ...usual, task: "dw4" }), "ladder_dw4");
  assertEquals(ladderName({ ...usual, transport: "flow" }), "ladder_flow");
  assertEquals(ladderName({ ...usual, known: 0, transport: "flow" }), "ladder_learned_whole_flow");
  assertEquals(
    ladderName({ ...usual, ways: ["scaled", "flow-weighted"] }),
    "ladder_scaled_flow_weighted",
  );
  assertEquals(taskOfName("mine"), undefined);
});

Deno.test("a climb of another task or of other options does not replace a record", () => {
  const [[, before]] = shipped.filter(([name]) => name === "ladder") as [typeof shipped[number]];
  const { rungs: _, machine: __, commit: ___, ...same } = before;
  const ways = ["scaled", "weighted"] as const;
  // Records of former code lack what was the default.
  assertSameClimb("x.json", before, { ...same, ways, transport: "annealed", commit: "other" });
  const refused = (change: object, says: string) => {
    const { message } = assertThrows(
      () => assertSameClimb("x.json", before, { ...same, ...change }),
      Error,
      says,
    );
    assertEquals(message.startsWith("Cannot replace x.json, a climb of "), true);
  };
  refused({ task: "dw4" satisfies LadderTaskName }, 'task "gmm40" and not "dw4"');
  refused({ transport: "flow" }, 'transport "annealed" and not "flow"');
  refused({ particles: 7 }, "particles 2000 and not 7");
  refused({ firstSteps: 1800 }, "firstSteps 700 and not 1800");
});

Deno.test("a ladder of another task than its name stands for is not read", async () => {
  await withFolder((folder) => {
    const write = (record: object) =>
      Deno.writeTextFileSync(`${folder}/ladder_1.json`, JSON.stringify(record));
    write({ task: "dw4" });
    assertThrows(
      () => readLadder("ladder", 1, folder),
      Error,
      "stands for gmm40, and it is of dw4",
    );
    write({ seed: 1 });
    assertEquals(readLadder("ladder", 1, folder).seed, 1, "a record that tells no task is read");
  });
});
