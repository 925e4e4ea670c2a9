/** How large the entries of an answer can be. */
import { cosineSchedule } from "../../../diffusion/schedule.ts";
import type { SolverSettings } from "./solver.ts";

/** The largest size that the sampler lets an entry of an answer have; infinity if it lets any. */
export function answerBound(settings: SolverSettings): number {
  const { trainedAs, irem, sampler, levels } = settings;
  const { clampJump, clampDescent, clampFinal } = sampler;
  const scale = sampler.answerScale === "scaled" ? cosineSchedule(levels).sqrtAlphaBar[0]! : 1;
  if (trainedAs.name === "ired") return scale * Math.min(clampDescent, clampFinal);
  if (trainedAs.name === "irem") return irem.clamp;
  if (trainedAs.name !== "diffusion") return Infinity;
  return sampler.reverse === "projection" ? scale * clampFinal : clampJump;
}
