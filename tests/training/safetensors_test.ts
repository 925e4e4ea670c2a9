import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  decodeSafetensors,
  encodeSafetensors,
  type SafetensorsFile,
  type StoredTensor,
} from "../../lib/training/safetensors.ts";
import { withFolder } from "../support/cli.ts";

const size = (shape: readonly number[]) => shape.reduce((n, d) => n * d, 1);

const tensor: fc.Arbitrary<StoredTensor> = fc.array(fc.integer({ min: 0, max: 4 }), {
  maxLength: 3,
})
  .chain((shape) => {
    const length = { minLength: size(shape), maxLength: size(shape) };
    return fc.oneof(
      fc.float32Array(length).map((values) => ({ shape, values })),
      fc.int32Array(length).map((values) => ({ shape, values })),
    );
  });
const name = fc.string({ minLength: 1 }).filter((s) => s !== "__metadata__" && s !== "__proto__");
const plain = { noNullPrototype: true };
const file: fc.Arbitrary<SafetensorsFile> = fc.record({
  tensors: fc.dictionary(name, tensor, { maxKeys: 4, ...plain }),
  metadata: fc.dictionary(name, fc.string(), { maxKeys: 3, ...plain }),
}, plain);

/** A file of any header, for headers that nobody should write. */
function withHeader(header: unknown, data = 16): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + json.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const example = encodeSafetensors({
  tensors: {
    "layer1/kernel": { shape: [2, 2], values: new Float32Array([1, -2.5, 3e-8, 4]) },
    step: { shape: [], values: new Int32Array([-7]) },
  },
  metadata: { part: "average" },
});

Deno.test("what a file cannot hold is refused before it is written", () => {
  const encode = (one: object, metadata: object = {}) => () =>
    encodeSafetensors({ tensors: { a: one }, metadata } as unknown as SafetensorsFile);
  const shape = [2];
  for (const values of [Float64Array.of(1, 2), [1, 2], Uint8Array.of(1, 2), undefined]) {
    assertThrows(encode({ shape, values }), TypeError, "must be a Float32Array or an Int32Array");
  }
  assertThrows(
    encode({ shape, values: Float64Array.of(1, 2) }),
    TypeError,
    "they are Float64Array",
  );
  const values = Float32Array.of(1, 2);
  for (const wrong of [[3], [1], [], [-1, -2], [2, 1.5], undefined]) {
    assertThrows(encode({ shape: wrong, values }), RangeError, "its shape must have 2 entries");
  }
  assertThrows(encode({ shape, values }, { step: 3 }), TypeError, "step must be a text");
  const named = { tensors: { ["__metadata__"]: { shape, values } }, metadata: {} };
  assertThrows(() => encodeSafetensors(named), RangeError, "of the name __metadata__");
});

Deno.test("what is encoded is decoded", () => {
  fc.assert(fc.property(file, (one) => {
    const bytes = encodeSafetensors(one);
    assertEquals(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8, 0);
    assertEquals(decodeSafetensors(bytes), one);
    // A file within a larger buffer, as reads may give it.
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    assertEquals(decodeSafetensors(shifted.subarray(3)), one);
  }));
});

Deno.test("a truncated file is a SyntaxError, wherever it ends", () => {
  for (let length = 0; length < example.length; length++) {
    assertThrows(
      () => decodeSafetensors(example.subarray(0, length), "a file"),
      SyntaxError,
      "a file",
    );
  }
});

Deno.test("damaged bytes give a SyntaxError or other values, never anything else", () => {
  const flips = fc.array(
    fc.tuple(fc.nat(example.length - 1), fc.integer({ min: 1, max: 255 })),
    { minLength: 1, maxLength: 4 },
  );
  const check = (bytes: Uint8Array) => {
    try {
      const { tensors, metadata } = decodeSafetensors(bytes);
      for (const { shape, values } of Object.values(tensors)) {
        assertEquals(values.length, size(shape));
      }
      for (const value of Object.values(metadata)) assertEquals(typeof value, "string");
    } catch (error) {
      assert(error instanceof SyntaxError, `${error}`);
    }
  };
  fc.assert(
    fc.property(flips, (changes) => {
      const bytes = example.slice();
      for (const [at, mask] of changes) bytes[at]! ^= mask;
      check(bytes);
    }),
    { numRuns: 2000 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), check));
  fc.assert(fc.property(fc.json(), (json) => check(withHeader(json))));
});

Deno.test("what is no complete file of float32 and int32 is refused with the reason", () => {
  const entry = { dtype: "F32", shape: [4], data_offsets: [0, 16] };
  decodeSafetensors(withHeader({ a: entry }));
  const cases: [Uint8Array, string][] = [
    [withHeader({ a: { ...entry, dtype: "BF16" } }), "a is BF16, accepted are F32 and I32"],
    [withHeader({ a: { ...entry, shape: [2 ** 40, 2 ** 40] } }), "a should be"],
    [withHeader({ a: { ...entry, shape: [1e300] } }), "the entry a is malformed"],
    [withHeader({ a: { ...entry, shape: [-4] } }), "the entry a is malformed"],
    [withHeader({ a: { ...entry, data_offsets: [16, 0] } }), "a should be 16 bytes"],
    [
      withHeader({ a: { ...entry, data_offsets: [16, 32] } }),
      "a should be 16 bytes at 16, the file has 0",
    ],
    [withHeader({ a: { ...entry, data_offsets: [0] } }), "the entry a is malformed"],
    [withHeader({ a: null }), "the entry a is malformed"],
    [withHeader({ a: entry, b: entry }), "starts at 0, expected 16"],
    [withHeader({ a: entry }, 20), "its data end at 16, the file has 20"],
    [withHeader({ a: entry, __metadata__: { part: 1 } }), "metadata"],
    [withHeader({ a: entry, __metadata__: "average" }), "metadata"],
    [withHeader([]), "its header is not an object"],
    [withHeader("{"), "JSON"],
    [new Uint8Array(4), "the file has 4 bytes"],
    [new Uint8Array(64).fill(255), "its header claims"],
  ];
  for (const [bytes, message] of cases) {
    assertThrows(() => decodeSafetensors(bytes), SyntaxError, message);
  }
});

const PYTHON = `
import json, struct, sys
data = open(sys.argv[1], "rb").read()
(length,) = struct.unpack("<Q", data[:8])
header = json.loads(data[8:8 + length])
body = data[8 + length:]
out = {"metadata": header.pop("__metadata__")}
for name, entry in header.items():
    first, last = entry["data_offsets"]
    form = {"F32": "f", "I32": "i"}[entry["dtype"]]
    values = struct.unpack("<%d%s" % ((last - first) // 4, form), body[first:last])
    out[name] = {"shape": entry["shape"], "values": values}
print(json.dumps(out))
`;

Deno.test("Python reads the files", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/example.safetensors`;
    Deno.writeFileSync(path, example);
    let output: Deno.CommandOutput;
    try {
      output = await new Deno.Command("python3", { args: ["-c", PYTHON, path] }).output();
    } catch {
      console.log("Not tested: there is no python3");
      return;
    }
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    assert(output.success, text(output.stderr));
    assertEquals(JSON.parse(text(output.stdout)), {
      metadata: { part: "average" },
      "layer1/kernel": { shape: [2, 2], values: [1, -2.5, Math.fround(3e-8), 4] },
      step: { shape: [], values: [-7] },
    });
  });
});

Deno.test("metadata of null are none, as the format's own reader has it", () => {
  const header = new TextEncoder().encode('{"__metadata__":null}   ');
  const bytes = new Uint8Array(8 + header.length);
  bytes[0] = header.length;
  bytes.set(header, 8);
  assertEquals(decodeSafetensors(bytes), { tensors: {}, metadata: {} });
});
