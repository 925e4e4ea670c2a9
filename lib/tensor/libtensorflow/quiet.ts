/** Keeps TensorFlow's banner off stderr. */

const libc: Partial<Record<typeof Deno.build.os, string>> = {
  linux: "libc.so.6",
  darwin: "/usr/lib/libSystem.B.dylib",
};

const symbols = {
  open: { parameters: ["buffer", "i32"], result: "i32" },
  dup: { parameters: ["i32"], result: "i32" },
  dup2: { parameters: ["i32", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
} as const;

const STDERR = 2, WRITE_ONLY = 1;

function openLibc(): Deno.DynamicLibrary<typeof symbols> | undefined {
  const path = libc[Deno.build.os];
  try {
    return path === undefined ? undefined : Deno.dlopen(path, symbols);
  } catch {
    return undefined; // Another C library; the banner is harmless.
  }
}

/**
 * Runs `fn` with the process's stderr pointed at /dev/null.
 *
 * While it starts, TensorFlow logs before its own log level holds, so that the variable
 * TF_CPP_MIN_LOG_LEVEL alone does not silence it. Who sets that variable below 2 wants to see the
 * log, and does.
 */
export function quietly<T>(fn: () => T): T {
  if (Number(Deno.env.get("TF_CPP_MIN_LOG_LEVEL") ?? 2) < 2) return fn();
  const library = openLibc();
  if (!library) return fn();
  const { open, dup, dup2, close } = library.symbols;
  const stderr = dup(STDERR);
  const nowhere = open(new TextEncoder().encode("/dev/null\0"), WRITE_ONLY);
  try {
    if (stderr >= 0 && nowhere >= 0) dup2(nowhere, STDERR);
    return fn();
  } finally {
    if (stderr >= 0) dup2(stderr, STDERR);
    for (const file of [stderr, nowhere]) if (file >= 0) close(file);
    library.close();
  }
}
