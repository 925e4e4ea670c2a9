import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { stoppable, Stopped, stopRunning } from "../../lib/checks/interruption.ts";
import { jupyter } from "./jupyter.ts";

Deno.test("what runs stops with what it says, and what starts later is not meant", async () => {
  assertEquals(stopRunning(), 0);
  const work = stoppable();
  await work.pause(() => "never");
  assertEquals(stopRunning(), 1);
  const error = await assertRejects(() => work.pause(() => "stopped at step 3 of 9"), Stopped);
  assertEquals([error.name, error.message], ["Stopped", "stopped at step 3 of 9"]);
  work.end();
  const next = stoppable();
  await next.pause(() => "never");
  next.end();
});

Deno.test("Stop ends a training cell, keeps what was learned, and the next cell works", async () => {
  const replies = await jupyter([
    {
      code:
        'import "lib/notebooks/interrupt.ts"; import { createTraining, tasks } from "lib/mod.ts";',
    },
    {
      code:
        'const t = createTraining(tasks.addition, "symmetric", { batch: 2, steps: 1e6 }, "graph");' +
        'for await (const { step } of t.steps()) if (step === 2) console.log("running");',
      interruptAt: "running",
    },
    { code: "console.log(t.progress.step >= 2 && t.progress.step < 1e6)" },
  ]);
  assertEquals(replies.map(({ status }) => status), ["ok", "error", "ok"]);
  assertStringIncludes(replies[1]!.text, "what was learned is kept");
  assertStringIncludes(replies[1]!.text, "of 1000000");
  assertEquals(replies[2]!.text.trim(), "true");
});

Deno.test("Stop keeps the kernel of a notebook that takes nothing but its parameters", async () => {
  const replies = await jupyter([
    {
      code:
        'import { parameters } from "lib/notebooks/parameters.ts"; const P = parameters({ n: 3 });',
    },
    {
      code:
        'console.log("running"); await new Promise((resolve) => setTimeout(resolve, 1000)); console.log("ended");',
      interruptAt: "running",
    },
    { code: "console.log(P.n)" },
  ]);
  assertEquals(replies.map(({ status }) => status), ["ok", "ok", "ok"]);
  assertEquals(replies[2]!.text.trim(), "3");
});
