/** The safetensors format (https://github.com/huggingface/safetensors), float32 and int32. */

/** An array with its shape. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** Contents of a file: tensors by name, and string metadata. */
export interface SafetensorsFile {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Longer headers are refused, as the reference implementation does. */
const LONGEST_HEADER = 100_000_000;

/** Under which name the header has the metadata. */
const METADATA = "__metadata__";

/**
 * What a file of this kind does not hold would be written under another name, or read as other entries.
 *
 * @throws {TypeError} If values or metadata are of another type
 * @throws {RangeError} If a shape has another number of entries than there are, or a name is that of
 * the metadata
 */
function assertStored({ tensors, metadata }: SafetensorsFile): void {
  if (Object.hasOwn(tensors, METADATA)) {
    throw new RangeError(`Cannot encode a tensor of the name ${METADATA}: that of the metadata`);
  }
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const given: unknown = values;
    if (!(given instanceof Float32Array || given instanceof Int32Array)) {
      throw new TypeError(
        `Cannot encode ${name} as its values must be a Float32Array or an Int32Array: they are ${
          Object.prototype.toString.call(given).slice(8, -1)
        }`,
      );
    }
    if (!isCounts(shape) || shape.reduce((n, d) => n * d, 1) !== given.length) {
      throw new RangeError(
        `Cannot encode ${name} as its shape must have ${given.length} entries, as its values: ` +
          `current value is [${shape}]`,
      );
    }
  }
  for (const [name, value] of Object.entries(metadata)) {
    if (typeof value === "string") continue;
    throw new TypeError(
      `Cannot encode metadata as ${name} must be a text: it is of type ${typeof value}`,
    );
  }
}

/**
 * Encodes a file: an 8-byte header length, a JSON header padded with spaces to 8 bytes, the data.
 *
 * @throws {TypeError} If values are neither float32 nor int32, or metadata are no texts
 * @throws {RangeError} If a shape has another number of entries than there are values
 */
export function encodeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array<ArrayBuffer> {
  assertStored({ tensors, metadata });
  let offset = 0;
  const names = Object.keys(tensors).sort();
  const entries = names.map((name) => {
    const { shape, values } = tensors[name]!;
    const dtype = values instanceof Float32Array ? "F32" : "I32";
    return [name, { dtype, shape, data_offsets: [offset, offset += values.byteLength] }];
  });
  const header = Object.fromEntries([[METADATA, metadata], ...entries]);
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(json, 8);
  let at = 8 + headerLength;
  for (const name of names) {
    const { buffer, byteOffset, byteLength } = tensors[name]!.values;
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

function parseHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) throw new SyntaxError(`the file has ${bytes.length} bytes`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > LONGEST_HEADER || 8 + length > bytes.length) {
    throw new SyntaxError(`its header claims ${length} bytes, the file has ${bytes.length}`);
  }
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    throw new SyntaxError("its header is not an object");
  }
  return { header, start: 8 + length };
}

const isCounts = (v: unknown): v is number[] =>
  Array.isArray(v) && v.every((n) => Number.isSafeInteger(n) && n >= 0);

/** A tensor, and where it stands in the data. */
interface Placed extends StoredTensor {
  readonly from: number;
  readonly to: number;
}

function parseTensor(name: string, entry: unknown, data: Uint8Array): Placed {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    throw new SyntaxError(`the entry ${name} is malformed`);
  }
  if (dtype !== "F32" && dtype !== "I32") {
    throw new SyntaxError(`${name} is ${dtype}, accepted are F32 and I32`);
  }
  const [from, to] = offsets as [number, number];
  const size = shape.reduce((n, d) => n * d, 1) * 4;
  if (to - from !== size || to > data.length) {
    throw new SyntaxError(
      `${name} should be ${size} bytes at ${from}, the file has ${Math.max(0, data.length - from)}`,
    );
  }
  const copy = data.slice(from, to).buffer;
  return {
    from,
    to,
    shape,
    values: dtype === "F32" ? new Float32Array(copy) : new Int32Array(copy),
  };
}

function parseMetadata(entry: unknown): Record<string, string> {
  const isRecord = typeof entry === "object" && entry !== null && !Array.isArray(entry);
  if (!isRecord || !Object.values(entry).every((value) => typeof value === "string")) {
    throw new SyntaxError("its metadata are not strings by name");
  }
  return entry as Record<string, string>;
}

/** As the format demands: every byte belongs to one tensor. */
function assertCovered(parts: readonly (readonly [string, Placed])[], length: number): void {
  let end = 0;
  for (
    const [name, { from, to }] of [...parts].sort(([, a], [, b]) => a.from - b.from || a.to - b.to)
  ) {
    if (from !== end) throw new SyntaxError(`${name} starts at ${from}, expected ${end}`);
    end = to;
  }
  if (end !== length) throw new SyntaxError(`its data end at ${end}, the file has ${length}`);
}

/**
 * Decodes a file.
 *
 * @param source Named in errors
 * @throws {SyntaxError} If the bytes are not a complete safetensors file of float32 and int32
 */
export function decodeSafetensors(bytes: Uint8Array, source = "the file"): SafetensorsFile {
  try {
    const { header, start } = parseHeader(bytes);
    const data = bytes.subarray(start);
    const { [METADATA]: metadata, ...entries } = header;
    const parts = Object.entries(entries).map(([name, entry]) =>
      [name, parseTensor(name, entry, data)] as const
    );
    assertCovered(parts, data.length);
    const tensors = parts.map(([name, { shape, values }]) => [name, { shape, values }] as const);
    return { tensors: Object.fromEntries(tensors), metadata: parseMetadata(metadata ?? {}) };
  } catch (error) {
    throw new SyntaxError(
      `Cannot read ${source} as safetensors: ${(error as Error).message}`,
    );
  }
}
