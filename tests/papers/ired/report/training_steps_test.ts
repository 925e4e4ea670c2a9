/** Errors by training steps, from a record. */
import { assertEquals, assertThrows } from "@std/assert";
import { trainingSteps } from "lib/papers/ired/report/training_steps.ts";

Deno.test("errors by training steps are those of the record, panel by panel, beside the published ones", () => {
  const error = "mean squared error";
  const { rows, references } = trainingSteps("addition_mlp_paper_constants", error);
  assertEquals(references, [
    { label: "published IRED", value: 0.0002, split: "same difficulty" },
    { label: "published IRED", value: 0.002, split: "harder" },
  ]);
  const panels = Map.groupBy(rows, ({ method, split }) => `${method}, ${split}`);
  assertEquals(panels.size, 4);
  for (const [panel, own] of panels) {
    const steps = own.map((row) => row.steps);
    assertEquals(steps, steps.toSorted((a, b) => a - b));
    if (!panel.includes("corrected")) continue;
    // What the texts say of that sampler: the first three checkpoints are each surely better than the one
    // before; at the difficulty of training the fourth is, too, and the last surely worse; on harder problems both are worse.
    const surely = own.slice(1).map(({ low, high }, i) =>
      high! < own[i]!.low! ? "better" : low! > own[i]!.high! ? "worse" : "open"
    );
    const fourth = panel.endsWith("harder") ? "worse" : "better";
    assertEquals(surely, ["better", "better", fourth, "worse"], panel);
  }
  assertThrows(() => trainingSteps("addition_mlp", error), RangeError, "by training steps");
});
