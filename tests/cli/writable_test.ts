/** Files that a command would write over. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { makeRecord, readRecord, writeRecord } from "../../lib/records/records.ts";
import { inProcess as run, withFolder } from "../support/cli.ts";

const record = () =>
  makeRecord({
    paper: "ired",
    kind: "evaluation",
    subject: { task: "addition" },
    settings: {},
    seed: 1,
    n: 2,
    data: "two problems",
    seconds: 1,
    rows: [{ method: "ours", kind: "ours", metric: "error", value: 0.5, at: {} }],
  });

const evaluate = [
  "evaluate",
  "--checkpoint=data/checkpoints/addition_symmetric",
  "--problems=1",
  "--inner-steps=0",
  "--difficulty=same",
  "--mode=graph",
];
const puzzles = [
  "evaluate",
  "--checkpoint=data/checkpoints/sudoku_relational",
  "--puzzles=data/samples/sudoku_fresh.csv",
];

Deno.test("a file that is no earlier output is refused before anything is computed, and kept", async () => {
  await withFolder(async (folder) => {
    writeRecord(`${folder}/in/a.json`, record());
    const file = `${folder}/notes.md`, json = `${folder}/package.json`;
    for (const path of [file, json]) {
      const text = path === json ? '{"networks": {}}' : "# notes\n";
      Deno.writeTextFileSync(path, text);
      const cases: [string[], string][] = [
        [[...evaluate, `--record=${path}`], "--record cannot be written to PATH: not a record"],
        [[...puzzles, `--trace=${path}`], "--trace cannot be written to PATH: not a trace"],
        [["verify", `--write=${path}`], "--write cannot be written to PATH: not a reference"],
        [
          ["jobs", `--merge=${folder}/in`, `--record=${path}`],
          "--record cannot be written to PATH: not a record",
        ],
      ];
      for (const [args, message] of cases) {
        const { code, out, err } = await run(...args);
        assertEquals([code, out], [2, ""], err);
        const said = message.replace("PATH", path).replace("not a", "the file there is not a");
        assertEquals(err, `${said}; choose another name, or move it away`);
        assertEquals(Deno.readTextFileSync(path), text);
      }
    }
    assertEquals(
      [...Deno.readDirSync(folder)].map(({ name }) => name).sort(),
      ["in", "notes.md", "package.json"],
    );
  });
});

Deno.test("an earlier record, one of an old version, or an empty file is replaced", async () => {
  await withFolder(async (folder) => {
    writeRecord(`${folder}/in/a.json`, record());
    const path = `${folder}/all.json`;
    Deno.writeTextFileSync(`${path}.tmp`, "somebody's");
    for (const before of [JSON.stringify(record()), '{"format": "energy-results-1"}', ""]) {
      Deno.writeTextFileSync(path, before);
      const { code, err } = await run("jobs", `--merge=${folder}/in`, `--record=${path}`);
      assertEquals(code, 0, err);
      assertEquals(readRecord(path).n, 2);
    }
    assertEquals(Deno.readTextFileSync(`${path}.tmp`), "somebody's");
    const again = await run(...evaluate, `--record=${path}`);
    assertEquals(again.code, 0, again.err);
    assertEquals(readRecord(path).n, 1);
  });
});

Deno.test("a refused evaluation makes no folder, and one sentence says why nothing can be written", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/new/x.json`;
    assertEquals((await run("evaluate", "--checkpoint=none", `--record=${path}`)).code !== 0, true);
    assertEquals([...Deno.readDirSync(folder)], []);
    Deno.writeTextFileSync(`${folder}/file`, "");
    const { code, err } = await run(...evaluate, `--record=${folder}/file/x.json`);
    assertEquals(code, 2);
    assertStringIncludes(err, `--record cannot be written to ${folder}/file/x.json: `);
    assertEquals(err.includes("os error"), false);
    const records = await run("records", `--records=${folder}/file`, "--only=addition_mlp");
    assertEquals(records.code, 2, records.err);
    assertStringIncludes(records.err, "--records cannot be written to");
  });
});
