/** Parameters as one file, with what is known of them. */
import { pathToFileURL } from "node:url";
import { type Tensor, tf } from "../tensor/mod.ts";
import type { ParameterSpecs, Params } from "../nn/parameters.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import { writeAtomically } from "./write_atomically.ts";

/** What git keeps of the project's own files, such as parameters that it ships. */
const DATA = new URL("../../data/", import.meta.url).href;

/**
 * Writes parameters and strings about them as a safetensors file, all of it or, where the disk
 * refuses, nothing.
 */
export function saveParams(
  path: string,
  params: Params,
  metadata: Readonly<Record<string, string>>,
): void {
  const tensors = Object.fromEntries(
    Object.entries(params).map(([name, p]) => [name, {
      shape: p.shape,
      values: p.dataSync() as Float32Array,
    }]),
  );
  writeAtomically(path, encodeSafetensors({ tensors, metadata }));
}

/**
 * Reads what {@link saveParams} wrote.
 *
 * @param specs What the network needs
 * @throws {Error} If there is no such file
 * @throws {SyntaxError} If it is no complete safetensors file
 * @throws {RangeError} If it holds other parameters
 */
export function loadParams(
  path: string,
  specs: ParameterSpecs,
): { readonly params: Params; readonly metadata: Readonly<Record<string, string>> } {
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(path);
  } catch {
    const shipped = pathToFileURL(path).href.startsWith(DATA);
    const hint = shipped ? "`git checkout data` brings them back" : "there is no such file";
    throw new Error(`Cannot find parameters in ${path}: ${hint}`);
  }
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  const names = Object.keys(specs).sort();
  const fits = names.join() === Object.keys(tensors).sort().join() &&
    names.every((name) =>
      `${tensors[name]!.shape}` === `${specs[name]!.shape}` &&
      tensors[name]!.values instanceof Float32Array
    );
  if (!fits) {
    throw new RangeError(
      `Cannot use ${path} as it holds [${
        Object.keys(tensors).sort()
      }], not float32 [${names}] of this network's shapes`,
    );
  }
  const params: Record<string, Tensor> = {};
  for (const name of names) {
    params[name] = tf.tensor(tensors[name]!.values, [...tensors[name]!.shape]);
  }
  return { params, metadata };
}
