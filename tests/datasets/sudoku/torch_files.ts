/** Writes files as `torch.save(tensor)` does, byte for byte where the reader looks. */
import { deflateRawSync } from "node:zlib";

/** What to write; the claims may contradict the data on purpose. */
export interface TensorSpec {
  readonly data: Float32Array | Uint8Array | BigInt64Array;
  readonly shape: readonly number[];
  readonly storage?: string;
  readonly strides?: readonly number[];
  readonly offset?: number;
  /** Claimed number of elements in the storage. */
  readonly length?: number;
}

const bytesOf = (...parts: (number | string | Uint8Array)[]): Uint8Array => {
  const chunks = parts.map((p) =>
    typeof p === "number"
      ? Uint8Array.of(p)
      : typeof p === "string"
      ? new TextEncoder().encode(p)
      : p
  );
  const all = new Uint8Array(chunks.reduce((n, c) => n + c.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
};
export { bytesOf as concat };

const le = (value: number, size: number): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return bytes.slice(0, size);
};

const int = (n: number): Uint8Array =>
  n < 2 ** 31 ? bytesOf(0x4a, le(n, 4)) : bytesOf(0x8a, 8, le(n, 8));
const text = (s: string): Uint8Array => bytesOf(0x58, le(s.length, 4), s);
const tuple = (items: readonly number[]): Uint8Array => bytesOf(0x28, ...items.map(int), 0x74);

/** The pickle of the tensor; `view` is the sixth field of the old format's storage. */
export function tensorPickle(spec: TensorSpec, view: "old" | "new" = "new"): Uint8Array {
  const { shape, data, offset = 0, storage = "FloatStorage", length = data.length } = spec;
  const strides = spec.strides ??
    shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
  const id = bytesOf(
    0x28,
    text("storage"),
    `ctorch\n${storage}\n`,
    0x71,
    1,
    text("0"),
    text("cpu"),
    int(length),
    view === "old" ? 0x4e : "",
    0x74,
    0x71,
    2,
    0x51,
  );
  const hooks = bytesOf("ccollections\nOrderedDict\n", 0x29, 0x52);
  const build = bytesOf("ctorch._utils\n_rebuild_tensor_v2\n", 0x71, 0);
  const args = bytesOf(0x28, id, int(offset), tuple(shape), tuple(strides), 0x89, hooks, 0x74);
  return bytesOf(0x80, 2, build, args, 0x52, 0x71, 3, 0x2e);
}

const raw = (data: TensorSpec["data"]): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** The zip format; `deflate` compresses the entries, which torch itself does not do. */
export function torchZip(
  spec: TensorSpec,
  options: { deflate?: boolean; pickle?: Uint8Array; extra?: Record<string, string> } = {},
): Uint8Array {
  const { deflate = false, pickle = tensorPickle(spec), extra = { byteorder: "little" } } = options;
  const files: [string, Uint8Array][] = [
    ["archive/data.pkl", pickle],
    ...Object.entries(extra).map(([k, v]): [string, Uint8Array] => [`archive/${k}`, bytesOf(v)]),
    ["archive/data/0", raw(spec.data)],
    ["archive/version", bytesOf("3\n")],
  ];
  const local: Uint8Array[] = [], central: Uint8Array[] = [];
  let at = 0;
  for (const [name, content] of files) {
    const packed = deflate ? new Uint8Array(deflateRawSync(content)) : content;
    const method = le(deflate ? 8 : 0, 2);
    const sizes = bytesOf(le(packed.length, 4), le(content.length, 4));
    // As torch does: sizes only in the directory, and padding in the extra field.
    const head = bytesOf("PK\x03\x04", le(0, 2), le(8, 2), method, new Uint8Array(16));
    const entry = bytesOf(head, le(name.length, 2), le(7, 2), name, "FB\x03\x00ZZZ", packed);
    const info = bytesOf("PK\x01\x02", le(0, 4), le(8, 2), method, new Uint8Array(8), sizes);
    central.push(bytesOf(info, le(name.length, 2), new Uint8Array(12), le(at, 4), name));
    local.push(entry);
    at += entry.length;
  }
  const directory = bytesOf(...central);
  const n = le(files.length, 2);
  const end = bytesOf("PK\x05\x06", le(0, 4), n, n, le(directory.length, 4), le(at, 4), le(0, 2));
  return bytesOf(...local, directory, end);
}

/** The format before PyTorch 1.6, that of the published SATNet files. */
export function torchOld(spec: TensorSpec, pickle = tensorPickle(spec, "old")): Uint8Array {
  const magic = Uint8Array.of(0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19);
  const sizes = bytesOf(0x7d, 0x28, text("short"), 0x4b, 2, text("int"), 0x4b, 4, 0x75);
  const machine = [text("protocol_version"), 0x4d, le(1001, 2), text("little_endian"), 0x88];
  return bytesOf(
    bytesOf(0x80, 2, 0x8a, 10, magic, 0x2e),
    bytesOf(0x80, 2, 0x4d, le(1001, 2), 0x2e),
    bytesOf(0x80, 2, 0x7d, 0x28, ...machine, text("type_sizes"), sizes, 0x75, 0x2e),
    pickle,
    bytesOf(0x80, 2, 0x5d, text("0"), 0x61, 0x2e),
    le(spec.length ?? spec.data.length, 8),
    raw(spec.data),
  );
}
