/** How unequal weights of annealed particles become, noise level by noise level. */
import { geometricSchedule, levelAt, type NoiseLevel } from "../../diffusion/variance_schedule.ts";
import type { CurvePoint } from "../../plots/curves.ts";
import { annealedMove, type AnnealedScheme, run, weightedSde } from "../../samplers/mod.ts";
import { disposeTree, random, type Tensor } from "../../tensor/mod.ts";
import { FKC_BETA, FKC_SCALE, fkcModel } from "./fkc.ts";

/** Schemes whose weights differ; those of "tempered noise" have the rate of "target score". */
const SCHEMES: readonly AnnealedScheme[] = ["target score", "tempered noise", "probability flow"];

/**
 * Effective sample size over the number of particles, (Σw)²/(n Σw²), if none is resampled: by the deviation of
 * noise that is left, lengths as they are.
 */
export function effectiveCurves(
  { particles, steps, seed }: {
    readonly particles: number;
    readonly steps: number;
    readonly seed: number;
  },
): CurvePoint[] {
  const model = fkcModel(), schedule = geometricSchedule(0.01, 10);
  const score = (_: Record<never, never>, x: Tensor, { h }: NoiseLevel) => model.score(x, h);
  const deviations = Array.from({ length: steps }, (_, k) => {
    const level = levelAt(schedule, 1 - (k + 1) / steps);
    const [h] = level.h.dataSync();
    disposeTree({ ...level });
    return FKC_SCALE * Math.sqrt(h!);
  });
  return SCHEMES.flatMap((scheme) => {
    const move = annealedMove(score, FKC_BETA, scheme), key = random.key(seed);
    const sampler = weightedSde({ schedule, move, steps, startScale: 1 / FKC_BETA, mode: "graph" });
    const points: CurvePoint[] = [];
    const state = run(sampler, key, {}, [particles, 2], {
      observe: ({ ess }, k) =>
        void points.push({
          curve: scheme,
          x: deviations[k]!,
          y: ess.dataSync()[0]! / particles,
        }),
    });
    disposeTree({ ...state, key });
    return points;
  });
}
