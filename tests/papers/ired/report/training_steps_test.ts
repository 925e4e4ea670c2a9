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
    // What the texts say of that sampler: the first three checkpoints are each surely better than the one before.
    // At the difficulty of training the fourth is, too, the fifth is worse, and all after it are better again, the last
    // better than the fourth. On harder problems the fourth to the sixth are worse than the one before, the seventh is as
    // the sixth, and all after it are better again, the last better than the fifth, but worse than the fourth.
    const surely = own.slice(1).map(({ low, high }, i) =>
      high! < own[i]!.low! ? "better" : low! > own[i]!.high! ? "worse" : "open"
    );
    const later = panel.endsWith("harder")
      ? ["worse", "worse", "worse", "open", "better", "better", "better"]
      : ["better", "worse", "better", "better", "better", "better", "better"];
    assertEquals(surely, ["better", "better", ...later], panel);
    const [fourth, fifth, last] = [own[3]!, own[4]!, own.at(-1)!];
    assertEquals(last.low! > fourth.high!, panel.endsWith("harder"), panel);
    assertEquals(last.high! < fourth.low!, panel.endsWith("same difficulty"), panel);
    assertEquals(last.high! < fifth.low!, true, panel);
    assertEquals(last.steps, 50_000);
  }
  assertThrows(() => trainingSteps("addition_mlp", error), RangeError, "by training steps");
});
