/** Problems written as JSON. */
import { usageError } from "./flags.ts";

/** Arrays in arrays of numbers. */
export type NestedNumbers = number | readonly NestedNumbers[];

const describe = (shape: readonly number[]) => shape.join("×") || "one number";

/** The lengths of `value` down its first entries. */
function shapeOf(value: unknown): number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}

/** The numbers of `value`, if it is of `shape`. */
function flat(value: unknown, shape: readonly number[]): number[] | undefined {
  if (shape.length === 0) {
    return typeof value === "number" && Number.isFinite(value) ? [value] : undefined;
  }
  if (!Array.isArray(value) || value.length !== shape[0]) return undefined;
  const rest = shape.slice(1);
  const all: number[] = [];
  for (const entry of value) {
    const numbers = flat(entry, rest);
    if (!numbers) return undefined;
    all.push(...numbers);
  }
  return all;
}

/**
 * Reads one condition, or an array of them: objects with an array of numbers for each of `shapes`.
 *
 * @returns The numbers of each, row-major, by name
 * @throws {SyntaxError} With cause "usage", if the text is anything else
 */
export function parseConditions(
  text: string,
  shapes: Readonly<Record<string, readonly number[]>>,
): Record<string, Float32Array>[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw usageError(`The input must be JSON: ${(error as Error).message}`);
  }
  const problems = Array.isArray(value) ? value : [value];
  const form = Object.entries(shapes).map(([name, shape]) => `"${name}" of ${describe(shape)}`);
  const accepted = `objects with ${form.join(" and ")} numbers`;
  if (problems.length === 0 || problems.length > 256) {
    throw usageError(`The input must have 1 to 256 ${accepted}: it has ${problems.length}`);
  }
  return problems.map((problem, i) => {
    if (typeof problem !== "object" || problem === null || Array.isArray(problem)) {
      throw usageError(`The input must have ${accepted}: entry ${i} is something else`);
    }
    const given = problem as Record<string, unknown>;
    const unknown = Object.keys(given).find((name) => !Object.hasOwn(shapes, name));
    if (unknown !== undefined) {
      throw usageError(`The input must have ${accepted}: entry ${i} has "${unknown}"`);
    }
    return Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => {
        const numbers = flat(given[name], shape);
        if (numbers) return [name, Float32Array.from(numbers)];
        const found = given[name] === undefined ? "nothing" : describe(shapeOf(given[name]));
        throw usageError(
          `"${name}" of problem ${i} must be ${describe(shape)} finite numbers: it is ${found}`,
        );
      }),
    );
  });
}
