/**
 * tfjs-node 4.22 calls `util.isNullOrUndefined` and `util.isArray`, which Node 23 and Deno removed.
 *
 * ES imports are hoisted, so this lives in a module of its own that must be imported before
 * anything of TensorFlow.js.
 */
import util from "node:util";

const legacy = util as unknown as Record<string, (value: unknown) => boolean>;
legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;
legacy.isArray ??= (value) => Array.isArray(value);
