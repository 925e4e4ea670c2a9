/** How unequal weights of annealed particles become, noise level by noise level. */
import { noiseLevelAt } from "../../diffusion/variance_schedule.ts";
import type { CurvePoint } from "../../plots/curves.ts";
import { type AnnealedScheme, run } from "../../samplers/mod.ts";
import { disposeTree, random } from "../../tensor/mod.ts";
import { FKC_SCALE, FKC_SCHEDULE, fkcSampler } from "./fkc.ts";

/** Both published schemes have one rate of weights, but particles that spread differently. */
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
  const deviations = Array.from({ length: steps }, (_, k) => {
    const level = noiseLevelAt(FKC_SCHEDULE, 1 - (k + 1) / steps);
    const [h] = level.h.dataSync();
    disposeTree({ ...level });
    return FKC_SCALE * Math.sqrt(h!);
  });
  return SCHEMES.flatMap((scheme) => {
    const sampler = fkcSampler({ scheme, corrector: "none" }, steps, "graph");
    const key = random.key(seed);
    const points: CurvePoint[] = [];
    try {
      const state = run(sampler, key, {}, [particles, 2], {
        observe: ({ ess }, k) =>
          void points.push({
            curve: scheme,
            x: deviations[k]!,
            y: ess.dataSync()[0]! / particles,
          }),
      });
      disposeTree({ ...state });
    } finally {
      key.dispose();
      sampler.dispose?.();
    }
    return points;
  });
}
