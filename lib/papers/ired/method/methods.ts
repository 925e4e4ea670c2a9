/** The methods by name. */
import { suggestion } from "../../../checks/spelling.ts";
import { diffusion } from "./diffusion.ts";
import { feedforward } from "./feedforward.ts";
import { irem } from "./irem.ts";
import { ired } from "./ired.ts";
import type { Method } from "./method.ts";
import { recurrence } from "./recurrence.ts";

/**
 * - "ired": the energy's gradient is the noise, and negatives lie higher (the paper).
 * - "irem": five unrolled steps down one landscape end at the answer (Du et al. 2022).
 * - "diffusion": the read-out is the noise; answers by the reverse process.
 * - "feedforward": the read-out is the answer, in one pass.
 * - "recurrence": the read-out is the next answer, pass after pass.
 */
export const methods = { ired, irem, diffusion, feedforward, recurrence } as const satisfies Record<
  string,
  Method
>;

/** A name in {@link methods}. */
export type MethodName = keyof typeof methods;

/** The names of {@link methods}. */
export const methodNames = Object.keys(methods) as MethodName[];

/**
 * The method of that name.
 *
 * @throws {RangeError} If there is none; the message has the accepted ones
 */
export function methodNamed(name: string): Method {
  if (Object.hasOwn(methods, name)) return methods[name as MethodName];
  throw new RangeError(
    `method must be one of ${methodNames.join(", ")}: current value is ${name}${
      suggestion(name, methodNames)
    }`,
  );
}
