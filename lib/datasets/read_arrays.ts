/**
 * Nested lists of numbers, as JSON has them, strictly.
 *
 * @module
 */

/** Numbers of any number of axes, row-major. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** How an entry is named in errors, from 0 as in JSON: `entry [3][7] of "x"`. */
export function entryOf(name: string, { shape }: Pick<NumberArray, "shape">, at: number): string {
  const indices: number[] = [];
  for (let axis = shape.length - 1, rest = at; axis >= 0; axis--) {
    indices.unshift(rest % shape[axis]!);
    rest = Math.floor(rest / shape[axis]!);
  }
  return `entry [${indices.join("][")}] of "${name}"`;
}

/** `2×20×20`. */
export const describeShape = (shape: readonly number[]) => shape.join("×") || "one number";

/**
 * The numbers of nested lists.
 *
 * @param name Named in errors
 * @throws {SyntaxError} If a list is ragged, or an entry is no number of float32; it is named
 */
export function readArray(value: unknown, name: string): NumberArray {
  const shape: number[] = [];
  for (let down = value; Array.isArray(down); down = down[0]) shape.push(down.length);
  if (shape.length === 0) {
    throw new SyntaxError(
      `"${name}" must be nested lists of numbers: it is ${JSON.stringify(value) ?? "missing"}`,
    );
  }
  const values: number[] = [];
  const visit = (part: unknown, axis: number, indices: readonly number[]) => {
    const where = indices.length ? `[${indices.join("][")}] of "${name}"` : `"${name}"`;
    if (axis < shape.length) {
      if (!Array.isArray(part) || part.length !== shape[axis]) {
        const found = Array.isArray(part)
          ? `has ${part.length} entries`
          : `is ${JSON.stringify(part)}`;
        const first = indices.map(() => 0).join("][");
        throw new SyntaxError(`${where} ${found}; [${first}] has ${shape[axis]}`);
      }
      part.forEach((one, i) => visit(one, axis + 1, [...indices, i]));
      return;
    }
    if (typeof part !== "number" || !Number.isFinite(Math.fround(part))) {
      const found = Array.isArray(part) ? "a list" : JSON.stringify(part);
      throw new SyntaxError(
        `entry ${where} is ${found}; accepted are float32's finite numbers, up to 3.4e38`,
      );
    }
    values.push(part);
  };
  visit(value, 0, []);
  if (values.length === 0) throw new SyntaxError(`"${name}" has no entries`);
  return { shape, values: Float64Array.from(values) };
}
