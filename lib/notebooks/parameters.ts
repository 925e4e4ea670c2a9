/** The parameters cell of a notebook. */
import { suggestion } from "../checks/spelling.ts";
// A notebook that takes nothing but its parameters has to outlive Stop, too.
import "./interrupt.ts";

/** What a parameter may be. */
export type ParameterValue = number | string | boolean | readonly number[] | readonly string[];

/** Parameters by name, with the values they have in Jupyter. */
export type ParameterDefaults = Readonly<Record<string, ParameterValue>>;

/** Where overriding values come from: the environment, or anything that looks like it. */
export type Environment = (name: string) => string | undefined;

/**
 * The parameters of a notebook. In Jupyter they are `defaults`; headless runs change them from the
 * environment, in this order:
 *
 * - `PROFILE=smoke` takes `profiles.smoke`, and so on; nothing changes nothing;
 * - `PROFILE=full` takes `profiles.full`, where there is one, and sets `full` to true, where there is
 *   such a parameter;
 * - `TRAIN=1` sets `train` to true, where there is such a parameter;
 * - `NB_PARAMS`, a JSON object, replaces single values, such as `{"seed": 1}`.
 *
 * @throws {RangeError} If the profile or a name is unknown; the message has the accepted ones
 * @throws {TypeError} If a value is of another type than its default
 * @throws {SyntaxError} If `NB_PARAMS` is not a JSON object
 * @example
 * ```ts
 * import { parameters } from "./parameters.ts";
 * const P = parameters({ problems: 1024, steps: [1, 5, 20] }, { smoke: { problems: 8 } }, () => undefined);
 * console.assert(P.problems === 1024);
 * ```
 */
export function parameters<T extends ParameterDefaults>(
  defaults: T,
  profiles: Readonly<Record<string, Partial<T>>> = {},
  environment: Environment = (name) => Deno.env.get(name),
): Readonly<T> {
  const profile = environment("PROFILE") || "default";
  const known = [...new Set(["default", "full", ...Object.keys(profiles)])];
  if (!known.includes(profile)) {
    throw new RangeError(
      `PROFILE must be one of ${known.join(", ")}: current value is ${profile}${
        suggestion(profile, known)
      }`,
    );
  }
  const trains = environment("TRAIN") === "1" && "train" in defaults;
  const given = readObject(environment("NB_PARAMS") || "{}");
  for (const [name, value] of Object.entries(given)) checkValue(defaults, name, value);
  const training = trains ? { train: true } : {};
  const whole = profile === "full" && "full" in defaults ? { full: true } : {};
  const changes = { ...profiles[profile], ...whole, ...training, ...given };
  return Object.freeze({ ...defaults, ...changes }) as T;
}

function readObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // said below
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new SyntaxError(
    `NB_PARAMS must be a JSON object such as {"seed": 1}: current value is ${text}`,
  );
}

const kindOf = (value: unknown) => {
  if (!Array.isArray(value)) return typeof value;
  const kinds = [...new Set(value.map((item) => typeof item))];
  return kinds.length === 1 ? `array of ${kinds[0]}s` : "array";
};

function checkValue(defaults: ParameterDefaults, name: string, value: unknown): void {
  if (!Object.hasOwn(defaults, name)) {
    const accepted = Object.keys(defaults), hint = suggestion(name, accepted);
    throw new RangeError(
      `Unknown parameter ${name} in NB_PARAMS${hint}: accepted are ${accepted.join(", ")}`,
    );
  }
  const [wanted, found] = [kindOf(defaults[name]), kindOf(value)];
  if (wanted !== found) {
    throw new TypeError(
      `Parameter ${name} must be of type ${wanted}: current value is ${JSON.stringify(value)}`,
    );
  }
}
