/** What the engine needs of a native side: libtensorflow, or a PJRT device that records. */
import type { Attribute } from "./libtensorflow/attributes.ts";
import type { CONSTANTS } from "./libtensorflow/constants.ts";
import type { HostValues } from "./libtensorflow/host_values.ts";

/** What the JavaScript kernels are told of a new tensor. */
export interface TensorMetadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** A recorded function, callable on tensors of the same native side. */
export interface NativeFunction {
  readonly nodes: number;
  /** Floating-point operations of its matrix products and convolutions. */
  readonly operations: number;
  call(ids: readonly number[]): TensorMetadata[];
  dispose(): void;
  /** Disposes of it, and records an equal one from scratch the next time. */
  discard?(): void;
}

/** A function that is being recorded. */
export interface ActiveRecording {
  readonly name: string;
  /** Whether XLA compiles what is recorded. */
  readonly xla: boolean;
  /** Data created by the recorded function; what is older lives outside. */
  readonly ownData: WeakSet<object>;
  /** Tensors that the function reads from outside. */
  readonly captured: ReadonlyMap<number, unknown>;
}

/** How a function is recorded. */
export interface RecordSettings {
  /** libtensorflow: whether XLA compiles the function. */
  readonly xla: boolean;
  /** Inputs, by their place, whose memory the function may take: they are gone after a call. */
  readonly donated?: readonly number[];
  /** Inputs, by their place, whose rows several devices share. */
  readonly split?: readonly number[];
}

/** The native side that tfjs-node's kernels expect, and recording. */
export type EngineBinding = typeof CONSTANTS & {
  isUsingGpuDevice(): boolean;
  /** Tensors that are not recorded ones. */
  getNumOfTensors(): number;
  createEager(shape: readonly number[], dtype: number, values: HostValues): number;
  createTensor(shape: readonly number[], dtype: number, values: HostValues): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): unknown;
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    ids: readonly number[],
    outputs: number,
  ): TensorMetadata[];
  recording(): ActiveRecording | undefined;
  record(
    name: string,
    specs: readonly { readonly shape: readonly number[]; readonly dtype: number }[],
    body: (inputs: TensorMetadata[]) => number[],
    settings: RecordSettings,
  ): NativeFunction;
};
