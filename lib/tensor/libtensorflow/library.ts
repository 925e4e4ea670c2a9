import { type LibraryPaths, root } from "./locate.ts";
import { symbols } from "./symbols.ts";
import { enableXlaCache } from "./xla_cache.ts";

/** The C API, opened. */
export interface Library {
  readonly api: Deno.StaticForeignLibraryInterface<typeof symbols>;
  readonly version: string;
  /** A `TF_Status` that every call shares: the engine is single-threaded. */
  readonly status: Deno.PointerValue;
  /** Throws what the shared status holds, if it is an error; `operation` is named in the message. */
  check(operation: string): void;
}

const encoder = new TextEncoder();
const cached = new Map<string, Uint8Array<ArrayBuffer>>();

/** A zero-terminated copy of `text`; names of ops and attributes recur, so copies are kept. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  let bytes = cached.get(text);
  if (!bytes) {
    bytes = encoder.encode(text + "\0");
    // Recorded nodes have unique names; they must not fill the cache for ever.
    if (cached.size < 4096) cached.set(text, bytes);
  }
  return bytes;
}

/** A shape as the C API takes it, `int64_t[rank]`; never empty, since an empty buffer has no address. */
export function dimensions(shape: readonly number[]): BigInt64Array<ArrayBuffer> {
  const dims = new BigInt64Array(Math.max(shape.length, 1));
  for (let i = 0; i < shape.length; i++) dims[i] = BigInt(shape[i]!);
  return dims;
}

/** The C string at `pointer`; empty for a null pointer. */
export function readCString(pointer: Deno.PointerValue): string {
  return pointer ? new Deno.UnsafePointerView(pointer).getCString() : "";
}

/**
 * Loads libtensorflow.
 *
 * @throws {Error} If the dynamic linker refuses it
 */
export function openLibrary(paths: LibraryPaths): Library {
  // Both are read when the library initialises: matrix products gain 1.5 to 1.9 times from oneDNN
  // on CPUs without AVX-512, and the log would land in every notebook (errors are thrown besides;
  // those of the log are noise, such as one for each function that the cache below has).
  if (!Deno.env.has("TF_ENABLE_ONEDNN_OPTS")) Deno.env.set("TF_ENABLE_ONEDNN_OPTS", "1");
  if (!Deno.env.has("TF_CPP_MIN_LOG_LEVEL")) Deno.env.set("TF_CPP_MIN_LOG_LEVEL", "3");
  enableXlaCache(`${root}/.runtime/xla_cache`, paths.api);
  const api = Deno.dlopen(paths.api, symbols).symbols;
  const status = api.TF_NewStatus();
  return {
    api,
    status,
    version: readCString(api.TF_Version()),
    check(operation) {
      if (api.TF_GetCode(status) === 0) return;
      const message = readCString(api.TF_Message(status));
      // Calls that succeed do not all clear it; the next check must not see this error again.
      api.TF_SetStatus(status, 0, cString(""));
      throw new Error(`${operation}: ${message}`);
    },
  };
}
