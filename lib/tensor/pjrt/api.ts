/**
 * The PJRT C API (`xla/pjrt/c/pjrt_c_api.h`) of a plugin, opened with Deno's FFI.
 *
 * Every function takes one struct, whose first word is its size, and returns an error or null. New
 * fields are only ever added at a struct's end: a plugin refuses structs smaller than those it was
 * built with and ignores what is beyond, so that ours are longer than any so far, with zeros.
 */
import { withAdvice } from "./advice.ts";
import { LIBC, quickCall } from "./quick_call.ts";

/** Place of each function in `PJRT_Api`, behind the 40 bytes of sizes and version. */
const PLACES = {
  Error_Destroy: 0,
  Error_Message: 1,
  Error_GetCode: 2,
  Plugin_Initialize: 3,
  Event_Destroy: 5,
  Event_Await: 8,
  Client_Create: 10,
  Client_PlatformName: 12,
  Client_PlatformVersion: 14,
  Client_AddressableDevices: 16,
  Client_Compile: 20,
  Client_BufferFromHostBuffer: 22,
  DeviceDescription_Kind: 26,
  Device_GetDescription: 29,
  Device_MemoryStats: 34,
  Executable_NumOutputs: 44,
  Executable_Serialize: 49,
  LoadedExecutable_Destroy: 50,
  LoadedExecutable_GetExecutable: 51,
  LoadedExecutable_Execute: 55,
  Executable_DeserializeAndLoad: 56,
  Buffer_Destroy: 58,
  Buffer_Device: 65,
  Buffer_ToHostBuffer: 70,
} as const;

/** A function of the C API, by its name in the header without `PJRT_`. */
export type FunctionName = keyof typeof PLACES;

/** Bytes before the first function: struct_size, extension_start, version (size, start, numbers). */
const HEADER_BYTES = 40;
/** Words that a struct has at least; the largest of the API so far, MemoryStats, has 24. */
const STRUCT_WORDS = 32;

/** A C struct of 8-byte words. */
export type Words = BigInt64Array<ArrayBuffer>;

/** A struct with `words` behind its size and its list of extensions, and zeros behind them. */
export function struct(...words: readonly (bigint | number)[]): Words {
  const made = new BigInt64Array(STRUCT_WORDS);
  made[0] = BigInt(made.byteLength);
  words.forEach((word, i) => made[i + 2] = BigInt(word));
  return made;
}

/** Address of the bytes of `data`, which must be reachable until nobody reads it any more. */
export function addressOf(data: ArrayBufferView<ArrayBuffer>): bigint {
  if (data.byteLength === 0) return 0n;
  return BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(data as Uint8Array<ArrayBuffer>)));
}

/** A copy of `size` bytes at `address`. */
export function bytesAt(address: bigint, size: bigint): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(Number(size));
  if (size > 0n) Deno.UnsafePointerView.copyInto(Deno.UnsafePointer.create(address)!, copy);
  return copy;
}

/** The text of `size` bytes at `address`. */
export const textAt = (address: bigint, size: bigint): string =>
  new TextDecoder().decode(bytesAt(address, size));

/** An error that the plugin reported. */
export class PjrtError extends Error {
  override readonly name = "PjrtError";
}

/** An open plugin. */
export interface Api {
  readonly path: string;
  /** Version of the C API that the plugin was built with. */
  readonly version: readonly [number, number];
  /**
   * Calls a function.
   *
   * @param what What for, the beginning of the error's sentence
   * @throws {PjrtError} With the plugin's own message behind `what`
   */
  call(name: FunctionName, args: Words, what: string): Words;
  /** A call for the many functions that hardly ever fail: without the plugin's own message if it does. */
  quick(name: FunctionName, what: string): (args: Words) => void;
  /** Waits for an event, then frees it; nothing for a null event. */
  wait(event: bigint, what: string): void;
}

const signature = { parameters: ["buffer"], result: "pointer" } as const;
type Pointer = Deno.PointerObject<typeof signature>;

/** The first line, or the first sentence of a long one: XLA appends stack traces. */
const short = (message: string) => message.split("\n")[0]!.slice(0, 600);

/**
 * Keeps a library in the process for good: Deno unloads libraries when a program ends, while a
 * plugin's threads still run in its code.
 */
export function keepLoaded(path: string): void {
  const flags = Deno.build.os === "darwin" ? 0x82 : 0x1002; // RTLD_NOW | RTLD_NODELETE
  try {
    const { symbols } = Deno.dlopen(LIBC, {
      dlopen: { parameters: ["buffer", "i32"], result: "pointer" },
    });
    symbols.dlopen(new TextEncoder().encode(`${path}\0`), flags);
  } catch {
    // Another C library; a program that ends by Deno.exit unloads nothing.
  }
}

function openLibrary(path: string) {
  try {
    return Deno.dlopen(path, { GetPjrtApi: { parameters: [], result: "pointer" } });
  } catch (error) {
    throw new PjrtError(`Cannot open ${path}: ${withAdvice(short((error as Error).message))}`);
  }
}

/**
 * Opens a plugin.
 *
 * @throws {Error} If the dynamic linker refuses it, or it is no PJRT plugin
 */
export function openApi(path: string): Api {
  const library = openLibrary(path);
  keepLoaded(path);
  const table = new Deno.UnsafePointerView(library.symbols.GetPjrtApi()!);
  const size = Number(table.getBigUint64(0));
  const version = [table.getInt32(32), table.getInt32(36)] as const;
  const last = HEADER_BYTES + 8 * PLACES.Buffer_ToHostBuffer;
  if (version[0] !== 0 || size <= last) {
    throw new Error(
      `${path} has PJRT's C API ${version.join(".")} with ${size} bytes, which must be 0.x and ` +
        `more than ${last}`,
    );
  }
  const functions = new Map<FunctionName, Deno.UnsafeFnPointer<typeof signature>>();
  const pointerOf = (name: FunctionName) => {
    const pointer = Deno.UnsafePointer.create(table.getBigUint64(HEADER_BYTES + 8 * PLACES[name]));
    if (!pointer) throw new PjrtError(`${path} has no PJRT_${name}`);
    return pointer;
  };
  const find = (name: FunctionName) => {
    let found = functions.get(name);
    if (!found) {
      found = new Deno.UnsafeFnPointer(pointerOf(name) as Pointer, signature);
      functions.set(name, found);
    }
    return found;
  };
  const call = (name: FunctionName, args: Words, what: string): Words => {
    const error = find(name).call(args);
    if (error === null) return args;
    const message = struct(Deno.UnsafePointer.value(error));
    find("Error_Message").call(message);
    const text = textAt(message[3]!, message[4]!);
    find("Error_Destroy").call(struct(Deno.UnsafePointer.value(error)));
    throw new PjrtError(`${what}: ${withAdvice(short(text))}`);
  };
  call("Plugin_Initialize", struct(), `Cannot start ${path}`);
  return {
    path,
    version,
    call,
    quick(name, what) {
      const fast = quickCall(pointerOf(name));
      if (!fast) return (args) => void call(name, args, what);
      return (args) => {
        if (!fast(args)) throw new PjrtError(`${what}: PJRT_${name} failed`);
      };
    },
    wait(event, what) {
      if (event === 0n) return;
      const args = struct(event);
      try {
        call("Event_Await", args, what);
      } finally {
        call("Event_Destroy", args, what);
      }
    },
  };
}
