/** Curves over how hard problems are. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { graphRelational } from "lib/models/graph_relational.ts";
import type { Trained } from "lib/papers/ired/evaluation/trained.ts";
import { byInnerSteps, sweepNetworksByHardness } from "lib/papers/ired/report/hardness.ts";
import { besideTrivial } from "lib/papers/ired/report/methods_by_hardness.ts";
import { tasks } from "lib/papers/ired/tasks/mod.ts";
import { random } from "lib/tensor/mod.ts";

Deno.test("networks take the steps that are asked for, and are measured by the metric that is", async () => {
  const network = graphRelational({ width: 4, layers: 1, relations: 1, timeFeatures: 8 });
  const params = network.init(random.key(0)), task = tasks.connectivity;
  const trained = { task, network, params, title: "tiny" } as unknown as Trained;
  const shown: string[] = [];
  const display = (data: Record<string, string>) => {
    shown.push(JSON.stringify(data));
    return Promise.resolve();
  };
  const set = { problems: 2, seed: 0, innerSteps: [1, 3], values: [12] };
  const rows = await sweepNetworksByHardness([trained], { ...set, metric: "accuracy", display });
  // Ten landscapes, on each the jump's gradient and one for each step.
  assertEquals(rows.map(({ gradients }) => gradients), [10 * (1 + 1), 10 * (1 + 3)]);
  assertEquals(rows.map(({ hardness, innerSteps }) => [hardness, innerSteps]), [[12, 1], [12, 3]]);
  assert(shown.at(-1)!.includes("2/2"), shown.at(-1));
  const wrong = await sweepNetworksByHardness([trained], set);
  rows.forEach(({ value }, i) => assertAlmostEquals(value, 1 - wrong[i]!.value, 1e-6));
  const own = byInnerSteps([{ ...rows[0]!, steps: 99 }], "nodes");
  assertEquals(own.map(({ split, steps }) => [split, steps]), [["12 nodes", 1]]);
});

Deno.test("errors beside the best trivial answer are ratios, with their intervals", () => {
  const row = (method: string, steps: number, value: number) => ({
    method,
    split: "h",
    steps,
    value,
  });
  const rows = [row("best trivial answer", 1, 0.5), row("best trivial answer", 2, 4)];
  const beside = besideTrivial([...rows, { ...row("net", 2, 1), low: 0.8, high: 2 }]);
  assertEquals(beside.map(({ value }) => value), [1, 1, 0.25]);
  assertEquals([beside[2]!.low, beside[2]!.high], [0.2, 0.5]);
  assertEquals("low" in beside[0]!, false);
});
