/**
 * Code of the library for a browser: one script, in which the engine stands on WebAssembly.
 *
 * @module
 */
import { build, type Plugin, stop } from "esbuild";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

const NODE =
  /^(node:.*|fs|path|worker_threads|perf_hooks|util|crypto|os|node-fetch|string_decoder)$/;

/** Packages come from node_modules, and the two files that need a process are stood in for. */
const forBrowsers: Plugin = {
  name: "for-browsers",
  setup({ onLoad, onResolve, resolve }) {
    // What is taken of Node's modules is never called where there is neither.
    onResolve({ filter: NODE }, ({ path }) => ({ path, namespace: "node" }));
    onLoad({ filter: /./, namespace: "node" }, () => ({ contents: "module.exports = {};" }));
    onResolve(
      { filter: /^npm:/ },
      ({ path, resolveDir, kind }) =>
        resolve(path.replace(/^npm:\/?((?:@[^/@]+\/)?[^/@]+)@[^/]+/, "$1"), {
          resolveDir: ROOT,
          kind,
        })
          .then((found) => found.errors.length ? { errors: found.errors } : found)
          .catch(() => ({ errors: [{ text: `no ${path} for ${resolveDir}` }] })),
    );
    onResolve({ filter: /\/(tfjs|backend)\.ts$/ }, ({ path, resolveDir }) => {
      const target = join(resolveDir, path), engine = join(ROOT, "lib/tensor");
      return target === join(engine, "tfjs.ts") || target === join(engine, "backend.ts")
        ? { path: target.replace(engine, join(engine, "browser")) }
        : undefined;
    });
  },
};

/**
 * Bundles a module as a classic script that sets a global; classic, as pages opened as files may
 * load no modules.
 *
 * @param entry Path of the module, from the project's root
 * @param global What its exports are called
 */
export async function bundleForBrowsers(entry: string, global: string): Promise<string> {
  try {
    const { outputFiles } = await build({
      entryPoints: [join(ROOT, entry)],
      bundle: true,
      write: false,
      format: "iife",
      globalName: global,
      platform: "browser",
      target: "es2022",
      minify: true,
      // The packages say that files that register kernels and gradients have no side effects.
      ignoreAnnotations: true,
      logLevel: "error",
      plugins: [forBrowsers],
      // Some packages look for Node by this name.
      define: { process: "undefined" },
    });
    return outputFiles[0]!.text;
  } finally {
    await stop();
  }
}
