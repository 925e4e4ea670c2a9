/** What one would do without any corrector: weigh samples of the model, or run chains on p³ itself. */
import { type Points, pointsOf } from "../../metrics/mod.ts";
import { normalisedWeights, parallelTempering, run, systematic } from "../../samplers/mod.ts";
import { disposeTree, random, tf, tidy } from "../../tensor/mod.ts";
import { FKC_BETA, fkcModel, fkcTarget } from "./fkc.ts";

/** How a competitor is asked. */
export interface CompetitorOptions {
  readonly particles: number;
  /** Evaluations of a score, or of an energy and its gradient, for each particle. */
  readonly steps: number;
  readonly seed: number;
}

/**
 * Samples of p itself, drawn again in proportion to p² (systematically): no annealing at all. To draw
 * from p by the reverse SDE would take as many evaluations as a sampler here does; they are drawn
 * exactly, so that this is the best case.
 */
export function weightedSamples({ particles, seed }: CompetitorOptions): Points {
  const model = fkcModel(), key = random.key(seed);
  const x = model.sample(key, particles);
  const energy = model.energy(x);
  const logWeights = Float64Array.from(energy.dataSync(), (e) => -(FKC_BETA - 1) * e);
  const chosen = tf.tensor1d(systematic(normalisedWeights(logWeights), 0.5), "int32");
  const drawn = tf.gather(x, chosen);
  const points = pointsOf(drawn);
  tf.dispose([key, x, energy, chosen, drawn]);
  return points;
}

/** Temperatures of the chains, over that of p³: at the highest one, the forty modes are one. */
const TEMPERATURES = [1, 4, 16, 64, 256];

/** How many states of each chain are kept, at the end and before. */
const KEPT = 5;

/** Chains get so many times fewer evaluations than a sampler here: more would show nothing more. */
const FEWER = 10;

/**
 * Parallel tempering on p³ with five temperatures, a fifth of the particles at each, and a tenth of
 * `steps`; five states of each chain at the lowest, from the last third of the run, make as many
 * points as there are particles.
 */
export function temperedChains({ particles, seed, ...options }: CompetitorOptions): Points {
  const steps = Math.max(3 * KEPT, Math.floor(options.steps / FEWER));
  const chains = Math.max(1, Math.floor(particles / TEMPERATURES.length));
  const key = random.key(seed);
  const start = tidy(() => tf.mul(random.normal(key, [chains, 2]), 0.5));
  const sampler = parallelTempering(fkcTarget(), {
    ...{ steps, temperatures: TEMPERATURES, stepSize: 2e-4, adaptFor: Math.floor(steps / 3) },
  });
  const every = Math.max(1, Math.floor(steps / 3 / KEPT));
  const kept: Points[] = [];
  try {
    const state = run(sampler, key, { start }, [chains, 2], {
      observe(_, k, state) {
        if ((steps - 1 - k) % every || kept.length * every > steps / 3) return;
        if (steps - 1 - k >= every * KEPT) return;
        const x = sampler.result(state);
        kept.push(pointsOf(x));
        x.dispose();
      },
    });
    disposeTree({ ...state });
  } finally {
    disposeTree({ key, start });
    sampler.dispose?.();
  }
  const values = new Float32Array(kept.reduce((n, { values }) => n + values.length, 0));
  kept.reduce((at, one) => (values.set(one.values, at), at + one.values.length), 0);
  return { values, dimension: 2 };
}

/** Both, by name. */
export const competitors = {
  "samples of p, weighted by p²": weightedSamples,
  "parallel tempering on p³, a tenth of the evaluations": temperedChains,
} as const;
