/** Folders that are asked for as checkpoints, and are none. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { assertShipped } from "../../lib/setup/pack.ts";
import { inProcess as run, withFolder } from "../support/cli.ts";

const commands = (folder: string): string[][] => [
  ["evaluate", `--checkpoint=${folder}`],
  ["solve", `--checkpoint=${folder}`, "--random"],
  ["jobs", `--command=evaluate --checkpoint=${folder}`],
  ["train", "--task=addition", "--network=mlp", "--out=OUT", `--from=${folder}`],
];

Deno.test("a folder without a checkpoint is a mistake in the call, whatever the command", async () => {
  await withFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/empty`);
    const cases: [string, string][] = [
      [
        `${folder}/empty`,
        `Cannot find a checkpoint in ${folder}/empty: there is no checkpoint.json`,
      ],
      ["data/checkpoints/sudoku_relationl", "(did you mean data/checkpoints/sudoku_relational?)"],
      ["README.md", "must be the folder of a checkpoint of IRED: README.md is none, but a file"],
      [
        "data/checkpoints/experiments",
        "data/checkpoints/experiments is none, but holds some: give one of addition_mlp_paper_constants, ",
      ],
      [
        "data/checkpoints/symmcd",
        "data/checkpoints/symmcd is none, but one of SymmCD's, which notebooks/17_crystals.ipynb",
      ],
      ["data/checkpoints/symmcd/atoms", "atoms is none, but one of SymmCD's"],
    ];
    for (const [asked, message] of cases) {
      for (const args of commands(asked)) {
        const own = args.map((arg) => arg.replace("OUT", `${folder}/run`));
        const { code, out, err } = await run(...own);
        assertEquals([code, out], [2, ""], err);
        assertStringIncludes(err, message);
        assert(!err.includes("\n"), err);
      }
    }
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["empty"]);
  });
});

Deno.test("pack names only checkpoints that can be taken along", () => {
  for (const name of ["foo", "symmcd", "ablations"]) {
    const { message } = assertThrows(() => assertShipped(name), Error);
    assertStringIncludes(
      message,
      `--checkpoints must be folders of data/checkpoints, not ${name}: `,
    );
    assertStringIncludes(message, ": addition_mlp, ");
    assert(
      !/: .*\b(ablations|experiments|training_seeds|symmcd)\b/.test(message.split(": ").at(-1)!),
    );
  }
  assertShipped("experiments/digit_reader");
});

Deno.test("table --check says how to write the tables anew", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/README.md`, text = Deno.readTextFileSync("README.md");
    const [before, after] = text.split("\n<!-- end of claims -->");
    Deno.writeTextFileSync(file, `${before}| one | more |\n\n<!-- end of claims -->${after}`);
    const { code, err } = await run("table", "--check", `--file=${file}`);
    assertEquals([code, err], [
      1,
      `The tables in ${file} are not those of the records: run deno task table --file=${file}`,
    ]);
    const mended = await run("table", `--file=${file}`);
    assertEquals([mended.code, mended.err], [0, ""]);
    const again = await run("table", "--check", `--file=${file}`);
    assertEquals([again.code, again.out], [0, `The tables in ${file} are those of the records`]);
  });
});
