/**
 * IREM (Du et al. 2022), as IRED's authors released it for comparison: one landscape, t = 0, and
 * training through the last step of an unrolled descent.
 */
import { type Key, random, type Tensor, type Tensor1D, tf, tidy } from "../../../tensor/mod.ts";
import { energyAndGradient, type Landscape } from "../../../energy/energy_gradient.ts";
import { encodeCondition } from "../../../energy/encode_condition.ts";
import type { Encoded } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { type Method, onePart } from "./method.ts";
import { checkSamplerOptions } from "./options.ts";
import { compiledPiece, encoder, perNetwork, type SamplerMode } from "./solver.ts";

/** How IREM descends. */
export interface IremOptions {
  /** Steps of the descent. */
  readonly steps: number;
  /** Size of a step, which no energy tests. */
  readonly stepSize: number;
  /** Largest |y| after a step; none as released, where a steep energy can make it infinite. */
  readonly clamp: number;
  /**
   * Where the descent starts: uniform from 0 to 1 as IRED's authors released it, or in ±1 as IREM's
   * did.
   */
  readonly start: "zero-to-one" | "plus-minus-one";
}

/** A start of the descent. */
export function iremStart(
  key: Key,
  shape: readonly number[],
  { start }: Pick<IremOptions, "start">,
): Tensor {
  return random.uniform(key, shape, start === "zero-to-one" ? 0 : -1, 1);
}

/** One step, y - `stepSize`·∇_y E, without a clamp, and the energy before it, `[batch]`. */
export function iremStep(
  landscape: Landscape,
  y: Tensor,
  stepSize: number,
): { readonly y: Tensor; readonly energy: Tensor1D } {
  const { energy, gradient } = energyAndGradient(landscape, y);
  return { y: tf.sub(y, tf.mul(stepSize, gradient)), energy };
}

/** y within ±`clamp`. */
export function iremClamp(y: Tensor, { clamp }: Pick<IremOptions, "clamp">): Tensor {
  return clamp === Infinity ? y : tf.clipByValue(y, -clamp, clamp);
}

/** The only landscape, for all examples. */
export const iremLevel = (): Tensor1D => tf.tensor1d([0], "int32");

type Inputs = { readonly params: Params; readonly encoded: Encoded; readonly y: Tensor };

const pieces = perNetwork((network, irem: IremOptions, mode: SamplerMode) => {
  const landscapeOf = ({ params, encoded }: Inputs) => (y: Tensor) =>
    network.energy(params, encoded, y, iremLevel());
  return {
    step: compiledPiece(
      network,
      "irem_step",
      (inputs: Inputs): { y: Tensor; energy: Tensor1D } => {
        const { y, energy } = iremStep(landscapeOf(inputs), inputs.y, irem.stepSize);
        return { y: iremClamp(y, irem), energy };
      },
      mode,
    ),
    energy: compiledPiece(
      network,
      "irem_energy",
      (inputs: Inputs) => ({ energy: landscapeOf(inputs)(inputs.y) }),
      mode,
    ),
  };
}, ({ stepSize, clamp }, mode) => `${stepSize} ${clamp} ${mode}`);

/**
 * L = mean of w·(y_K - y*)² over batch and entries, y_k = y_{k-1} - η·∇_y E_θ(x, y_{k-1}). The
 * gradient is truncated: y_{K-1} is taken as given, so that only the last step depends on θ, and is
 * not clamped. Observed entries are not held, as in the release.
 *
 * Solving is that descent, in one step of `innerSteps` descent steps, limited by the clamp of
 * {@link IremOptions} alone: no energy test holds it, and of the other options none counts.
 */
export const irem: Method = {
  name: "irem",
  title: "IREM",
  hasEnergy: true,
  reads: ["innerSteps"],
  lossAndGradients({ network, options, hooks }, params, { condition, answer }, key) {
    const { steps, stepSize } = options.irem;
    const weight = hooks.weight?.(answer);
    const landscapeOf = (p: Params): Landscape => {
      const encoded = encodeCondition(network, p, condition);
      return (y) => network.energy(p, encoded, y, iremLevel());
    };
    const landscape = landscapeOf(params);
    let y = iremStart(key, answer.shape, options.irem);
    for (let k = 1; k < steps; k++) {
      y = iremClamp(iremStep(landscape, y, stepSize).y, options.irem);
    }
    return onePart((p) => {
      const last = iremStep(landscapeOf(p), y, stepSize).y;
      const error = tf.squaredDifference(last, answer);
      return tf.mean(weight ? tf.mul(weight, error) : error);
    }, params);
  },
  limits: ({ steps }) => ({
    innerSteps: 10_000,
    restarts: 1000,
    cycles: 0,
    landscapes: 1,
    sampler: { innerSteps: steps },
  }),
  solver({ network, options, irem, mode = network.mode ?? "xla" }) {
    checkSamplerOptions(options);
    const compiled = pieces(network, irem, mode);
    return {
      steps: 1,
      gradients: options.innerSteps,
      encode: encoder(network, mode),
      init: (key, _solving, shape) => ({ y: iremStart(key, shape, irem) }),
      step: (_key, { params, encoded }, state) =>
        tidy(() => {
          let { y } = state;
          const energies: Tensor[] = [];
          for (let k = 0; k < options.innerSteps; k++) {
            const moved = compiled.step({ params, encoded, y });
            energies.push(moved.energy);
            y = moved.y;
          }
          energies.push(compiled.energy({ params, encoded, y }).energy);
          return [{ y: tf.clone(y) }, {
            answer: tf.clone(y),
            energies: tf.stack(energies),
            accepted: tf.ones([options.innerSteps, y.shape[0]!], "bool"),
          }];
        }),
      result: ({ y }) => tf.clone(y),
    };
  },
};
