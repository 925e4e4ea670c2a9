/** Verdicts about arms: one score decides, and other measures can take from it. */
import { assert, assertEquals } from "@std/assert";
import type { CanonicalRecord, CanonicalRow } from "lib/papers/canonicalisation/record.ts";
import { verdict } from "lib/papers/canonicalisation/report.ts";

const frames = (pooling: "mean" | "max", median: number) => (
  { pooling, degrees: [median], median, largest: median }
);
const pooling = { mean: frames("mean", 1e-4), max: frames("max", 120) };

/** A record of molecules and digits: values of each arm's measures, one a seed. */
function recordOf(
  values: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>,
): CanonicalRecord {
  const rows = Object.entries(values).flatMap(([place, measures]) => {
    const [task, arm] = place.split(" ") as [CanonicalRow["task"], string];
    return Object.entries(measures).flatMap(([metric, all]) =>
      all.map((value, seed) => ({ task, arm, seed, metric, value }))
    );
  });
  const none = { steps: 1, samples: 1 };
  return {
    format: "canonicalisation-1",
    sizes: { digits: none, clusters: none, energies: none, molecules: none },
    machine: "none",
    rows,
  };
}

/** Learned molecules, trained again: atoms move by .005, distances by .01. Records have no such seed. */
const reruns = recordOf({
  "molecules learned": { "atoms stable": [0.31, 0.315], "distance, W₁": [0.1, 0.11] },
});

const found = (record: CanonicalRecord, claim: string) =>
  verdict({ record, reruns }, pooling).find((one) => one.claim === claim)!;

const none = {
  "atoms stable": [0.29, 0.3],
  "molecules stable": [0.001, 0.003],
  "distance, W₁": [0.09, 0.1],
};

Deno.test("an order is decided where ranges over seeds part by more than training again moves", () => {
  const claim = "molecules: (ours) a learned canonicaliser is better than none";
  const judge = (atoms: readonly number[]) =>
    found(
      recordOf({ "molecules none": none, "molecules learned": { ...none, "atoms stable": atoms } }),
      claim,
    );
  assertEquals(judge([0.31, 0.32]).holds, true);
  assertEquals(
    judge([0.31, 0.32]).evidence,
    "atoms stable 0.315 (0.31 – 0.32) against 0.295 (0.29 – 0.3)",
  );
  assertEquals(judge([0.304, 0.32]).holds, "undecided");
  assertEquals(judge([0.28, 0.32]).holds, "undecided");
  assertEquals(judge([0.27, 0.28]).holds, false);
});

Deno.test("a measure that says the opposite as surely makes it partly, and is named", () => {
  const claim = "molecules: (ours) a frozen one is already better than none";
  const judge = (distances: readonly number[]) => {
    const far = { ...none, "atoms stable": [0.31, 0.32], "distance, W₁": distances };
    return found(recordOf({ "molecules none": none, "molecules frozen": far }), claim);
  };
  const { holds, evidence } = judge([0.12, 0.14]);
  assertEquals(holds, "partly");
  assert(evidence.endsWith("; but distance, W₁ 0.13 (0.12 – 0.14) against 0.095 (0.09 – 0.1)"));
  assertEquals(judge([0.105, 0.14]).holds, true, "distances may have moved by as much");
});

Deno.test("another measure does not make an order that the score denies, and losses count for nothing", () => {
  const arm = (distance: readonly number[], confidence: readonly number[], loss: number) => (
    { "Fréchet distance": distance, "confidence": confidence, "loss on unseen digits": [loss] }
  );
  const record = recordOf({
    "digits none": arm([30, 31], [0.4, 0.5], 0.1),
    "digits learned": arm([28, 29], [0.6, 0.7], 0.9),
    "digits equivariant": arm([14, 15], [0.45, 0.55], 0.5),
  });
  assertEquals(
    found(record, "digits: (ours) a learned canonicaliser is better than none").holds,
    true,
  );
  const denied = found(record, "digits: learned is better than an equivariant denoiser");
  assertEquals(denied.holds, false);
  assert(denied.evidence.includes("; but confidence 0.65"));
});

Deno.test("one timing decides nothing, and a task without any is not left out", () => {
  const claim = "molecules: sampling is faster than with an equivariant denoiser";
  const judge = (own: readonly number[], its: readonly number[]) => {
    const { holds, evidence } = found(
      recordOf({
        "molecules none": none,
        "molecules learned": { "ms a sample": own },
        "molecules equivariant": { "ms a sample": its },
      }),
      claim,
    );
    return [holds, evidence];
  };
  assertEquals(judge([], []), ["undecided", "not timed"]);
  assertEquals(judge([1], [4]), ["undecided", "1 ms against 4 ms, timed with one seed"]);
  assertEquals(judge([1, 2], [3, 5]), [true, "1.5 (1 – 2) ms against 4 (3 – 5) ms"]);
  assertEquals(judge([1, 4], [3, 5])[0], "undecided");
  assertEquals(judge([6, 7], [3, 5])[0], false);
});
