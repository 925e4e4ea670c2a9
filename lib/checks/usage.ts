/** Mistakes in the call of a command: it ends with code 2, and what was asked for was not begun. */

/** An error that is one sentence to the user. */
export function usageError(message: string): Error {
  return new SyntaxError(message, { cause: "usage" });
}

/** Whether `error` is one of {@link usageError}. */
export const isUsageError = (error: unknown): error is Error =>
  error instanceof Error && error.cause === "usage";
