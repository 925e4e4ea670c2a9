/**
 * Reader of one tensor saved by `torch.save`, in the zip format (PyTorch 1.6 and newer) and in the
 * older one of consecutive pickles. It needs no Python and executes nothing from the file.
 *
 * @module
 */
import { isNode, type PickleValue, readPickle } from "./pickle.ts";
import { openZip } from "./zip.ts";

/** A dense tensor, row-major. */
export interface TorchTensor {
  /** Sizes of the axes. */
  readonly shape: readonly number[];
  /** As many as the product of `shape`; 64-bit numbers are rounded to 32. */
  readonly values: Float32Array;
}

type Read = (view: DataView, at: number) => number;

/** Storage classes that are read: bytes per element and how to read one. */
const STORAGES: Readonly<Record<string, readonly [size: number, read: Read]>> = {
  "torch.FloatStorage": [4, (v, at) => v.getFloat32(at, true)],
  "torch.DoubleStorage": [8, (v, at) => v.getFloat64(at, true)],
  "torch.ByteStorage": [1, (v, at) => v.getUint8(at)],
  "torch.BoolStorage": [1, (v, at) => v.getUint8(at)],
  "torch.IntStorage": [4, (v, at) => v.getInt32(at, true)],
  "torch.LongStorage": [8, (v, at) => Number(v.getBigInt64(at, true))],
};
const OTHER_STORAGES = ["Half", "BFloat16", "Short", "Char", "ComplexFloat", "ComplexDouble"];
const REBUILD = "torch._utils._rebuild_tensor_v2";
const NAMES = new Set([
  ...Object.keys(STORAGES),
  ...OTHER_STORAGES.map((name) => `torch.${name}Storage`),
  REBUILD,
  "collections.OrderedDict",
]);
const MAGIC = 0x1950a86a20f9469cfc6cn;

/**
 * Reads the tensor in the bytes of a `.pt` file.
 *
 * @throws {SyntaxError} If the file is truncated or damaged, holds anything but one tensor of a
 *   plain number type, or claims more elements than it has.
 */
export function readTorchTensor(bytes: Uint8Array): TorchTensor {
  return bytes[0] === 0x50 ? readZipFormat(bytes) : readOldFormat(bytes);
}

function readZipFormat(bytes: Uint8Array): TorchTensor {
  const zip = openZip(bytes);
  const main = zip.names.find((name) => /^[^/]*\/data\.pkl$/.test(name));
  if (main === undefined) throw fail(`the archive has no "data.pkl"`);
  const folder = main.slice(0, -"data.pkl".length);
  if (zip.names.includes(`${folder}byteorder`)) {
    const order = new TextDecoder().decode(zip.read(`${folder}byteorder`).subarray(0, 20));
    if (order !== "little") throw fail(`its byte order must be little: it is ${quoted(order)}`);
  }
  const { value } = readPickle(zip.read(main), NAMES);
  return rebuild(value, (key) => zip.read(`${folder}data/${key}`));
}

/** Magic number, protocol, machine, object, storage keys; then length and data of each storage. */
function readOldFormat(bytes: Uint8Array): TorchTensor {
  let at = 0;
  const next = (): PickleValue => {
    const { value, end } = readPickle(bytes, NAMES, at);
    at = end;
    return value;
  };
  if (next() !== MAGIC) throw fail("it is no file of torch.save");
  next();
  const machine = next();
  const object = next();
  const keys = next();
  if (isNode(machine, "dict") && machine.entries.some(([k, v]) => k === "little_endian" && !v)) {
    throw fail("its byte order must be little: it is big");
  }
  if (!isNode(keys, "list") || keys.items.length !== 1) throw fail("it must hold one storage");
  return rebuild(object, (key, size) => {
    if (key !== keys.items[0] || at + 8 > bytes.length) throw fail("its storage is missing");
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.byteLength - at);
    const length = Number(view.getBigInt64(0, true)) * size;
    if (!(length >= 0 && length <= view.byteLength - 8)) {
      throw fail(`its storage claims ${length} bytes: the file has ${view.byteLength - 8}`);
    }
    return bytes.subarray(at + 8, at + 8 + length);
  });
}

/** The tensor that the pickled object describes, its storage fetched by key and element size. */
function rebuild(
  object: PickleValue,
  fetch: (key: string, size: number) => Uint8Array,
): TorchTensor {
  if (!isNode(object, "call") || object.name !== REBUILD) throw fail("it must hold one tensor");
  const [storage, offset, sizes, strides] = object.args;
  const id = isNode(storage, "persistent") && isNode(storage.id, "tuple") ? storage.id.items : [];
  const [tag, type, key, , length, view] = id;
  if (tag !== "storage" || !isNode(type, "global") || typeof key !== "string" || view) {
    throw fail("its tensor has no plain storage");
  }
  const reader = STORAGES[type.name];
  if (!reader) throw fail(`its numbers must be of a plain type: they are ${type.name}`);
  const shape = counts(sizes), steps = counts(strides);
  if (!shape || !steps || shape.length !== steps.length || !isCount(offset) || !isCount(length)) {
    throw fail("the shape of its tensor is malformed");
  }
  const [size, read] = reader;
  const data = fetch(key, size);
  const total = shape.reduce((a, b) => a * b, 1);
  const last = total === 0 ? -1 : shape.reduce((sum, n, i) => sum + (n - 1) * steps[i]!, offset);
  if (data.length !== length * size || total > length || last >= length) {
    throw fail(
      `its tensor of shape [${shape.slice(0, 8)}] does not fit ${length} numbers in ` +
        `${data.length} bytes`,
    );
  }
  const bytes = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return { shape, values: gatherStrided(bytes, shape, steps, offset, total, size, read) };
}

function gatherStrided(
  bytes: DataView,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  total: number,
  size: number,
  read: Read,
): Float32Array {
  const values = new Float32Array(total);
  const index = new Array<number>(shape.length).fill(0);
  let at = offset;
  for (let i = 0; i < total; i++) {
    values[i] = read(bytes, at * size);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return values;
}

const isCount = (v: PickleValue | undefined): v is number => typeof v === "number" && v >= 0;

function counts(value: PickleValue | undefined): number[] | undefined {
  if (!isNode(value, "tuple") || value.items.length > 16) return undefined;
  return value.items.every(isCount) ? value.items : undefined;
}

const quoted = (text: string): string => JSON.stringify(text);

function fail(reason: string): SyntaxError {
  return new SyntaxError(`Cannot read the tensor as ${reason}`);
}
