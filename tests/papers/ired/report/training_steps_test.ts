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
    // What the texts say of that sampler: each checkpoint is surely better than the one before, but on
    // harder problems the last is surely worse.
    const surely = own.slice(1).map(({ low, high }, i) =>
      high! < own[i]!.low! ? "better" : low! > own[i]!.high! ? "worse" : "open"
    );
    const last = panel.endsWith("harder") ? "worse" : "better";
    assertEquals(surely, ["better", "better", last], panel);
  }
  assertThrows(() => trainingSteps("addition_mlp", error), RangeError, "by training steps");
});
