/**
 * tfjs-core's specs as one module.
 *
 * They are published as ES modules that import each other without file extensions, which Deno
 * refuses; a bundler does not.
 */
import { build, stop } from "esbuild";

const root = new URL("../../", import.meta.url);
const target = new URL(".runtime/conformance/specs.mjs", root);

const entry = `
  export { setTestEnvs } from "@tensorflow/tfjs-core/dist/jasmine_util.js";
  import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
  export const load = () => import("@tensorflow/tfjs-core/dist/tests.js");
`;

const path = (url: URL) => decodeURIComponent(url.pathname);

/** What the bundle exports. */
export interface Specs {
  setTestEnvs(envs: readonly Record<string, unknown>[]): void;
  /** Declares the specs; the globals of jasmine must exist. */
  load(): Promise<unknown>;
}

/** Bundles the specs (about a second) and imports them. */
export async function importSpecs(): Promise<Specs> {
  await build({
    stdin: { contents: entry, resolveDir: path(root) },
    outfile: path(target),
    bundle: true,
    platform: "node",
    format: "esm",
    // The package says that its spec files have no side effects.
    ignoreAnnotations: true,
    logLevel: "error",
    // Some specs call `require` of node's own modules.
    banner: {
      js:
        `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`,
    },
  });
  await stop();
  return await import(target.href);
}
