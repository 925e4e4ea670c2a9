/** Parameters as one file, with what is known of them. */
import { type Tensor, tf } from "../tensor/mod.ts";
import type { ParameterSpecs, Params } from "../nn/parameters.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

/** Writes parameters and strings about them as a safetensors file. */
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
  Deno.writeFileSync(path, encodeSafetensors({ tensors, metadata }));
}

/**
 * Reads what {@link saveParams} wrote.
 *
 * @param specs What the network needs
 * @throws {Error} If there is no such file; {RangeError} if it holds other parameters
 */
export function loadParams(
  path: string,
  specs: ParameterSpecs,
): { readonly params: Params; readonly metadata: Readonly<Record<string, string>> } {
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(path);
  } catch {
    throw new Error(`Cannot find parameters in ${path}: \`git checkout data\` brings them back`);
  }
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  const names = Object.keys(specs).sort();
  const fits = names.join() === Object.keys(tensors).sort().join() &&
    names.every((name) => `${tensors[name]!.shape}` === `${specs[name]!.shape}`);
  if (!fits) {
    throw new RangeError(
      `Cannot use ${path} as it holds [${
        Object.keys(tensors).sort()
      }], not [${names}] of this network's shapes`,
    );
  }
  const params: Record<string, Tensor> = {};
  for (const name of names) {
    params[name] = tf.tensor(tensors[name]!.values, [...tensors[name]!.shape]);
  }
  return { params, metadata };
}
