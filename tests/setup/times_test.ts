import { assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { readTimes, recordTimes, thisMachine } from "lib/setup/times.ts";
import { inFolder } from "./fake.ts";

const outcome = (notebook: string, seconds: number, error?: string) => (
  { notebook, cells: 1, total: 1, seconds, error }
);

Deno.test("times of notebooks that ran to their end are kept, and others left alone", () =>
  inFolder((root) => {
    const path = join(root, "results", "times.json");
    assertEquals(readTimes(path), {});
    recordTimes(path, [outcome("02_b.ipynb", 61.4), outcome("01_a.ipynb", 2, "broken")], "a box");
    recordTimes(path, [outcome("01_a.ipynb", 3)], "another");
    assertEquals(Object.entries(readTimes(path)), [
      ["01_a", { seconds: 3, machine: "another" }],
      ["02_b", { seconds: 61, machine: "a box" }],
    ]);
    return Promise.resolve();
  }));

Deno.test("a machine is told by its processor and threads", () => {
  assertMatch(thisMachine(), /, \d+ threads?$/);
});
