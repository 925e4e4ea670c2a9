/** How much of an accelerator's memory a program takes. */
import { addressOf, type Words } from "./api.ts";

/** Words of a `PJRT_NamedValue`: size, extensions, name, its length, type, value, number of values. */
const WORDS = 7;
/** Of `PJRT_NamedValue_Type`. */
const FLOAT = 3n, BOOL = 4n;

/**
 * The share of a device's memory that TENSOR_MEMORY allows, or undefined: the plugin's own rule,
 * which for NVIDIA's is three quarters, taken at once.
 *
 * @throws {RangeError} If it is no number from 0 (exclusive) to 1
 */
export function memoryShare(asked = Deno.env.get("TENSOR_MEMORY")): number | undefined {
  if (asked === undefined) return undefined;
  const share = Number(asked);
  if (asked.trim() === "" || !(share > 0 && share <= 1)) {
    throw new RangeError(
      `TENSOR_MEMORY must be a share of the device's memory, above 0 and up to 1: current value is ${asked}`,
    );
  }
  return share;
}

/** Options of `PJRT_Client_Create`; `kept` must be reachable as long as PJRT may read them. */
export interface ClientOptions {
  readonly address: bigint;
  readonly count: number;
  readonly kept: readonly Words[];
}

/** Options that allow `share` of the memory, taken as it is needed, as XLA's plugins for GPUs name them. */
export function memoryOptions(share: number): ClientOptions {
  const encoder = new TextEncoder();
  const named = (text: string) => {
    const bytes = encoder.encode(text);
    const words = new BigInt64Array(Math.ceil(bytes.length / 8)); // zeros behind the text
    new Uint8Array(words.buffer).set(bytes);
    return { words, length: bytes.length };
  };
  const float = new BigInt64Array(1);
  new Float32Array(float.buffer)[0] = share;
  const values = [
    { name: named("memory_fraction"), type: FLOAT, value: float[0]! },
    { name: named("preallocate"), type: BOOL, value: 0n },
  ];
  const table = new BigInt64Array(WORDS * values.length);
  values.forEach(({ name, type, value }, i) => {
    const size = BigInt(8 * WORDS);
    table.set([size, 0n, addressOf(name.words), BigInt(name.length), type, value, 1n], WORDS * i);
  });
  const kept = [table, ...values.map(({ name }) => name.words)];
  return { address: addressOf(table), count: values.length, kept };
}
