/** Exponential moving averages of parameters, with the warm-up of the `ema_pytorch` package. */
import { assertCount, assertFinite, assertNumber } from "../checks.ts";
import { type Tensor, tf } from "../tensor/mod.ts";
import type { Params } from "../nn/parameters.ts";

/** How parameters are averaged; the default is IRED's. */
export interface EmaOptions {
  readonly decay: number;
  /** Steps between updates. */
  readonly every: number;
  /** Calls during which the average is a copy. */
  readonly copyFor: number;
  /** Warm-up: decay = min(`decay`, 1 - (1 + e)^-`power`), e = calls since the copying, from 1. */
  readonly power: number;
}

/** @throws {RangeError} If parameters cannot be averaged so */
export function assertEma({ decay, every, copyFor, power }: EmaOptions): void {
  assertFinite("decay of ema", decay, "at least 0");
  if (decay > 1) {
    throw new RangeError(`decay of ema must be at most 1: current value is ${decay}`);
  }
  assertCount("every of ema", every);
  assertNumber("copyFor of ema", copyFor, "at least 0");
  assertFinite("power of ema", power, "at least 0");
}

/** The reference's averaging. */
export const referenceEma: EmaOptions = { decay: 0.995, every: 10, copyFor: 100, power: 2 / 3 };

/**
 * The weight of the new parameters in average ← average + rate·(parameters - average) after
 * optimiser step `step` = 1, 2, …; 0 where the average is left alone.
 */
export function emaRate(step: number, options: EmaOptions): number {
  // The package acts on the calls 1, 11, 21, …, and counts a call before it takes the decay.
  if ((step - 1) % options.every !== 0) return 0;
  if (step - 1 <= options.copyFor) return 1;
  const e = step - options.copyFor - 1;
  const decay = e <= 0 ? 0 : Math.min(options.decay, 1 - (1 + e) ** -options.power);
  return 1 - decay;
}

/** average + rate·(params - average). */
export function emaUpdate(average: Params, params: Params, rate: Tensor): Params {
  return Object.fromEntries(
    Object.entries(average).map(([name, a]) => [
      name,
      tf.add(a, tf.mul(rate, tf.sub(params[name]!, a))),
    ]),
  );
}
