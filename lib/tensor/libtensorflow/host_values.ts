import type { Library } from "./library.ts";

/** `TF_DataType` of the C API. */
export const TF = {
  FLOAT: 1,
  UINT8: 4,
  INT32: 3,
  STRING: 7,
  COMPLEX64: 8,
  INT64: 9,
  BOOL: 10,
  RESOURCE: 20,
} as const;

/** What TensorFlow.js hands over as the values of a tensor. */
export type HostValues = ArrayLike<number | boolean | Uint8Array | string>;

const bytesPerElement: Readonly<Record<number, number>> = {
  [TF.FLOAT]: 4,
  [TF.UINT8]: 1,
  [TF.INT32]: 4,
  [TF.STRING]: 24, // sizeof(TF_TString)
  [TF.COMPLEX64]: 8,
  [TF.INT64]: 8,
  [TF.BOOL]: 1,
};

const STRING_BYTES = 24;

/** Number of entries of a tensor of that shape. */
export const elements = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

/** int64 values arrive as BigInt64Array, as numbers, or as pairs of 32-bit halves (low, high). */
function int64(values: HostValues | BigInt64Array, count: number): BigInt64Array {
  if (values instanceof BigInt64Array) return values;
  if (values instanceof Int32Array && values.length === 2 * count) {
    return new BigInt64Array(values.slice().buffer);
  }
  return BigInt64Array.from(values as ArrayLike<number>, (v) => BigInt(v));
}

const encoder = new TextEncoder();

function writeStrings({ api }: Library, address: Deno.PointerObject, values: HostValues): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const bytes = value instanceof Uint8Array ? value.slice() : encoder.encode(String(value));
    const slot = Deno.UnsafePointer.offset(address, i * STRING_BYTES);
    api.TF_StringInit(slot);
    api.TF_StringCopy(slot, bytes as Uint8Array<ArrayBuffer>, BigInt(bytes.length));
  }
}

function readStrings({ api }: Library, address: Deno.PointerObject, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => {
    const slot = Deno.UnsafePointer.offset(address, i * STRING_BYTES);
    const bytes = new Uint8Array(Number(api.TF_StringGetSize(slot)));
    const data = api.TF_StringGetDataPointer(slot);
    if (data && bytes.length) Deno.UnsafePointerView.copyInto(data, bytes);
    return bytes;
  });
}

/**
 * A new `TF_Tensor` with a copy of `values`; the caller deletes it.
 *
 * @throws {RangeError} If `values` are not as many as `shape` says
 */
export function toTensor(
  library: Library,
  shape: readonly number[],
  dtype: number,
  dims: BigInt64Array<ArrayBuffer>,
  values: HostValues,
): Deno.PointerValue {
  const count = elements(shape);
  const width = bytesPerElement[dtype];
  if (width === undefined) throw new TypeError(`Cannot create a tensor of TF_DataType ${dtype}`);
  const expected = dtype === TF.COMPLEX64 ? 2 * count : count;
  if (values.length !== expected && dtype !== TF.INT64) {
    throw new RangeError(
      `Cannot create a tensor of shape [${shape}] from ${values.length} values, it takes ${expected}`,
    );
  }
  const bytes = count * width;
  const tensor = library.api.TF_AllocateTensor(dtype, dims, shape.length, BigInt(bytes));
  if (!tensor) throw new Error(`Cannot allocate ${bytes} bytes for a tensor of shape [${shape}]`);
  if (bytes === 0) return tensor;
  const address = library.api.TF_TensorData(tensor)!;
  if (dtype === TF.STRING) {
    writeStrings(library, address, values);
    return tensor;
  }
  const target = Deno.UnsafePointerView.getArrayBuffer(address, bytes);
  const numbers = values as ArrayLike<number>;
  if (dtype === TF.FLOAT || dtype === TF.COMPLEX64) new Float32Array(target).set(numbers);
  else if (dtype === TF.INT32) new Int32Array(target).set(numbers);
  else if (dtype === TF.INT64) new BigInt64Array(target).set(int64(values, count));
  else new Uint8Array(target).set(numbers);
  return tensor;
}

/** A copy of a `TF_Tensor`'s values, of the kind TensorFlow.js expects for its dtype. */
export function fromTensor(
  library: Library,
  tensor: Deno.PointerValue,
  dtype: number,
): Float32Array | Int32Array | Uint8Array | Uint8Array[] {
  const bytes = Number(library.api.TF_TensorByteSize(tensor));
  const address = bytes ? library.api.TF_TensorData(tensor) : null;
  if (dtype === TF.STRING) {
    return address ? readStrings(library, address, bytes / STRING_BYTES) : [];
  }
  const copy = new ArrayBuffer(bytes);
  if (address) Deno.UnsafePointerView.copyInto(address, copy);
  switch (dtype) {
    case TF.FLOAT:
    case TF.COMPLEX64:
      return new Float32Array(copy);
    case TF.INT32:
      return new Int32Array(copy);
    case TF.INT64:
      return Int32Array.from(new BigInt64Array(copy), Number);
    default:
      return new Uint8Array(copy);
  }
}
