/** Features of the noise level, computed once per level. */
import type { Tensor2D } from "../tensor/mod.ts";
import { dense, sinusoids, swish } from "./layers.ts";
import { denseSpec, type ParameterSpecs, type Params } from "./parameters.ts";

/** Parameters of {@link timeFeatures}. */
export function timeSpec(features: number): ParameterSpecs {
  return {
    ...denseSpec("time/dense1", features, features),
    ...denseSpec("time/dense2", features, features),
  };
}

/** A table `[levels, features]`: sinusoids of t, then dense, swish, dense. */
export function timeFeatures(params: Params, levels: number, features: number): Tensor2D {
  const hidden = swish(dense(params, "time/dense1", sinusoids(levels, features)));
  return dense(params, "time/dense2", hidden) as Tensor2D;
}
