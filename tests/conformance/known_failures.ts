/** A spec that tfjs-node runs and our backend fails. */
export interface KnownFailure {
  /** The spec's full name, as `deno task conformance` prints it. */
  readonly spec: string;
  readonly reason: string;
}

/**
 * Every spec that fails, with its reason; none does.
 *
 * A failure that is not listed here fails the run, and so does a listed spec that passes.
 */
export const knownFailures: readonly KnownFailure[] = [];
