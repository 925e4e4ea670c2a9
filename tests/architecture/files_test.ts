/** What files may hold, and how large they may be. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { filesBelow, readSource, ROOT, trackedFiles } from "./sources.ts";

const sources = filesBelow("lib", ".ts").map(readSource);
const tracked = trackedFiles();

Deno.test("lib draws no hidden random numbers and names no kernel", () => {
  const wrong = sources.flatMap(({ path, code }) =>
    [/\bMath\.random\b/, /\bDeno\.jupyter\b/, /\bDeno\["jupyter"\]/]
      .filter((pattern) => pattern.test(code)).map((pattern) => `${path}: ${pattern}`)
  );
  assertEquals(wrong, []);
});

/** Files that may be longer than 300 lines, each with its reason. */
const long: Readonly<Record<string, string>> = {};

Deno.test("no file of lib is longer than 300 lines, unless for a reason", () => {
  const tooLong = sources.map(({ path, text }) =>
    [path, text.trimEnd().split("\n").length] as const
  ).filter(([, lines]) => lines > 300);
  assertEquals(tooLong.filter(([path]) => !(path in long)), []);
  assertEquals(Object.keys(long).filter((path) => !tooLong.some(([one]) => one === path)), []);
});

/** The only places that know the word, and the lists that name them. */
const aboutSudoku =
  /^lib\/(papers|site)\/|^lib\/((datasets|models)\/sudoku|plots\/board|(datasets|models)\/mod\.ts$)/;

Deno.test("Sudoku is known only where it belongs", () => {
  const wrong = sources.filter(({ path, text }) =>
    !aboutSudoku.test(path) && (/sudoku/i.test(text) || /sudoku/i.test(path))
  );
  assertEquals(wrong.map(({ path }) => path), []);
  assert(sources.some(({ path }) => aboutSudoku.test(path)));
});

const MEGABYTE = 2 ** 20;

Deno.test({
  name: "tracked files are small: 20 MB each at most, 100 MB of data",
  ignore: tracked === undefined,
  fn() {
    const sizes = tracked!.flatMap((path) => {
      try {
        return [[path, Deno.statSync(join(ROOT, path)).size] as const];
      } catch {
        return []; // deleted here, not yet committed
      }
    });
    assert(sizes.length > 100);
    assertEquals(sizes.filter(([, size]) => size > 20 * MEGABYTE), []);
    const data = sizes.filter(([path]) => path.startsWith("data/"));
    const total = data.reduce((sum, [, size]) => sum + size, 0);
    assert(total < 100 * MEGABYTE, `data/ has ${(total / MEGABYTE).toFixed(1)} MB`);
  },
});

/** Paths that exist on one machine only; made so that this file does not hold one. */
const machinePaths = new RegExp(
  [
    ["", "work", "main"].join("/"),
    ["", "tmp", "bin"].join("/"),
    ["", "root", ""].join("/"),
    `${["", "(home|Users)", ""].join("/")}[\\w.-]+`,
    `[A-Z]:\\\\+Users\\\\+\\w`,
  ].join("|"),
);

/** Stand-ins of documentation and tests. */
const standIns = /\/(home|Users)\/(me|you|user|USER|NAME)\b/g;

Deno.test("machinePaths meets what it should", () => {
  const bad = ["work/main/lib", "home/ada/x", "Users/ada/x", "root/x", "tmp/bin/deno"];
  for (const path of bad) assert(machinePaths.test(`"/${path}"`), path);
  for (const path of ["/usr/lib", "home/ada", "/tmp/x"]) assert(!machinePaths.test(path), path);
});

Deno.test({
  name: "no tracked text names a path of one machine",
  ignore: tracked === undefined,
  fn() {
    const texts = tracked!.filter((path) =>
      /\.(ts|md|json|ipynb|py|sh|lock|txt|csv|yml)$|run$/.test(path)
    );
    assert(texts.length > 100);
    const wrong = texts.flatMap((path) => {
      let text: string;
      try {
        text = Deno.readTextFileSync(join(ROOT, path));
      } catch {
        return [];
      }
      const match = machinePaths.exec(text.replace(standIns, ""));
      return match ? [`${path}: ${match[0]}`] : [];
    });
    assertEquals(wrong, []);
  },
});
