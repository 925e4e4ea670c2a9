/**
 * Reader of zip archives held in memory: stored and deflated entries, below 4 GiB.
 *
 * @module
 */
import { inflateRawSync } from "node:zlib";

/** DEFLATE cannot expand further than this; a larger claim is a forged header. */
const LARGEST_RATIO = 1032;

interface Entry {
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/** The entries of an archive by name; `read` unpacks one. */
export interface Zip {
  readonly names: readonly string[];
  /** @throws {SyntaxError} If the entry is missing or damaged. */
  read(name: string): Uint8Array;
}

/**
 * Opens an archive by its central directory; nothing is unpacked yet.
 *
 * @throws {SyntaxError} If the directory is missing or damaged.
 */
export function openZip(bytes: Uint8Array): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const entries = new Map<string, Entry>();
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) {
      throw new SyntaxError(
        `Cannot read the zip as entry ${i + 1} of ${count} is not in its directory`,
      );
    }
    const nameLength = view.getUint16(at + 28, true);
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
    if (next > end) {
      throw new SyntaxError(`Cannot read the zip as entry ${i + 1} runs past its end`);
    }
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    entries.set(name, {
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return {
    names: [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name);
      if (!entry) throw new SyntaxError(`Cannot read the zip as it has no entry ${quoted(name)}`);
      return unpack(bytes, view, name, entry);
    },
  };
}

/** The offset of the end-of-directory record, searched backwards past the archive's comment. */
function findEnd(view: DataView): number {
  const last = view.byteLength - 22;
  for (let at = last; at >= 0 && at >= last - 0xffff; at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  throw new SyntaxError("Cannot read the zip as it has no directory: it is truncated or no zip");
}

function unpack(bytes: Uint8Array, view: DataView, name: string, entry: Entry): Uint8Array {
  const { method, packed, size, at } = entry;
  if (at + 30 > bytes.length || view.getUint32(at, true) !== 0x04034b50) {
    throw new SyntaxError(`Cannot read the zip as the header of ${quoted(name)} is missing`);
  }
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + packed > bytes.length) {
    throw new SyntaxError(`Cannot read the zip as ${quoted(name)} runs past the end of the file`);
  }
  const data = bytes.subarray(start, start + packed);
  if (method === 0) {
    if (packed === size) return data;
  } else if (method !== 8) {
    throw new SyntaxError(
      `Cannot read the zip as ${quoted(name)} must be stored or deflated: its method is ${method}`,
    );
  } else if (size <= LARGEST_RATIO * packed) {
    try {
      const unpacked = inflateRawSync(data, { maxOutputLength: size + 1 });
      if (unpacked.length === size) return new Uint8Array(unpacked);
    } catch { /* reported below */ }
  }
  throw new SyntaxError(`Cannot read the zip as ${quoted(name)} does not unpack to ${size} bytes`);
}

const quoted = (name: string): string => JSON.stringify(name.slice(0, 60));
