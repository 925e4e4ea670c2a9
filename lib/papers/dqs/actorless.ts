/** The bandit's policy as an actor without any error would have it: what the estimate alone leaves. */
import { rng } from "../../datasets/rng.ts";
import { type Key, random, type Tensor, tf } from "../../tensor/mod.ts";
import { gridStates, policyErrors } from "./bandit.ts";
import type { Eta } from "./estimator.ts";
import { estimate, logDensityOf } from "./estimator_errors.ts";
import { schedule, SPREAD } from "./networks.ts";
import type { BanditMeasure, BanditRow } from "./report.ts";

/** How actions are drawn. */
export interface ActorlessOptions {
  readonly K: number;
  readonly eta: Eta;
  /** Of the reverse equation; default 20, as agents take. */
  readonly steps?: number;
}

/** Least variance of an estimate's noise: forces alone would do below it. */
const LEAST = 1e-6;

/** Actions `[count × 2]` for each grid state, by estimates from the exact reward at every step. */
export function actorlessActions(
  { alpha, count, seed }: BanditMeasure,
  { K, eta, steps = 20 }: ActorlessOptions,
): Float32Array[] {
  return gridStates.map((s, place) =>
    tf.tidy(() => {
      const log = logDensityOf(s, alpha), root = random.fold(random.key(seed), place);
      const normal = (key: Key) => random.normal(key, [count, 2]);
      let u: Tensor = tf.mul(normal(root), Math.sqrt(schedule.h(1) + SPREAD));
      for (let k = 0; k < steps; k++) {
        const t = 1 - k / steps, variance = schedule.g2(t) / steps;
        const [forScore, forNoise] = random.split(random.fold(root, k + 1)) as [Key, Key];
        const h = Math.max(LEAST, schedule.h(t));
        u = tf.add(u, tf.mul(estimate(forScore, log, u, { h, K, eta }), variance));
        if (k + 1 < steps) u = tf.add(u, tf.mul(normal(forNoise), Math.sqrt(variance)));
      }
      return Float32Array.from(tf.tanh(u).dataSync());
    }) as unknown as Float32Array
  );
}

/** Measured as agents are. */
export function measureActorless(
  measure: BanditMeasure,
  options: readonly ActorlessOptions[],
): BanditRow[] {
  return options.map((one) => {
    const { K, eta } = one, began = performance.now();
    const errors = policyErrors(
      actorlessActions(measure, one),
      measure.alpha,
      rng(measure.seed).split("exact"),
    );
    const seconds = (performance.now() - began) / 1000;
    const method = `exact Q, no actor, η ${eta === "optimal" ? eta : `= ${eta}`}, K = ${K}`;
    return { method, kind: "reference" as const, evaluations: 0, seconds, ...errors };
  });
}
