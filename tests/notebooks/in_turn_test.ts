/** Runs that follow each other. */
import { assertEquals, assertRejects } from "@std/assert";
import { Stopped, stopRunning } from "lib/checks/interruption.ts";
import { inTurn } from "lib/notebooks/mod.ts";

const quiet = { label: "running", write: () => {} };

Deno.test("runs follow each other, whether they return at once or later", async () => {
  const order: number[] = [];
  const run = (i: number) => () => {
    order.push(i);
    return i % 2 === 0 ? i : Promise.resolve(i);
  };
  assertEquals(await inTurn([3, 1, 2].map(run), quiet), [3, 1, 2]);
  assertEquals(order, [3, 1, 2]);
  assertEquals(await inTurn([], quiet), []);
});

Deno.test("runs that are stopped end between two of them", async () => {
  let begun = 0;
  const runs = Array.from({ length: 5 }, () => () => {
    if (++begun === 2) stopRunning();
  });
  await assertRejects(() => inTurn(runs, quiet), Stopped, "stopped after 2 of 5");
  assertEquals(begun, 2);
  assertEquals(stopRunning(), 0);
});

Deno.test("what a run throws ends them, and the bar says how far they came", async () => {
  let text = "";
  const write = (more: string) => void (text += more);
  const fail = () => {
    throw new RangeError("too far");
  };
  await assertRejects(() => inTurn([() => 1, fail], { label: "x", write }), RangeError, "too far");
  assertEquals(/1\/2/.test(text), true, text);
  assertEquals(stopRunning(), 0);
});
