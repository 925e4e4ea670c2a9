/** What a network can be trained as: IRED, or one of the methods that the paper compares it with. */
import { type Key, type Tensor, tf } from "../../../tensor/mod.ts";
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { Schedule } from "../../../diffusion/schedule.ts";
import type { Problems } from "../problems.ts";
import type { IremOptions } from "./irem.ts";
import type { Pool } from "./own_descents.ts";
import type { LossOptions, SamplerOptions } from "./options.ts";
import type { Solver, SolverSetting } from "./solver.ts";

/** What a task may replace in the losses. */
export interface LossHooks {
  /** Clean negatives, like the answers; mined by descent if absent. */
  readonly negatives?: (key: Key, batch: Problems) => Tensor;
  /** Weights of the denoising loss, like the answer. */
  readonly weight?: (answer: Tensor) => Tensor;
}

/** What a loss is of. */
export interface LossSetting {
  readonly network: EnergyNetwork;
  readonly schedule: Schedule;
  readonly options: LossOptions;
  readonly hooks: LossHooks;
}

/** The parts of a loss, each a scalar; `loss` is what is minimised. */
export type LossParts = {
  readonly loss: Tensor;
  /** L_MSE; for other methods than IRED the squared error that they minimise, their only part. */
  readonly denoising: Tensor;
  /** L_contrast; 0 where there is none. */
  readonly contrast: Tensor;
};

/** The loss of one batch, and its gradient by the parameters. */
export interface LossAndGradients {
  readonly parts: LossParts;
  readonly gradients: Params;
}

/** A batch, and problems on their way. */
export interface BatchWithPool {
  /**
   * As many problems as the loss has; the last ones stand by to replace members of the pool that
   * are at their end.
   */
  readonly batch: Problems;
  readonly pool: Pool;
  /** Largest |y/√ᾱ_t| of the pool. */
  readonly clamp: number;
}

/** How a solver is to be built. */
export interface MethodSetting extends SolverSetting {
  readonly network: EnergyNetwork;
  readonly schedule: Schedule;
  readonly options: SamplerOptions;
  /** How a network trained as IREM descends. */
  readonly irem: IremOptions;
}

/** What solving by a method is limited to. */
export interface MethodLimits {
  /** Most steps per landscape. */
  readonly innerSteps: number;
  /** Most runs per problem: one where nothing can choose between them. */
  readonly restarts: number;
  /** Most hops per problem: none where there are no landscapes to hop between. */
  readonly cycles: number;
  /** Most landscapes; all levels of the schedule if absent. */
  readonly landscapes?: number;
  /** Constants that it replaces unless the caller says otherwise. */
  readonly sampler?: Partial<SamplerOptions>;
}

/** A way to train a network and to solve with it. */
export interface Method {
  /** As in configurations, such as "ired". */
  readonly name: string;
  /** As in tables, such as "IRED". */
  readonly title: string;
  /** Whether answers have an energy. */
  readonly hasEnergy: boolean;
  /** The constants of a sampler that its solver looks at; the others change nothing. */
  readonly reads: readonly (keyof SamplerOptions)[];
  /** Draws levels, noise and negatives from `key`; to be compiled by the caller. */
  lossAndGradients(
    setting: LossSetting,
    params: Params,
    batch: Problems,
    key: Key,
  ): LossAndGradients;
  /**
   * The same where a part of the batch is on its way to answers by the model's own steps, which the
   * loss moves on; absent where a method has none.
   */
  lossWithPool?(
    setting: LossSetting,
    params: Params,
    batch: BatchWithPool,
    key: Key,
  ): LossAndGradients & { readonly pool: Pool };
  limits(irem: IremOptions): MethodLimits;
  solver(setting: MethodSetting): Solver;
}

/** The value and the gradient of a scalar function of parameters. */
export function gradientsOf(
  loss: (params: Params) => Tensor,
  params: Params,
): { readonly value: Tensor; readonly gradients: Params } {
  const names = Object.keys(params).sort();
  const named = (tensors: readonly Tensor[]) =>
    Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
  const { value, grads } = tf.valueAndGrads((...tensors: Tensor[]) => loss(named(tensors)))(
    names.map((name) => params[name]!),
  );
  return { value, gradients: named(grads) };
}

/** What {@link Method.lossAndGradients} gives where the loss has one part. */
export function onePart(loss: (params: Params) => Tensor, params: Params): LossAndGradients {
  const { value, gradients } = gradientsOf(loss, params);
  return {
    parts: { loss: value, denoising: tf.clone(value), contrast: tf.scalar(0) },
    gradients,
  };
}
