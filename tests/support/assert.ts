/**
 * The part of the `@std/assert` API that the tests use, over `node:assert/strict`.
 *
 * `deno.json` maps `@std/assert` here because many networks cannot reach JSR; pointing that one
 * line at `jsr:@std/assert@1` swaps in the original.
 */
import nodeAssert from "node:assert/strict";

/** Throws unless `condition` is truthy. */
export function assert(condition: unknown, message?: string): asserts condition {
  nodeAssert.ok(condition, message as string);
}

/** Throws unless `actual` and `expected` are deeply and strictly equal. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.deepStrictEqual(actual, expected, message as string);
}

/** Throws if `actual` and `expected` are deeply and strictly equal. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.notDeepStrictEqual(actual, expected, message as string);
}

/** Throws unless `actual` lies within `tolerance` of `expected` (default: 1e-7 relative). */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance = Math.abs(expected) * 1e-7 || 1e-7,
  message?: string,
): void {
  if (Object.is(actual, expected)) return;
  const delta = Math.abs(actual - expected);
  if (delta <= tolerance) return;
  throw new nodeAssert.AssertionError({
    message: message ?? `Expected ${expected} within ${tolerance}, got ${actual} (off by ${delta})`,
    actual,
    expected,
    operator: "assertAlmostEquals",
  });
}

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = new (...args: any[]) => E;

function assertErrorIs<E extends Error>(
  error: unknown,
  errorClass: ErrorClass<E>,
  includes?: string,
): asserts error is E {
  nodeAssert.ok(error instanceof errorClass, `Expected ${errorClass.name}, got ${error}`);
  if (includes !== undefined) {
    nodeAssert.ok(
      error.message.includes(includes),
      `Expected the message to include "${includes}", got "${error.message}"`,
    );
  }
}

/** Throws unless `fn` throws an `errorClass` whose message includes `includes`. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  errorClass: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  includes?: string,
): E {
  try {
    fn();
  } catch (error) {
    assertErrorIs(error, errorClass, includes);
    return error;
  }
  throw new nodeAssert.AssertionError({ message: `Expected ${errorClass.name} to be thrown` });
}

/** Throws unless the promise of `fn` rejects with an `errorClass` whose message includes `includes`. */
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  errorClass: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  includes?: string,
): Promise<E> {
  try {
    await fn();
  } catch (error) {
    assertErrorIs(error, errorClass, includes);
    return error;
  }
  throw new nodeAssert.AssertionError({ message: `Expected ${errorClass.name} to be rejected` });
}

/** Throws unless `actual` includes `expected`. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  nodeAssert.ok(
    actual.includes(expected),
    message ?? `Expected "${actual}" to include "${expected}"`,
  );
}

/** Throws unless `actual` matches `expected`. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  nodeAssert.match(actual, expected, message as string);
}
