/** The flags that `evaluate` and `solve` share. */
import type { PresetName } from "../diffusion/options.ts";
import type { SolverOptions } from "../evaluation/solver.ts";
import type { Flag, FlagValues } from "./flags.ts";

/** How problems are solved. */
export const samplerFlags = {
  preset: {
    help: "options of the sampler; those of the training by default",
    value: "NAME",
    choices: ["reference", "corrected"],
  },
  "inner-steps": { help: "descent steps per landscape", value: "N", range: [0, 10_000] },
  landscapes: { help: "only so many landscapes, the sharpest", value: "N", range: [1, 10] },
  restarts: {
    help: "runs per problem, of which the lowest final energy counts; 1 by default",
    value: "N",
    range: [1, 1000],
  },
  seed: {
    help: "fixes random problems and where descent starts; 0 by default",
    value: "N",
    range: [-(2 ** 31), 2 ** 31 - 1],
  },
} as const satisfies Record<string, Flag>;

/** What those flags ask for; `preset` where they do not say. */
export function solverOptions(values: FlagValues, preset: PresetName): SolverOptions {
  const innerSteps = values["inner-steps"] as number | undefined;
  return {
    preset: (values.preset as PresetName | undefined) ?? preset,
    ...(innerSteps !== undefined && { sampler: { innerSteps } }),
    ...("landscapes" in values && { landscapes: values.landscapes as number }),
    ...("restarts" in values && { restarts: values.restarts as number }),
  };
}
