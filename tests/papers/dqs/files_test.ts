/** Agents in files. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { readAgent, saveAgent } from "lib/papers/dqs/files.ts";
import { kinds, SAMPLES, samplesKind, trainKind } from "lib/papers/dqs/kinds.ts";
import { measureBandit } from "lib/papers/dqs/report.ts";

Deno.test("an agent read from a file acts as it did before", async () => {
  const path = join(Deno.makeTempDirSync(), "agent.safetensors");
  const one = await trainKind("bandit", "optimal", { updates: 2, seed: 1 });
  saveAgent(path, one, { seed: "1" });
  const again = readAgent(path), measure = { alpha: 0.5, count: 20, seed: 3 };
  assertEquals(again.title, one.title);
  assertEquals(again.agent.options, one.agent.options);
  assertEquals(again.training.steps, one.training.steps);
  assertEquals(measureBandit(again, measure), measureBandit(one, measure));
});

Deno.test("what is not there is refused in one sentence", async () => {
  assertThrows(() => readAgent("no/such/agent"), Error, "Cannot find an agent in no/such/agent");
  await assertRejects(
    async () => await trainKind("bandit", "nobody", { updates: 1, seed: 1 }),
    SyntaxError,
    "Cannot train nobody on bandit",
  );
});

Deno.test("warm kinds of the maze end warmer than the others", () => {
  const last = (kind: string) => kinds.maze![kind]!.temperature?.(0, 1);
  assertEquals(last("dqs"), undefined);
  for (const kind of ["warm", "sacWarm"]) assert(Math.abs(last(kind)! - 0.08) < 1e-9, kind);
});

Deno.test("fewer samples are all that the kinds of fewer samples change", () => {
  const { bandit } = kinds;
  for (const K of SAMPLES) {
    const { title, ...rest } = bandit![samplesKind(K)]!;
    assertEquals(title, `DQS, K = ${K}`);
    assertEquals(rest, { agent: { ...bandit!.dqs!.agent, K } });
  }
});
