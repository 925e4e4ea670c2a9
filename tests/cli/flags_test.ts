import { assertEquals, assertThrows } from "@std/assert";
import {
  deviceFlag,
  deviceOf,
  type FlagTable,
  helpText,
  parseFlags,
  readingFlags,
} from "../../lib/cli/flags.ts";
import { isUsageError } from "lib/checks/usage.ts";

const table: FlagTable = {
  task: { help: "which", value: "NAME", choices: ["addition", "inverse"] },
  out: { help: "where", value: "FOLDER", kind: "text" },
  learningRate: { help: "rate", value: "X", numbers: "any", range: [0, 1] },
  "save-every": { help: "seconds", value: "N", range: [1, 60] },
  resume: { help: "go on" },
};

Deno.test("parseFlags() reads values, numbers and switches, in either spelling", () => {
  const args = [
    "--task=addition",
    "--out",
    "a b",
    "--learning-rate=1e-3",
    "--saveEvery=5",
    "--resume",
  ];
  assertEquals(parseFlags(args, table), {
    task: "addition",
    out: "a b",
    learningRate: 1e-3,
    "save-every": 5,
    resume: true,
  });
  assertEquals(parseFlags([], table), {});
  const sweep = { help: "along", value: "NAME", choices: ["cycles", "innerSteps"] };
  assertEquals(parseFlags(["--sweep=inner-steps"], { sweep }), { sweep: "innerSteps" });
  assertEquals(parseFlags(["--out=-"], table), { out: "-" });
});

Deno.test("parseFlags() refuses the rest with what is accepted", () => {
  const cases: [string[], string][] = [
    [["--foo"], "Unknown argument --foo: accepted are --task=NAME, --out=FOLDER"],
    [["--foo=1"], "Unknown argument --foo=1"],
    [["--tsak=1"], "Unknown argument --tsak=1 (did you mean --task?): accepted are"],
    [["--task=invers"], "current value is invers (did you mean inverse?)"],
    [["addition"], "Unknown argument addition"],
    [["-x"], "Unknown argument -x"],
    [["--task=sum"], "--task must be one of addition, inverse: current value is sum"],
    [["--task"], "--task needs a value: write --task=NAME"],
    [["--task="], "--task needs a value"],
    [["--out", "--resume"], "--out needs a value: write --out=FOLDER"],
    [["--resume=yes"], "--resume takes no value: current value is yes"],
    [["--save-every=0"], "--save-every must be a whole number from 1 to 60: current value is 0"],
    [["--save-every=1.5"], "--save-every must be a whole number"],
    [["--save-every=0x10"], "--save-every must be a whole number"],
    [
      ["--learningRate=fast"],
      "--learning-rate must be a number from 0 to 1: current value is fast",
    ],
    [["--learningRate=NaN"], "--learning-rate must be a number"],
    [["--task=addition", "--task=inverse"], "--task is given twice"],
  ];
  for (const [args, message] of cases) {
    const error = assertThrows(() => parseFlags(args, table), SyntaxError, message);
    assertEquals([isUsageError(error), error.message.includes("\n")], [true, false]);
  }
});

Deno.test("readingFlags() names the flag of an option that is refused", () => {
  const refuse = (message: string) => () => {
    throw new RangeError(message);
  };
  const option = "innerSteps must be 0: current value is 3";
  const error = assertThrows(() => readingFlags(refuse(option)), SyntaxError, "--inner-steps must");
  assertEquals(isUsageError(error), true);
  assertThrows(() => readingFlags(refuse("Cannot do this")), RangeError, "Cannot do this");
  assertEquals(readingFlags(() => 3), 3);
});

Deno.test("helpText() has a line per flag", () => {
  assertEquals(helpText("x", "does it", table, "x --resume").split("\n"), [
    "deno task x: does it",
    "",
    "  --task=NAME        which: addition, inverse",
    "  --out=FOLDER       where",
    "  --learning-rate=X  rate",
    "  --save-every=N     seconds",
    "  --resume           go on",
    "",
    "Example: x --resume",
  ]);
});

Deno.test("helpText() lists choices, unless the help has each in brackets", () => {
  const help = "ends nothing (none), or all (all, by default)";
  const flag = { help, value: "WHEN", choices: ["none", "all"] };
  const lineOf = (flags: FlagTable) => helpText("x", "does it", flags, "x").split("\n")[2];
  assertEquals(lineOf({ stop: flag }), `  --stop=WHEN  ${help}`);
  assertEquals(
    lineOf({ stop: { ...flag, choices: ["none", "all", "some"] } }),
    `  --stop=WHEN  ${help}: none, all, some`,
  );
});

Deno.test("deviceOf() finds the device in the spellings that parseFlags() takes", () => {
  const accepted = [["--device=wasm"], ["--device", "wasm"], ["--Device=Wasm", "--out=-"]];
  for (const args of accepted) {
    assertEquals(deviceOf(args), "wasm");
    assertEquals(parseFlags(args, { ...table, ...deviceFlag }).device, "wasm");
  }
  for (const args of [[], ["--out", "wasm"], ["--device"], ["--device="], ["--device=gpu"]]) {
    assertEquals(deviceOf(args), undefined);
  }
});
