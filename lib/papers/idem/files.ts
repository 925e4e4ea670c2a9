/** Trainings that go on later, and shipped parameters. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Params } from "../../nn/parameters.ts";
import { flatten, type Tensor, tf, unflatten } from "../../tensor/mod.ts";
import { loadParams, saveParams } from "../../training/parameters_file.ts";
import { decodeSafetensors } from "../../training/safetensors.ts";
import type { IdemOptions } from "./options.ts";
import { freshState, type IdemProgress, type IdemStart } from "./train.ts";

/** Mean losses on the way. */
export interface LossPoint {
  readonly step: number;
  readonly loss: number;
  readonly seconds: number;
}

/** Writes all that a later run needs. */
export function saveIdemState(
  path: string,
  { state, buffer, step, energyEvaluations, networkEvaluations, seconds }: IdemProgress,
  losses: readonly LossPoint[],
): void {
  const samples = buffer.all();
  const numbers = { step, energyEvaluations, networkEvaluations, seconds, next: buffer.next };
  Deno.mkdirSync(dirname(path), { recursive: true });
  saveParams(path, { ...Object.fromEntries(flatten(state)), samples }, {
    numbers: JSON.stringify(numbers),
    losses: JSON.stringify(losses),
  });
  samples.dispose();
}

/**
 * Reads what {@link saveIdemState} wrote, if there is such a file.
 *
 * @param params Fresh parameters of the same network; disposed of if there is a file
 */
export function loadIdemStart(
  path: string,
  params: Params,
  learningRate: number,
): IdemStart & { readonly losses: readonly LossPoint[] } | undefined {
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  const read = (name: string) =>
    tf.tensor(tensors[name]!.values, [...tensors[name]!.shape]) as Tensor;
  const like = freshState(params, learningRate);
  const state = unflatten(like, flatten(like).map(([name]) => read(name)));
  tf.dispose(flatten(like).map(([, tensor]) => tensor));
  const losses = JSON.parse(metadata.losses!);
  return { ...JSON.parse(metadata.numbers!), state, samples: read("samples"), losses };
}

/** A shipped training: parameters, and what is known of it. */
export interface Shipped {
  readonly params: Params;
  readonly steps: number;
  readonly seconds: number;
  readonly energyEvaluations: number;
  readonly networkEvaluations: number;
  readonly losses: readonly LossPoint[];
}

/** Reads data/papers/idem/NAME.safetensors. */
export function shippedIdem(name: string, { network }: Pick<IdemOptions, "network">): Shipped {
  const url = new URL(`../../../data/papers/idem/${name}.safetensors`, import.meta.url);
  const { params, metadata } = loadParams(fileURLToPath(url), network.parameters);
  return {
    params,
    steps: Number(metadata.steps),
    seconds: Number(metadata.seconds),
    energyEvaluations: Number(metadata.energyEvaluations),
    networkEvaluations: Number(metadata.networkEvaluations),
    losses: JSON.parse(metadata.losses!),
  };
}

/** Trainings of one kind from the seeds 1 to `count`, with the options that they had. */
export const shippedTrainings = <Options extends Pick<IdemOptions, "network">>(
  kind: string,
  options: Options,
  count: number,
): (Options & Shipped)[] =>
  Array.from({ length: count }, (_, k) => ({
    ...options,
    ...shippedIdem(`${kind}_${k + 1}`, options),
  }));
