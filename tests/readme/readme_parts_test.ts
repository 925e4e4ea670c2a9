import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  agrees,
  claimsOf,
  fencedBlocks,
  numberAt,
  shellCommands,
  unmarkedNumbers,
} from "./readme.ts";

Deno.test("fencedBlocks() finds the blocks of a language", () => {
  const text = "a\n```sh\ndeno task x\n```\n```ts\nlet a;\n```\n";
  assertEquals(fencedBlocks(text, "sh"), [{ line: 3, code: "deno task x\n" }]);
  assertEquals(fencedBlocks(text, "ts"), [{ line: 6, code: "let a;\n" }]);
});

Deno.test("shellCommands() leaves out comments, prompts and assignments", () => {
  const commands = shellCommands(
    "# setup\n$ git clone URL && cd x\nTRAIN=1 npx --yes deno@2.8.1 task reproduce --only=02  # now\n" +
      "deno task train --task=addition \\\n  --minutes=20\n",
  );
  assertEquals(commands.map(({ task, version }) => [task, version]), [
    [undefined, undefined],
    [undefined, undefined],
    ["reproduce", "2.8.1"],
    ["train", undefined],
  ]);
  assertEquals(commands[0]!.words[0], "git");
  assertEquals(commands[2]!.args, ["--only=02"]);
  assertEquals(commands[3]!.args, ["--task=addition", "--minutes=20"]);
});

const table = `
| | same | harder |
|---|---|---|
| ours, K = 5 | 1.2e-6 <!-- record: data/results/a.json#rows[kind=ours].value --> | 3 |
| IRED | .0002 <!-- published: addition#IRED.same --> ± .1 | - |

| plain | 7 |
`;

Deno.test("claimsOf() pairs each marker with the number before it", () => {
  assertEquals(
    claimsOf(table).map(({ printed, source, reference }) => [printed, source, reference]),
    [
      ["1.2e-6", "record", "data/results/a.json#rows[kind=ours].value"],
      [".0002", "published", "addition#IRED.same"],
    ],
  );
  const two = "54.5 % <!-- record: a --> of 1,000 <!-- record: b --> in 20 min <!-- record: c -->";
  assertEquals(claimsOf(two).map(({ printed }) => printed), ["54.5 %", "1,000", "20"]);
  assertThrows(() => claimsOf("| 5 | none <!-- record: a --> |"), SyntaxError, "no number before");
});

Deno.test("unmarkedNumbers() reports bare numbers of tables that have markers", () => {
  assertEquals(unmarkedNumbers(table), ["README.md:4: 3", "README.md:5: .0002  ± .1"]);
});

Deno.test("numberAt() follows names and conditions to one number", () => {
  const record = {
    training: { seconds: 1230 },
    rows: [
      { kind: "ours", innerSteps: 5, value: 0.5 },
      { kind: "ours", innerSteps: 10, value: 0.25 },
    ],
  };
  assertEquals(numberAt(record, "training.seconds / 60"), 20.5);
  assertEquals(numberAt(record, "rows[kind=ours][innerSteps=10].value"), 0.25);
  assertThrows(() => numberAt(record, "rows[kind=ours].value"), ReferenceError, "2 rows meet");
  assertThrows(() => numberAt(record, "rows[kind=other].value"), ReferenceError, "0 rows meet");
  assertThrows(() => numberAt(record, "training.step"), ReferenceError, "is not a number");
});

Deno.test("agrees() allows rounding to the digits that are printed, and no more", () => {
  const same: [string, number][] = [
    ["0.00012", 1.24e-4],
    ["1.2e-6", 1.249e-6],
    [".059", 0.0586],
    ["54.5 %", 0.5449],
    ["1,642,640", 1642640],
    ["−3", -2.6],
  ];
  for (const [printed, value] of same) assert(agrees(printed, value), printed);
  const other: [string, number][] = [
    ["0.00012", 1.26e-4],
    ["1.2e-6", 1.26e-6],
    [".0590", 0.0586],
    ["54.5 %", 54.5],
    ["3", -3],
  ];
  for (const [printed, value] of other) assert(!agrees(printed, value), printed);
});
