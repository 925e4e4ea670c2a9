import { assertEquals, assertRejects } from "@std/assert";
import {
  add,
  allGates,
  formatTally,
  longestFirst,
  parseSummary,
  tallyOf,
  testGate,
} from "lib/setup/gates.ts";
import { inLanes } from "lib/setup/lanes.ts";

const LINT = allGates([])[1];
const TESTS = testGate("tests/setup", ["tests/setup"]);

Deno.test("summary lines of deno test are read", () => {
  assertEquals(parseSummary("ok | 12 passed (3 steps) | 0 failed (2s)"), { passed: 12, failed: 0 });
  assertEquals(
    parseSummary("x\nFAILED | 1 passed | 2 failed | 3 ignored (5ms)\n\nerror: Test failed"),
    { passed: 1, failed: 2 },
  );
  assertEquals(parseSummary("\x1b[32mok\x1b[0m | 4 passed | 0 failed"), { passed: 4, failed: 0 });
  assertEquals(
    parseSummary("FAILED | 0 passed (2 steps) | 1 failed (1 step) (3ms)"),
    { passed: 0, failed: 1 },
  );
  assertEquals(parseSummary("No test modules found"), undefined);
});

Deno.test("gates count as one, tests by their summary, a crash as a failure", () => {
  assertEquals(tallyOf(LINT, 0, "Checked 3 files"), { passed: 1, failed: 0 });
  assertEquals(tallyOf(LINT, 1, "Found 1 problem"), { passed: 0, failed: 1 });
  assertEquals(tallyOf(TESTS, 0, "ok | 5 passed | 0 failed"), { passed: 5, failed: 0 });
  assertEquals(tallyOf(TESTS, 1, "FAILED | 5 passed | 2 failed"), { passed: 5, failed: 2 });
  assertEquals(tallyOf(TESTS, 139, "running 3 tests"), { passed: 0, failed: 1 });
  assertEquals(tallyOf(TESTS, 1, "ok | 5 passed | 0 failed"), { passed: 5, failed: 1 });
  assertEquals(
    formatTally(add({ passed: 1, failed: 0 }, { passed: 2, failed: 1 })),
    "3 passed, 1 failed",
  );
});

Deno.test("each test folder runs in a process of its own", () => {
  const names = allGates(["tests/a", "tests/b"]).map(({ name }) => name);
  assertEquals(names, ["format", "lint", "types", "examples", "tests/a", "tests/b"]);
});

Deno.test("the gates that take longest begin first, the others keep their order", () => {
  const gates = allGates(["tests/cli", "tests/notebooks", "tests/papers", "tests/site"]);
  const names = longestFirst(gates).map(({ name }) => name);
  assertEquals(names.slice(0, 3), ["tests/notebooks", "tests/papers", "format"]);
  assertEquals(names.slice(-2), ["tests/cli", "tests/site"]);
});

Deno.test("lanes never hold more than their number, and end when all has ended", async () => {
  let [running, most] = [0, 0];
  const done: number[] = [];
  await inLanes([30, 1, 1, 1], 2, async (milliseconds) => {
    most = Math.max(most, ++running);
    await new Promise((ended) => setTimeout(ended, milliseconds));
    running--;
    done.push(milliseconds);
  });
  assertEquals([most, running, done], [2, 0, [1, 1, 1, 30]]);
});

Deno.test("a failure in one lane begins nothing more, and is thrown when the others have ended", async () => {
  const begun: number[] = [];
  let ended = false;
  await assertRejects(
    () =>
      inLanes([1, 2, 3], 2, async (item) => {
        begun.push(item);
        if (item === 2) throw new TypeError("no");
        await new Promise((wait) => setTimeout(wait, 20));
        ended = true;
      }),
    TypeError,
    "no",
  );
  assertEquals([begun, ended], [[1, 2], true]);
});
