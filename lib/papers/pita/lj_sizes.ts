/** What climbs of other sizes, and of other ways down, come to on LJ-13. */
import { HOT_STEPS } from "./climb.ts";
import { type LadderRecord, readLadder, withRange } from "./ladder_report.ts";
import type { ClusterRung } from "./ladder_tasks.ts";

/** Climbs by what sets them apart. */
export type ClimbsByKind = Readonly<Record<string, readonly LadderRecord<ClusterRung>[]>>;

/** Shipped climbs beside the reported ones: smaller ones, and one by score scaling. */
export const readLj13Others = (): ClimbsByKind => ({
  "smaller, along the flow": [4, 5, 6].map((seed) => readLadder<ClusterRung>("ladder_lj13", seed)),
  "by score scaling": [readLadder<ClusterRung>("ladder_lj13_scaled", 7)],
});

/** The end of climbs, after MALA, a line for each kind: means with ranges. */
export function lj13Sizes(kinds: ClimbsByKind) {
  return Object.entries(kinds).map(([kind, records]) => {
    const [first] = records as [LadderRecord<ClusterRung>];
    const { particles, settling, trainingSteps, firstSteps = trainingSteps } = first;
    // The last row of the last rung is what the climb leaves.
    const ends = records.map(({ rungs }) => rungs.at(-1)!.rows.at(-1)!);
    const over = (measure: "energyW2" | "distanceW2", digits: number) =>
      withRange(ends.map((row) => row[measure]), digits);
    return {
      "climbs": kind,
      particles,
      "training steps, first rung": firstSteps,
      "MALA at T = 4": first.hotSteps ?? HOT_STEPS,
      "MALA a rung": settling,
      "W₂ of energies": over("energyW2", 2),
      "W₂ of distances": over("distanceW2", 3),
      "number": records.length,
    };
  });
}
