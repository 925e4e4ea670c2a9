/** Calls of C functions that are known by their address, as fast as those of a library's own names. */

/**
 * A function of one struct, given its address: true if it returned null.
 *
 * Deno compiles calls of what it opened by name, a tenth of a microsecond each; one behind a pointer
 * takes two. So libc's `bsearch`, which has a name, calls it: among one element it looks once, with
 * `compare(key, element)`, and finds it if that returns 0. Of a null pointer that reads the lower half,
 * which no other pointer has as zero in practice; what was returned is lost.
 */
export type QuickCall = (args: BufferSource) => boolean;

const LIBRARIES: Partial<Record<typeof Deno.build.os, string>> = {
  linux: "libc.so.6",
  darwin: "/usr/lib/libSystem.B.dylib",
};

function openLibc() {
  const path = LIBRARIES[Deno.build.os];
  if (!path) return undefined;
  try {
    return Deno.dlopen(path, {
      bsearch: { parameters: ["buffer", "buffer", "usize", "usize", "pointer"], result: "usize" },
    });
  } catch {
    return undefined; // Another C library.
  }
}

let libc: ReturnType<typeof openLibc> | null = null;

/** A quick way to call the function at `pointer`, where there is one. */
export function quickCall(pointer: Deno.PointerObject): QuickCall | undefined {
  libc = libc === null ? openLibc() : libc;
  if (!libc) return undefined;
  const { bsearch } = libc.symbols, element = new Uint8Array(8);
  return (args) => bsearch(args, element, 1n, 8n, pointer) !== 0n;
}
