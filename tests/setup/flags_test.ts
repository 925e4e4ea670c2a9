import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { nearest } from "lib/checks/spelling.ts";
import { helpText, parseFlags, parseList, parseOne } from "lib/setup/flags.ts";
import {
  assertApart,
  assertTogether,
  atOnce,
  chooseNotebooks,
  defaultOutput,
  describeInterruption,
  describeUntrained,
  formatOutcomes,
} from "lib/setup/reproduce.ts";
import { formatTable } from "lib/setup/table.ts";

const TABLE = {
  only: { value: "TEXT", help: "choose" },
  smoke: { help: "be quick" },
} as const;

Deno.test("flags are read by their table", () => {
  assertEquals(parseFlags(["--smoke", "--only=a=b"], TABLE), { smoke: "true", only: "a=b" });
  assertEquals(parseFlags([], TABLE), {});
});

Deno.test("what no table knows is refused with what it does", () => {
  for (const bad of ["--fast", "fast", "-s", "--toString"]) {
    const error = assertThrows(() => parseFlags([bad], TABLE), SyntaxError, `argument ${bad}`);
    assertStringIncludes(error.message, "--only=TEXT, --smoke");
  }
  assertThrows(() => parseFlags(["--only"], TABLE), SyntaxError, "it is --only=TEXT");
  assertThrows(() => parseFlags(["--smoke=1"], TABLE), SyntaxError, "it is --smoke");
  assertEquals(parseList("only", "a,b", ["a", "b", "c"]), ["a", "b"]);
  assertThrows(() => parseList("only", "d", ["a", "b"]), SyntaxError, "accepted are a, b");
});

Deno.test("a flag is given once, and one value to one that takes one", () => {
  for (const twice of [["--only=02", "--only=05"], ["--smoke", "--smoke"]]) {
    assertThrows(() => parseFlags(twice, TABLE), SyntaxError, "is given twice: give it once.");
  }
  assertEquals(parseOne("only", "b", ["a", "b"]), "b");
  assertEquals(parseOne("only", undefined, ["a", "b"]), undefined);
  assertThrows(() => parseOne("only", "a,b", ["a", "b"]), SyntaxError, "--only takes one value");
  assertThrows(() => parseOne("only", "a,c", ["a", "b"]), SyntaxError, "accepted are a, b");
});

Deno.test("the help names every flag", () => {
  assertEquals(
    helpText("x", "does x", TABLE).split("\n").slice(2),
    ["  --only=TEXT  choose", "  --smoke      be quick"],
  );
});

Deno.test("notebooks are chosen by parts of their names", () => {
  const all = ["02_addition.ipynb", "01_energy.ipynb", "03_completion.ipynb"];
  assertEquals(chooseNotebooks(all)[0], "01_energy.ipynb");
  assertEquals(chooseNotebooks(all, "02,completion"), [all[0], all[2]]);
  // A number is not a piece of one: 1 means 01, not 10 to 19.
  const more = [...all, "10_a.ipynb", "11_b.ipynb"];
  assertEquals(chooseNotebooks(more, "1,10"), ["01_energy.ipynb", "10_a.ipynb"]);
  assertThrows(() => chooseNotebooks(all, "9"), SyntaxError, "there are 01_energy.ipynb");
  for (const only of ["02,additoin", "02,", "0"]) {
    assertThrows(() => chooseNotebooks(all, only), SyntaxError, "No notebook matches --only=");
  }
  assertThrows(() => chooseNotebooks([]), Error, "no notebooks");
});

Deno.test("the summary table is aligned", () => {
  const outcomes = [
    { notebook: "01_a.ipynb", cells: 3, total: 3, seconds: 12.4 },
    { notebook: "02_long.ipynb", cells: 1, total: 10, seconds: 3, error: "broken" },
  ];
  assertEquals(formatOutcomes(outcomes).split("\n"), [
    "notebook       cells  seconds  status",
    "-------------  -----  -------  ------",
    "01_a.ipynb       3/3       12  ok",
    "02_long.ipynb   1/10        3  failed",
  ]);
  assertEquals(formatTable(["a"], []), "a\n-");
});

Deno.test("a mistyped flag is answered with what was probably meant", () => {
  assertThrows(() => parseFlags(["--smok"], TABLE), SyntaxError, "(did you mean --smoke?)");
  assertEquals(nearest("recieve", ["send", "receive"]), "receive");
  assertEquals(nearest("zzz", ["send", "receive"]), undefined);
  assertEquals(nearest("", ["a"]), undefined);
});

Deno.test("old spellings of a flag are accepted, with a hint given once", () => {
  const table = { "inner-steps": { value: "N", help: "steps" } } as const;
  const said: string[] = [];
  const { error } = console;
  console.error = (line: string) => said.push(line);
  try {
    for (const old of ["innerSteps", "inner_steps", "innerSteps"]) {
      assertEquals(parseFlags([`--${old}=3`], table), { "inner-steps": "3" });
    }
  } finally {
    console.error = error;
  }
  assertEquals(said, [
    "--innerSteps is now written --inner-steps.",
    "--inner_steps is now written --inner-steps.",
  ]);
});

Deno.test("an interrupted run says what was finished and how to go on", () => {
  assertEquals(
    describeInterruption(["01_a.ipynb"], ["01_a.ipynb", "02_b.ipynb"]),
    "Interrupted: 1 of 2 notebooks finished (01_a.ipynb); continue with --only=02_b.",
  );
  const flags = { smoke: "true", only: "a", out: "/tmp/x", "at-once": "2", html: "true" };
  assertStringIncludes(
    describeInterruption([], ["01_a.ipynb"], flags),
    "continue with --only=01_a --smoke --out=/tmp/x --at-once=2 --html.",
  );
  assertEquals([defaultOutput(true), defaultOutput(false)], ["results/smoke", "results"]);
  assertTogether({ "in-place": "true", only: "02" });
  for (const pair of [["smoke", "full"], ["smoke", "in-place"], ["in-place", "out"]]) {
    const said = `--${pair[0]} and --${pair[1]} do not go together`;
    const flags = Object.fromEntries(pair.map((name) => [name, "true"]));
    assertThrows(() => assertTogether(flags), SyntaxError, said);
  }
});

Deno.test("quick checks execute two notebooks at a time, timed runs one, and any number that is asked", () => {
  assertEquals(atOnce(undefined, false), 1);
  assertEquals(atOnce(undefined, true), Math.min(2, navigator.hardwareConcurrency));
  assertEquals(atOnce("3", false), 3);
  for (const wrong of ["0", "1.5", "many", ""]) {
    assertThrows(() => atOnce(wrong, false), SyntaxError, "an integer from 1 on");
  }
});

Deno.test("executed notebooks do not go where the notebooks are", () => {
  const folder = Deno.makeTempDirSync(), other = `${folder}/results`, link = `${folder}/link`;
  const notebooks = `${folder}/notebooks`;
  Deno.mkdirSync(notebooks);
  if (Deno.build.os !== "windows") {
    Deno.symlinkSync(notebooks, link);
    assertThrows(() => assertApart(link, notebooks), SyntaxError, "--in-place");
  }
  assertThrows(() => assertApart(notebooks, notebooks), SyntaxError, "--in-place");
  assertApart(other, notebooks);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("--train names the notebooks that it does nothing in, and is refused where that is all", () => {
  const notebook = (...source: string[]) => ({
    cells: [
      { metadata: {}, source: ["const other = { train: 1 };"] },
      { metadata: { tags: ["parameters"] }, source },
    ],
  });
  const trains = notebook(
    "const P = parameters({\n",
    "  train: false, // true: train here\n",
    "});",
  );
  const inLine = notebook("const P = parameters({ seed: 0, train: false });");
  const other = notebook("const P = parameters({\n", "  trainSteps: 3, // train: no\n", "});");
  const bare = { cells: [] };
  assertEquals(describeUntrained({ "1_a": trains, "2_b": inLine }), "");
  assertEquals(
    describeUntrained({ "1_a": trains, "2_b": other, "3_c": bare }),
    "--train changes nothing in these, which have no parameter `train`: 2_b, 3_c.",
  );
  assertThrows(
    () => describeUntrained({ "2_b": other, "3_c": bare }),
    SyntaxError,
    "--train does nothing: there is no parameter `train` in 2_b, 3_c.",
  );
});

Deno.test("the notebooks' own parameters are found", () => {
  const read = (name: string) => JSON.parse(Deno.readTextFileSync(`notebooks/${name}.ipynb`));
  assertEquals(
    ["02_addition", "13_diffusion_q", "01_energy_landscapes", "18_lexicographic"].map((name) =>
      describeUntrained({ [name]: read(name), "02_addition": read("02_addition") }) === ""
    ),
    [true, true, false, false],
  );
});
