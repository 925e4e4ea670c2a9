/**
 * The tensor engine: TensorFlow.js, its kernels on libtensorflow, `compile`, gradients that are
 * right to second order, and random numbers by key.
 *
 * @module
 */
import "./backend.ts";
import "./display.ts";
import "./second_order.ts";

export { tf } from "./tfjs.ts";
export type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from "./tfjs.ts";
export { backend, type BackendReport, isRecording } from "./backend.ts";
export {
  compile,
  type Compiled,
  type CompileOptions,
  onRecording,
  operationsRun,
  type RecordingReport,
} from "./compile.ts";
export { disposeTree, flatten, type TensorTree, unflatten } from "./tree.ts";
export { stopGradient } from "./gradients/tape.ts";
export { tidy } from "./tidy.ts";
export * as random from "./random.ts";
export type { Key } from "./random.ts";
export { inverse } from "./linear_algebra.ts";
export { squaredNorm, swish } from "./fused.ts";
