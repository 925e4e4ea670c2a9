/** Folders that commands read and write: taken by one at a time, complete, and not empty. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { lockFolder } from "../../lib/cli/folder_lock.ts";
import { tasks } from "../../lib/papers/ired/tasks/mod.ts";
import { inProcess as run, withFolder } from "../support/cli.ts";

const train = (folder: string, ...flags: string[]) => [
  "train",
  "--task=addition",
  "--network=mlp",
  "--batch=2",
  "--steps=2",
  `--out=${folder}`,
  ...flags,
];

Deno.test("two trainings do not write into one folder", async () => {
  await withFolder(async (folder) => {
    const unlock = lockFolder(folder);
    const second = await run(...train(folder));
    unlock();
    assertEquals(second.code, 2);
    assertStringIncludes(second.err, "Another command is training in");
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["run.lock"]);
    assertEquals((await run(...train(folder))).code, 0);
    assertEquals((await run(...train(folder, "--resume"))).code, 0);
  });
});

Deno.test("train says what keeps it from beginning, or from going on", async () => {
  await withFolder(async (folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "");
    const cases: [string[], string][] = [
      [train(`${folder}/file`), "--out cannot be written to"],
      [train(`${folder}/a`, "--learning-rate=-1"), "--learning-rate must be a number from"],
      [train(`${folder}/a`, "--hidden-clues=.5"), "--hidden-clues must be 0 for addition"],
      [train(`${folder}/a`, "--started-rate=.5"), "--started-rate does nothing without --from"],
      [train(`${folder}/a`, "--irem-step=.5"), "--irem-step does nothing without --method=irem"],
    ];
    for (const [args, message] of cases) {
      const { code, err } = await run(...args);
      assertEquals(code, 2, err);
      assertStringIncludes(err, message);
    }
    await run(...train(`${folder}/run`));
    const other = ["--task=inverse", "--network=mlp", "--resume", `--out=${folder}/run`];
    assertStringIncludes(
      (await run("train", ...other)).err,
      "write --task=addition to continue that run, or choose another --out",
    );
    const path = `${folder}/run/checkpoint.json`;
    const manifest = JSON.parse(Deno.readTextFileSync(path));
    const { clip: _, ...config } = manifest.config;
    Deno.writeTextFileSync(path, JSON.stringify({ ...manifest, config }));
    for (
      const args of [
        ["train", "--task=addition", "--network=mlp", "--resume", `--out=${folder}/run`],
        ["solve", "--random", `--checkpoint=${folder}/run`],
      ]
    ) {
      const { code, err } = await run(...args);
      assertEquals(code, 1);
      assertStringIncludes(err, `Cannot use ${folder}/run: in its config clip must be a number`);
    }
  });
});

Deno.test("nothing compared is not agreement", async () => {
  await withFolder(async (folder) => {
    const reference = `--against=${folder}/reference.json`;
    Deno.writeTextFileSync(`${folder}/reference.json`, "{}");
    const empty = await run("verify", reference);
    assertEquals([empty.code, empty.out], [2, ""]);
    assertStringIncludes(empty.err, "--against must be a file that --write made");
    const networks = { "addition mlp": {} };
    Deno.writeTextFileSync(`${folder}/reference.json`, JSON.stringify({ device: "x", networks }));
    const other = await run("verify", "--task=inverse", reference);
    assertEquals([other.code, other.out], [2, ""]);
    assertStringIncludes(other.err, "has nothing to compare with: it holds addition mlp");
    const unknown = await run("verify", "--network=gnn", `--write=${folder}/new.json`);
    assertEquals(unknown.code, 2);
    assertStringIncludes(unknown.err, "--network of all tasks must be one of mlp, ");
    assertStringIncludes(unknown.err, ": current value is gnn");
    const ofTask = await run("verify", "--task=inverse", "--network=nope", reference);
    assertEquals(ofTask.code, 2);
    const accepted = Object.keys(tasks.inverse.networks).join(", ");
    const said = `--network of inverse must be one of ${accepted}: current value is nope`;
    assertStringIncludes(ofTask.err, said);

    const flags = ["--check", "--only=inverse_symmetric", "--problems=2", "--inner-steps=1"];
    const records = await run("records", ...flags, `--records=${folder}`);
    assertEquals([records.code, records.out], [1, ""]);
    assertStringIncludes(records.err, "No record was checked");
    const name = "inverse_symmetric.json";
    Deno.copyFileSync(`data/results/${name}`, `${folder}/${name}`);
    const apart = await run("records", ...flags, `--records=${folder}`);
    assertEquals([apart.code, apart.out], [1, ""]);
    assertStringIncludes(
      apart.err,
      `${name}: not compared, as it has no number of --inner-steps=1`,
    );
    assertStringIncludes(apart.err, "No record was checked: ");
    // A try takes the place of no record of more problems.
    const few = ["--only=inverse_symmetric", "--problems=2", "--inner-steps=1"];
    const tried = await run("records", ...few, `--records=${folder}`);
    assertEquals([tried.code, tried.out], [2, ""]);
    assertStringIncludes(
      tried.err,
      `${name} is a record of 20000 problems, which one of 2 would replace: give another folder`,
    );
    const nowhere = await run("records", `--checkpoints=${folder}/none`);
    assertEquals(nowhere.code, 2);
    assertStringIncludes(nowhere.err, "--checkpoints must be a folder that can be read");
    Deno.writeTextFileSync(`${folder}/broken.json`, '{"paper":');
    const table = await run("table", "--check", `--records=${folder}`);
    assertEquals(table.code, 1);
    assertStringIncludes(table.err, "broken.json: ");
  });
});

Deno.test("a folder without records empties no table", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/README.md`, before = Deno.readTextFileSync("README.md");
    Deno.writeTextFileSync(file, before);
    Deno.mkdirSync(`${folder}/records`);
    const { code, err } = await run("table", `--records=${folder}/records`, `--file=${file}`);
    assertEquals(code, 2);
    assertStringIncludes(err, "--records must be a folder that holds records of IRED: current");
    assertEquals(Deno.readTextFileSync(file), before);
  });
});

Deno.test("a folder with a few records takes no rows of a table; that of the project may", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/README.md`, before = Deno.readTextFileSync("README.md");
    Deno.writeTextFileSync(file, before);
    Deno.mkdirSync(`${folder}/records`);
    Deno.copyFileSync("data/results/addition_mlp.json", `${folder}/records/addition_mlp.json`);
    const { code, err } = await run("table", `--records=${folder}/records`, `--file=${file}`);
    assertEquals(code, 2, err);
    assertStringIncludes(err, "would lose rows");
    assertEquals(Deno.readTextFileSync(file), before);
    // As if a record had been deleted since the table was written.
    const longer = before.replace("\n<!-- end of claims -->", "| one | row | more |\n$&");
    Deno.writeTextFileSync(file, longer);
    assertEquals((await run("table", `--file=${file}`)).code, 0);
    assert(longer !== before && !Deno.readTextFileSync(file).includes("| one | row | more |"));
  });
});
