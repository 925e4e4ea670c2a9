/**
 * tfjs-core's specs as one module.
 *
 * They are published as ES modules that import each other without file extensions, which Deno
 * refuses; a bundler does not.
 */
import { build, stop } from "esbuild";
import { pathToFileURL } from "node:url";

const root = new URL("../../", import.meta.url);
const folder = new URL(".runtime/conformance/", root);

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

/** Runs `fn` without the warnings that it prints. */
async function unwarned<T>(fn: () => Promise<T>): Promise<T> {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await fn();
  } finally {
    console.warn = warn;
  }
}

/** Bundles the specs (about a second) and imports them. */
export async function importSpecs(): Promise<Specs> {
  Deno.mkdirSync(folder, { recursive: true });
  const target = Deno.makeTempFileSync({ dir: path(folder), suffix: ".mjs" });
  await build({
    stdin: { contents: entry, resolveDir: path(root) },
    outfile: target,
    allowOverwrite: true,
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
  try {
    const specs: Specs = await import(pathToFileURL(target).href);
    // The bundle's own copy of tfjs-core warns that it sets the platform once more.
    return { ...specs, load: () => unwarned(specs.load) };
  } finally {
    Deno.removeSync(target);
  }
}
