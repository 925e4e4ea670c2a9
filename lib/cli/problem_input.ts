/** Problems as people have them: the task's usual form, or JSON of what the networks take. */
import { usageError } from "../checks/usage.ts";
import { type NumberArray, readArray } from "../datasets/read_arrays.ts";
import type {
  CheckedCondition,
  OwnCondition,
  OwnOptions,
  OwnTraining,
} from "../papers/ired/tasks/own/own.ts";
import type { EnergyNetwork } from "../energy/energy_network.ts";
import type { Task } from "../papers/ired/tasks/mod.ts";

/** The most problems of one call. */
const MOST = 10_000;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The condition of a problem; what `solve --json` writes has it beside the answer. */
function conditionOf(value: Record<string, unknown>): OwnCondition {
  const given = isObject(value.condition) ? value.condition : value;
  return Object.fromEntries(
    Object.entries(given).map(([name, array]): [string, NumberArray] => [
      name,
      readArray(array, name),
    ]),
  );
}

/**
 * Values of a text that are conditions by name, or nothing where the text is of another form.
 *
 * @throws {SyntaxError} With cause "usage", if it begins as JSON and is none
 */
function jsonConditions(text: string): Record<string, unknown>[] | undefined {
  const clean = text.replace(/^\uFEFF/, "").trim();
  if (!/^[[{]/.test(clean)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(clean);
  } catch (error) {
    throw usageError(
      `The input begins as JSON does, with ${clean[0]}, but is none: ${(error as Error).message}`,
    );
  }
  const list = Array.isArray(value) ? value : [value];
  const named = (one: unknown) => isObject(one) && ("x" in one || "condition" in one);
  return list.some(named) && list.every(isObject) ? list : undefined;
}

/** Runs `read`; what it refuses is a mistake of the caller, with the problem's number, if several. */
function reading<T>(number: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    throw usageError(number + error.message);
  }
}

/**
 * The problems of a text, checked for a network of that training.
 *
 * @throws {SyntaxError} With cause "usage", if the text is none, or a problem is impossible
 */
export function readOwn(
  task: Task,
  text: string,
  options: OwnOptions,
  training: OwnTraining = {},
): CheckedCondition[] {
  const { own, name } = task;
  if (!own) {
    throw usageError(`There is no written form of ${name}'s problems: draw some by --random`);
  }
  const json = jsonConditions(text);
  if (json && own.path) {
    const idle = (["from", "to"] as const).find((name) => options[name] !== undefined);
    if (idle) {
      throw usageError(
        `--${idle} does nothing for JSON, whose "x" marks start and goal: leave it out`,
      );
    }
  }
  const problem = (i: number, of: number) => of > 1 ? `Problem ${i + 1}: ` : "";
  const conditions = json
    ? json.map((one, i) => reading(problem(i, json.length), () => conditionOf(one)))
    : reading("", () => own.read(text, options));
  if (conditions.length === 0 || conditions.length > MOST) {
    throw usageError(`The input must have 1 to ${MOST} problems: it has ${conditions.length}`);
  }
  return conditions.map((one, i) =>
    reading(problem(i, conditions.length), () => {
      const checked = own.check(one, training);
      own.checkOptions?.(checked.condition, options);
      return checked;
    })
  );
}

/**
 * Refuses problems of another size than a network has weights for, before it is compiled.
 *
 * @param where Whose network it is
 * @throws {SyntaxError} With cause "usage"
 */
export function assertSizes(
  { config }: Pick<EnergyNetwork, "config">,
  where: string,
  checked: readonly CheckedCondition[],
): void {
  const { conditionSize } = config as { conditionSize?: unknown };
  if (typeof conditionSize !== "number") return; // of any size
  checked.forEach(({ condition, warnings: [first] }, i) => {
    const size = condition.x?.values.length ?? conditionSize;
    if (size === conditionSize) return;
    const problem = checked.length > 1 ? `Problem ${i + 1}: the` : "The";
    const why = first ?? `they have ${conditionSize} entries, here there are ${size}`;
    throw usageError(
      `${problem} network of ${where} takes problems of the size of its training only: ${why}`,
    );
  });
}

/** A line for each thing in which problems are unlike those of training. */
export function warningLines(checked: readonly CheckedCondition[]): string[] {
  const numbers = new Map<string, number[]>();
  checked.forEach(({ warnings }, i) =>
    warnings.forEach((text) => numbers.set(text, [...numbers.get(text) ?? [], i + 1]))
  );
  return [...numbers].map(([text, of]) => {
    const shown = of.slice(0, 5).join(", ") + (of.length > 5 ? `, … (${of.length} in all)` : "");
    const which = checked.length > 1 ? ` (problem ${shown})` : "";
    return `Beyond training${which}: ${text}; the answer may be wrong.`;
  });
}
