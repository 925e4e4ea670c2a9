/** Compiled functions hold megabytes that no tensor shows: how many are left behind. */
import { nativeBackend, pjrtDevice } from "lib/tensor/backend.ts";

/** How many functions `body` recorded, and how many of them nobody freed. */
export async function recordingsOf(
  body: () => unknown,
): Promise<{ readonly made: number; readonly left: readonly string[] }> {
  const binding = (pjrtDevice()?.backend ?? nativeBackend()!).binding, { record } = binding;
  const left = new Map<object, string>();
  let made = 0;
  const counted: typeof record = (name, ...rest) => {
    const fn = record.call(binding, name, ...rest), dispose = fn.dispose.bind(fn);
    made++;
    left.set(fn, name);
    return Object.assign(fn, {
      dispose() {
        left.delete(fn);
        dispose();
      },
    });
  };
  Object.assign(binding, { record: counted });
  try {
    await body();
  } finally {
    Object.assign(binding, { record });
  }
  return { made, left: [...left.values()] };
}
