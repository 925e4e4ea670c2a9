/**
 * Reader of the pickles that `torch.save` writes for a tensor. It builds plain data and runs nothing:
 * it knows only the opcodes such a file needs, a name outside the caller's list is an error, and a
 * "call" is a record of the name and its arguments that the caller may interpret.
 *
 * @module
 */

/** What a pickle can hold here. */
export type PickleValue = null | boolean | number | bigint | string | PickleNode;

/** The compound values; `global` is a listed name, `call` one applied to arguments. */
export type PickleNode =
  | { readonly kind: "tuple"; readonly items: PickleValue[] }
  | { readonly kind: "list"; readonly items: PickleValue[] }
  | { readonly kind: "dict"; readonly entries: [PickleValue, PickleValue][] }
  | { readonly kind: "global"; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly PickleValue[] }
  | { readonly kind: "persistent"; readonly id: PickleValue };

/**
 * Reads one pickle that starts at `offset`.
 *
 * @param names The `module.name` globals that may occur
 * @returns The value and the offset after its STOP
 * @throws {SyntaxError} If it is truncated, malformed, or uses anything else.
 */
export function readPickle(
  bytes: Uint8Array,
  names: ReadonlySet<string>,
  offset = 0,
): { value: PickleValue; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stack: PickleValue[] = [];
  const marks: number[] = [];
  const memo = new Map<number, PickleValue>();
  let at = offset;

  const take = (n: number): number => {
    if (n > bytes.length - at) throw fail(`it ends early, within a value at byte ${at}`);
    at += n;
    return at - n;
  };
  const u8 = () => view.getUint8(take(1));
  const u32 = () => view.getUint32(take(4), true);
  const text = (n: number) => {
    const from = take(n);
    return new TextDecoder().decode(bytes.subarray(from, from + n));
  };
  const line = () => {
    const stop = bytes.indexOf(10, at);
    if (stop < 0) throw fail(`it ends early, within a name at byte ${at}`);
    const read = text(stop - at);
    at++;
    return read;
  };
  const pop = (): PickleValue => {
    if (stack.length <= (marks.at(-1) ?? 0)) throw fail(`its stack is empty at byte ${at}`);
    return stack.pop()!;
  };
  const popMark = (): PickleValue[] => {
    const mark = marks.pop();
    if (mark === undefined) throw fail(`a mark is missing at byte ${at}`);
    return stack.splice(mark);
  };
  const tuple = (n: number) => {
    const items = Array.from({ length: n }, pop).reverse();
    stack.push({ kind: "tuple", items });
  };
  const extend = (kind: "list" | "dict", values: PickleValue[]) => {
    const target = top();
    if (kind === "list" && isNode(target, "list")) {
      for (const value of values) target.items.push(value);
    } else if (kind === "dict" && isNode(target, "dict") && values.length % 2 === 0) {
      for (let i = 0; i < values.length; i += 2) target.entries.push([values[i]!, values[i + 1]!]);
    } else throw fail(`it fills something that is no ${kind} at byte ${at}`);
  };
  const top = (): PickleValue => {
    const value = pop();
    stack.push(value);
    return value;
  };
  const global = (name: string) => {
    if (!names.has(name)) {
      throw fail(`it names ${JSON.stringify(name.slice(0, 60))}, which no tensor file needs`);
    }
    stack.push({ kind: "global", name });
  };
  const recall = (key: number) => {
    const value = memo.get(key);
    if (value === undefined) throw fail(`it recalls ${key}, which it has not stored`);
    stack.push(value);
  };

  for (;;) {
    const opcode = u8();
    switch (opcode) {
      case 0x80: // PROTO
        if (u8() > 5) throw fail(`its protocol is newer than 5`);
        break;
      case 0x2e: { // STOP
        const value = pop();
        if (stack.length > 0 || marks.length > 0) throw fail("values are left over at its end");
        return { value, end: at };
      }
      case 0x28: // MARK
        marks.push(stack.length);
        break;
      case 0x4e: // NONE
        stack.push(null);
        break;
      case 0x88: // NEWTRUE
      case 0x89: // NEWFALSE
        stack.push(opcode === 0x88);
        break;
      case 0x4b: // BININT1
        stack.push(u8());
        break;
      case 0x4d: // BININT2
        stack.push(view.getUint16(take(2), true));
        break;
      case 0x4a: // BININT
        stack.push(view.getInt32(take(4), true));
        break;
      case 0x8a: { // LONG1
        const n = u8(), from = take(n);
        stack.push(longOf(bytes.subarray(from, from + n)));
        break;
      }
      case 0x58: // BINUNICODE
        stack.push(text(u32()));
        break;
      case 0x8c: // SHORT_BINUNICODE
        stack.push(text(u8()));
        break;
      case 0x29: // EMPTY_TUPLE
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        tuple(opcode === 0x29 ? 0 : opcode - 0x84);
        break;
      case 0x74: // TUPLE
        stack.push({ kind: "tuple", items: popMark() });
        break;
      case 0x5d: // EMPTY_LIST
        stack.push({ kind: "list", items: [] });
        break;
      case 0x61: // APPEND
        extend("list", [pop()]);
        break;
      case 0x65: // APPENDS
        extend("list", popMark());
        break;
      case 0x7d: // EMPTY_DICT
        stack.push({ kind: "dict", entries: [] });
        break;
      case 0x73: { // SETITEM
        const value = pop();
        extend("dict", [pop(), value]);
        break;
      }
      case 0x75: // SETITEMS
        extend("dict", popMark());
        break;
      case 0x63: // GLOBAL
        global(`${line()}.${line()}`);
        break;
      case 0x52: { // REDUCE
        const args = pop(), fn = pop();
        if (!isNode(fn, "global") || !isNode(args, "tuple")) {
          throw fail(`it calls something that is no listed name at byte ${at}`);
        }
        stack.push({ kind: "call", name: fn.name, args: args.items });
        break;
      }
      case 0x51: // BINPERSID
        stack.push({ kind: "persistent", id: pop() });
        break;
      case 0x71: // BINPUT
        memo.set(u8(), top());
        break;
      case 0x72: // LONG_BINPUT
        memo.set(u32(), top());
        break;
      case 0x94: // MEMOIZE
        memo.set(memo.size, top());
        break;
      case 0x95: // FRAME: only a hint about the length
        take(8);
        break;
      case 0x68: // BINGET
        recall(u8());
        break;
      case 0x6a: // LONG_BINGET
        recall(u32());
        break;
      default:
        throw fail(
          `opcode 0x${opcode.toString(16).padStart(2, "0")} at byte ${at - 1} is not one that a ` +
            `tensor file needs`,
        );
    }
  }
}

/** Whether `value` is a compound of this kind. */
export function isNode<K extends PickleNode["kind"]>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<PickleNode, { readonly kind: K }> {
  return typeof value === "object" && value !== null && value.kind === kind;
}

/** A little-endian two's-complement integer; a number where that is exact. */
function longOf(bytes: Uint8Array): number | bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  value = BigInt.asIntN(8 * bytes.length, value);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function fail(reason: string): SyntaxError {
  return new SyntaxError(`Cannot read the pickle as ${reason}`);
}
