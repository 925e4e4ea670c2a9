/** README.md and docs: commands exist, examples run, links lead somewhere, numbers come from records. */
import { assert, assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { readRecord } from "../../lib/records/records.ts";
import { DENO_VERSION } from "../../lib/setup/kernel.ts";
import { paths, solvingPicture } from "../../lib/papers/ired/report/solving_picture.ts";
import { documents, tablesOf, withTables } from "../../lib/cli/table.ts";
import { recordFiles } from "../../lib/papers/ired/report/record_files.ts";
import {
  agrees,
  type Claim,
  claimsOf,
  fencedBlocks,
  numberAt,
  readReadme,
  ROOT,
  shellCommands,
} from "./readme.ts";

const readme = readReadme();
const ignore = readme === undefined;
if (ignore) console.error("There is no README.md yet: its tests are left out.");

/** The README and the texts beside it, by their paths. */
const texts: Readonly<Record<string, string>> = Object.fromEntries(
  ["README.md", ...[...Deno.readDirSync(join(ROOT, "docs"))].map(({ name }) => `docs/${name}`)]
    .map((path) => [path, Deno.readTextFileSync(join(ROOT, path))]),
);

/** The anchors of a text's headings. */
const anchorsOf = (text: string) =>
  new Set(
    [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
      title!.toLowerCase().replace(/[^\p{L}\p{N} -]/gu, "").replaceAll(" ", "-")
    ),
  );

const config = JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.json")));
const commands = fencedBlocks(readme ?? "", "sh").flatMap(({ code }) => shellCommands(code));

const exists = (path: string): boolean => {
  try {
    Deno.statSync(join(ROOT, path));
    return true;
  } catch {
    return false;
  }
};

/** Runs Deno in the project's folder, without colours. */
async function deno(...args: string[]): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
  return { code, text };
}

/** Programs that a reader needs besides Deno's tasks. */
const programs = ["git", "cd", "npx", "deno"];

Deno.test({
  name: "README: commands are tasks of deno.json, with the pinned Deno",
  ignore,
  fn() {
    const named = commands.filter(({ task }) => task !== undefined);
    assert(named.length >= 2, "the two commands of a fresh machine");
    for (const { words, task, version } of commands) {
      const line = words.join(" ");
      if (task !== undefined) assert(Object.hasOwn(config.tasks, task), `no task for: ${line}`);
      else assert(programs.includes(words[0]!), `unknown program: ${line}`);
      if (version !== undefined) assertEquals(version, DENO_VERSION, line);
    }
    for (const task of ["reproduce", "test"]) {
      assert(named.some((command) => command.task === task && command.version === DENO_VERSION));
    }
  },
});

/** Tasks whose arguments are not flags of ours. */
const free = ["test", "lab"];

Deno.test({
  name: "README: flags of commands are in the help of their tasks",
  ignore,
  async fn() {
    const used = new Map<string, Set<string>>();
    for (const { task, args } of commands) {
      if (task === undefined || free.includes(task)) continue;
      const flags = args.filter((arg) => arg.startsWith("-"));
      if (flags.length > 0) used.set(task, new Set([...used.get(task) ?? [], ...flags]));
    }
    for (const [task, flags] of used) {
      const { code, text } = await deno("task", task, "--help");
      assertEquals(code, 0, `deno task ${task} --help: ${text}`);
      for (const flag of flags) {
        const name = flag.split("=")[0]!;
        const shown = new RegExp(`(^|\\s)${name}(=|\\s|$)`, "m").test(text);
        assert(shown, `deno task ${task} has no ${name}`);
        assertEquals(text.includes(`${name}=`), flag.includes("="), `the value of ${name}`);
      }
    }
  },
});

Deno.test({
  name: "README and docs: task names in texts and tables exist",
  ignore,
  fn() {
    const named = Object.values(texts).flatMap((text) =>
      [...text.matchAll(/`deno task ([a-z]+)[^`]*`/g)].map(([, name]) => name!)
    );
    const row = /^\| ((?:`[a-z]+`(?:, )?)+) \|/gm;
    const start = readme!.indexOf("| task |");
    const table = start < 0 ? "" : readme!.slice(start).split("\n\n")[0]!;
    const listed = [...table.matchAll(row)].flatMap(([, names]) =>
      [...names!.matchAll(/`([a-z]+)`/g)].map(([, name]) => name!)
    );
    const missing = [...named, ...listed].filter((name) => !Object.hasOwn(config.tasks, name));
    assertEquals(missing, []);
  },
});

for (const [path, text] of Object.entries(texts)) {
  Deno.test(`${path}: links and images within the project lead somewhere`, () => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!)
      .filter((target) => !/^[a-z]+:/.test(target));
    const dead = targets.filter((target) => {
      const [file, anchor] = target.split("#") as [string, string | undefined];
      const its = file === "" ? path : join(dirname(path), file);
      if (!exists(its)) return true;
      if (anchor === undefined) return false;
      return !anchorsOf(texts[its] ?? Deno.readTextFileSync(join(ROOT, its))).has(anchor);
    });
    assertEquals(dead, []);
  });
}

for (const { line, code } of fencedBlocks(readme ?? "", "ts")) {
  Deno.test(`README: the example in line ${line} type-checks and runs`, async () => {
    const root = pathToFileURL(ROOT).href;
    const folder = await Deno.makeTempDir();
    try {
      // Elsewhere, as a reader's script is, and without our import map.
      const script = join(folder, "example.ts");
      const text = code.replace(/(["'])(?:\.{1,2}\/)+(?:[\w-]+\/)*?lib\//g, `$1${root}lib/`);
      assert(text.includes(`${root}lib/`), "an example imports from lib");
      await Deno.writeTextFile(script, text);
      const { code: status, text: output } = await deno("run", "-A", "--check", script);
      assertEquals(status, 0, output);
      assert(!output.includes("Assertion failed"), output);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** The number that a claim refers to. */
function valueOf({ reference }: Claim): number {
  const [where, path] = reference.split("#") as [string, string];
  assert(/^data\/results\/[\w./-]+\.json$/.test(where), `${where} is not in data/results`);
  return numberAt(readRecord(join(ROOT, where)), path);
}

Deno.test("README and docs: the tables are those of the records, each in one place", () => {
  const folder = join(ROOT, "data/results");
  const tables = tablesOf(recordFiles(folder), folder, join(ROOT, "notebooks"));
  for (const path of documents) assertEquals(withTables(texts[path]!, tables), texts[path]);
  for (const name of Object.keys(tables)) {
    const places = Object.values(texts).filter((text) => text.includes(`<!-- ${name}: written by`));
    assertEquals(places.length, 1, name);
  }
  // A table that stands for claims has words and numbers for each.
  const claims = tables.claims.trim().split("\n").slice(2);
  assert(claims.length >= 12, `${claims.length} claims`);
  for (const line of claims) assertEquals(line.split(" | ").length, 5, line);
});

Deno.test({
  name: "README: the picture at the top is drawn from its record",
  ignore,
  async fn() {
    const record = JSON.parse(await Deno.readTextFile(join(ROOT, paths.record)));
    const drawn = solvingPicture(record).svg();
    assertEquals(await Deno.readTextFile(join(ROOT, paths.picture)), drawn);
    // What its description says is what it shows.
    const alt = /!\[(A Sudoku[^\]]*)\]\(notebooks\/solving\.svg\)/.exec(readme!)![1]!;
    const said = alt.match(/\d+/g)!.map(Number);
    const wrong = record.boards.map(({ digits }: { digits: string }) =>
      [...digits].filter((digit, i) => digit !== record.solution[i]).length
    );
    const clues = [...record.puzzle].filter((cell: string) => cell !== ".").length;
    assertEquals(said, [clues, wrong[0], wrong[1]]);
    assertEquals(wrong.at(-1), 0);
  },
});

Deno.test({
  name: "README: the commands for problems of one's own do what they say",
  ignore,
  async fn(t) {
    const own = commands.filter(({ task }) => task === "solve" || task === "evaluate");
    assert(own.length >= 4);
    for (const { words, task, args } of own.filter(({ args }) => !args.includes("--help"))) {
      await t.step(words.join(" ").slice(0, 90), async () => {
        const { code, text } = await deno("run", "-A", "--no-check", "lib/cli.ts", task!, ...args);
        assertEquals(code, 0, text);
        assert(/\d/.test(text), text);
      });
    }
  },
});

for (const [path, text] of Object.entries(texts)) {
  Deno.test(`${path}: marked numbers are those of the records`, () => {
    const wrong = claimsOf(text).flatMap((claim) => {
      const value = valueOf(claim);
      return agrees(claim.printed, value)
        ? []
        : [`${path}:${claim.line}: ${claim.printed}, but ${claim.reference} is ${value}`];
    });
    assertEquals(wrong, []);
  });
}

Deno.test({
  name: "README: there are results, and nothing is left to fill in",
  ignore,
  fn() {
    assert(claimsOf(readme!).some(({ source }) => source === "record"), "no number has a record");
    assert(!/^(RESULTS|TODO|TBD)\b|\b[A-Z]+_TIME\b/m.test(readme!), "a placeholder is left");
  },
});
