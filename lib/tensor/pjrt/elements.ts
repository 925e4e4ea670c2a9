/** Types of entries: TensorFlow's numbers, StableHLO's names, PJRT's numbers. */
import { TF } from "../libtensorflow/host_values.ts";

/** Types that a program of ours computes with; the unsigned ones inside of an op only. */
export type Element = "f32" | "i32" | "i1" | "ui32" | "ui64";

/** A device or host array's values. */
export type Values = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

interface Kind {
  readonly element: Element;
  /** `PJRT_Buffer_Type`. */
  readonly buffer: number;
  readonly bytes: number;
  allocate(count: number): Values;
  from(values: ArrayLike<number>): Values;
}

const kinds: Readonly<Record<number, Kind>> = {
  [TF.FLOAT]: {
    element: "f32",
    buffer: 11,
    bytes: 4,
    allocate: (count) => new Float32Array(count),
    from: (values) => Float32Array.from(values),
  },
  [TF.INT32]: {
    element: "i32",
    buffer: 4,
    bytes: 4,
    allocate: (count) => new Int32Array(count),
    from: (values) => Int32Array.from(values),
  },
  [TF.BOOL]: {
    element: "i1",
    buffer: 1,
    bytes: 1,
    allocate: (count) => new Uint8Array(count),
    from: (values) => Uint8Array.from(values, Number),
  },
};

/**
 * What is known of a `TF_DataType`.
 *
 * @throws {TypeError} If a device cannot hold it
 */
export function kindOf(dtype: number): Kind {
  const kind = kinds[dtype];
  if (kind) return kind;
  const name = Object.entries(TF).find(([, number]) => number === dtype)?.[0].toLowerCase();
  throw new TypeError(
    `Cannot use a tensor of ${
      name ?? `type ${dtype}`
    } on a PJRT device: it must be float32, int32 or bool`,
  );
}

/** The `TF_DataType` of an element type. */
export function dtypeOf(element: Element): number {
  const dtypes: Partial<Record<Element, number>> = { f32: TF.FLOAT, i32: TF.INT32, i1: TF.BOOL };
  return dtypes[element]!;
}
