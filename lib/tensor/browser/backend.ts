/** A browser has neither libtensorflow nor PJRT; stands in for `../backend.ts`. */

/** Never there. */
export const nativeBackend = (): undefined => undefined;

/** Never there. */
export const pjrtDevice = (): undefined => undefined;

/** Nothing is recorded. */
export const isRecording = (): boolean => false;

/** What computes. */
export const backend = () => ({ name: "wasm", device: "CPU", reason: "this is a browser" });
