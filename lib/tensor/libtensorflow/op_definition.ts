import type { Library } from "./library.ts";
import { cString } from "./library.ts";

/** What a recording must know of an op: which inputs are lists, and whether two calls may be merged. */
export interface OpDefinition {
  /** Per input, the attribute that holds a list's length, or nothing for a single tensor. */
  readonly inputs: readonly (string | undefined)[];
  /** Attributes that hold the type of a single input: the input itself sets them. */
  readonly implied: ReadonlySet<string>;
  readonly stateful: boolean;
}

/** Fields of one protocol-buffer message: `[field number, value]`, where bytes stay unparsed. */
function* fields(bytes: Uint8Array): Generator<[number, number | Uint8Array]> {
  let at = 0;
  const varint = () => {
    let value = 0, shift = 1;
    for (;;) {
      const byte = bytes[at++]!;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
      shift *= 128;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        yield [field, varint()];
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = varint();
        yield [field, bytes.subarray(at, at += length)];
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw new SyntaxError(`Cannot read an op's definition: wire type ${tag % 8}`);
    }
  }
}

const decoder = new TextDecoder();

/** Parses an `OpDef` (tensorflow/core/framework/op_def.proto). */
export function parseOpDefinition(bytes: Uint8Array): OpDefinition {
  const inputs: (string | undefined)[] = [];
  const implied = new Set<string>();
  let stateful = false;
  for (const [field, value] of fields(bytes)) {
    if (field === 17) stateful = value === 1;
    if (field !== 2) continue;
    let length: string | undefined, type: string | undefined;
    for (const [inner, text] of fields(value as Uint8Array)) {
      // type_attr = 4, number_attr = 5, type_list_attr = 6
      if (inner === 4) type = decoder.decode(text as Uint8Array);
      if (inner === 5 || inner === 6) length = decoder.decode(text as Uint8Array);
    }
    inputs.push(length);
    if (type !== undefined && length === undefined) implied.add(type);
  }
  return { inputs, implied, stateful };
}

/** Looks up ops by name, once each. */
export function opDefinitions({ api, status, check }: Library) {
  const known = new Map<string, OpDefinition>();
  return (graph: Deno.PointerValue, name: string): OpDefinition => {
    let definition = known.get(name);
    if (!definition) {
      const buffer = api.TF_NewBuffer()!;
      try {
        api.TF_GraphGetOpDef(graph, cString(name), buffer, status);
        check(name);
        const view = new Deno.UnsafePointerView(buffer); // struct { data, length, deallocator }
        const bytes = new Uint8Array(Number(view.getBigUint64(8)));
        if (bytes.length) Deno.UnsafePointerView.copyInto(view.getPointer(0)!, bytes);
        definition = parseOpDefinition(bytes);
      } finally {
        api.TF_DeleteBuffer(buffer);
      }
      known.set(name, definition);
    }
    return definition;
  };
}
