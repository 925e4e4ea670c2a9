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

/** The C library, by the name under which the linker finds it. */
export const LIBC = Deno.build.os === "darwin" ? "/usr/lib/libSystem.B.dylib" : "libc.so.6";

function openLibc() {
  try {
    return Deno.dlopen(LIBC, {
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
