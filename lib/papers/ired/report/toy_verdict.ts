/** What the toy problem of the plane says of the paper's general claims. */
import type { Claim } from "../../../plots/verdicts.ts";
import type { SweepRow } from "../evaluation/sweeps.ts";
import { type Agreement, agreement, type PlaneCell } from "../landscapes/plane.ts";

/** What notebook 1 found. */
export interface ToyFindings {
  /** Energies that were learned, and those of a perfect network, on one grid. */
  readonly learned: readonly PlaneCell[];
  readonly ideal: readonly PlaneCell[];
  /** Errors by inner steps, at both difficulties. */
  readonly sweep: readonly SweepRow[];
  /** Error of the trivial answer to the harder problems. */
  readonly trivial: number;
}

const write = (value: number) => value.toPrecision(3);

/** The fewest steps of a curve whose error is within a tenth of the best. */
export function stepsNeeded(curve: readonly Pick<SweepRow, "steps" | "value">[]): number {
  const best = Math.min(...curve.map(({ value }) => value));
  return curve.find(({ value }) => value <= 1.1 * best)!.steps;
}

/** Claim by claim, computed from what was found; "lower" means that intervals of 95 % are apart. */
export function toyVerdicts({ learned, ideal, sweep, trivial }: ToyFindings): Claim[] {
  const curve = (difficulty: string) =>
    sweep.filter((row) => row.difficulty === difficulty && row.steps > 0);
  const [same, harder] = [curve("same"), curve("harder")];
  const [fewest, most] = [harder[0]!, harder.at(-1)!];
  const shapes = agreement(learned, ideal).map(({ correlation }: Agreement) => correlation);
  return [
    {
      claim: "these losses shape landscapes as a perfect network would have them",
      holds: shapes.every((one) => one > 0.95),
      evidence: `correlations with the perfect ones from ${write(Math.min(...shapes))} up`,
    },
    {
      claim: `on harder problems ${most.steps} steps have a lower error than ${fewest.steps}`,
      holds: most.high! < fewest.low!,
      evidence: `${write(most.value)} against ${write(fewest.value)}`,
    },
    {
      claim: "harder problems need more steps",
      holds: stepsNeeded(harder) > stepsNeeded(same),
      evidence: `${stepsNeeded(harder)} against ${stepsNeeded(same)} steps on each landscape`,
    },
    {
      claim: "harder problems than those of training are answered better than trivially",
      holds: most.high! < trivial,
      evidence: `${write(most.value)} against ${write(trivial)}`,
    },
  ];
}
