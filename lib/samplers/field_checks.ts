/** Whether what moves particles is what samplers take: another shape would be repeated in silence. */
import type { VarianceSchedule } from "../diffusion/variance_schedule.ts";
import { type Tensor, tf } from "../tensor/mod.ts";

/** @throws {TypeError} If `schedule` tells no variances */
export function assertSchedule(schedule: VarianceSchedule): void {
  if (typeof schedule?.h === "function" && typeof schedule.g2 === "function") return;
  throw new TypeError(
    `schedule must have functions h and g2, as geometricSchedule(0.01, 1) has: it is ${typeof schedule}`,
  );
}

/**
 * Inside a compiled function this costs nothing later: it runs while it is recorded.
 *
 * @param name What was computed for points of shape `[batch, …]`, such as "a score"
 * @throws {TypeError} If `given` is no tensor
 * @throws {RangeError} If it has another shape than the one that is accepted
 */
export function assertShape(name: string, given: Tensor, accepted: readonly number[]): void {
  const value: unknown = given;
  if (!(value instanceof tf.Tensor)) {
    throw new TypeError(
      `Cannot move particles by ${name} that is no tensor: it is ${typeof value}`,
    );
  }
  if (`${value.shape}` === `${accepted}`) return;
  throw new RangeError(
    `Cannot move particles by ${name} of shape [${value.shape}]: accepted is [${accepted}]`,
  );
}
