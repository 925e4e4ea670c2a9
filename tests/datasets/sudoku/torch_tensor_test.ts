import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { readTorchTensor } from "lib/datasets/sudoku.ts";
import { concat, tensorPickle, type TensorSpec, torchOld, torchZip } from "./torch_files.ts";

const data = Float32Array.from({ length: 24 }, (_, i) => i - 3.5);
const spec: TensorSpec = { data, shape: [2, 3, 4] };
const formats: Record<string, (s: TensorSpec) => Uint8Array> = {
  zip: torchZip,
  deflated: (s) => torchZip(s, { deflate: true }),
  old: torchOld,
};

/** The reader either returns a tensor that holds together or throws a SyntaxError of one sentence. */
function readsOrRefuses(bytes: Uint8Array): void {
  try {
    const { shape, values } = readTorchTensor(bytes);
    assertEquals(values.length, shape.reduce((a, b) => a * b, 1));
  } catch (error) {
    assert(error instanceof SyntaxError, `threw ${error}`);
    assert(error.message.startsWith("Cannot read the ") && !error.message.includes("\n"));
  }
}

for (const [name, write] of Object.entries(formats)) {
  Deno.test(`readTorchTensor() reads the ${name} format`, () => {
    assertEquals(readTorchTensor(write(spec)), { shape: [2, 3, 4], values: data });
    const bytes = Uint8Array.of(0, 1, 1, 0);
    const whole = readTorchTensor(write({ data: bytes, shape: [4], storage: "ByteStorage" }));
    assertEquals(whole.values, Float32Array.from(bytes));
    const longs = { data: BigInt64Array.of(-1n, 7n), shape: [2, 1], storage: "LongStorage" };
    assertEquals(readTorchTensor(write(longs)).values, Float32Array.of(-1, 7));
  });

  Deno.test(`readTorchTensor() follows strides and offset in the ${name} format`, () => {
    const transposed = { data, shape: [2, 3], strides: [1, 4], offset: 5 };
    const expected = [5, 9, 13, 6, 10, 14].map((i) => data[i]!);
    assertEquals([...readTorchTensor(write(transposed)).values], expected);
    assertEquals(readTorchTensor(write({ data, shape: [0, 9] })).values.length, 0);
    assertEquals(readTorchTensor(write({ data, shape: [] })).values, data.slice(0, 1));
  });

  Deno.test(`readTorchTensor() refuses huge counts and wrong types in the ${name} format`, () => {
    const refuse = (part: Partial<TensorSpec>, reason: string) =>
      assertThrows(() => readTorchTensor(write({ ...spec, ...part })), SyntaxError, reason);
    refuse({ length: 2 ** 31 - 1 }, "");
    refuse({ length: 2 ** 50 }, "");
    refuse({ shape: [2 ** 30, 2 ** 30], strides: [0, 0] }, "does not fit 24 numbers");
    refuse({ shape: [2 ** 52, 2 ** 52, 0], strides: [1, 1, 1], length: 25 }, "");
    refuse({ shape: [5, 5] }, "does not fit");
    refuse({ offset: 1 }, "does not fit");
    refuse({ strides: [12, 4, 2] }, "does not fit");
    refuse({ storage: "HalfStorage" }, "they are torch.HalfStorage");
    refuse({ storage: "DoubleStorage" }, "");
    refuse({ storage: "NoStorage" }, `names "torch.NoStorage"`);
  });

  Deno.test(`readTorchTensor() refuses every truncation in the ${name} format`, () => {
    const whole = write(spec);
    for (let n = 0; n < whole.length; n++) {
      assertThrows(() => readTorchTensor(whole.slice(0, n)), SyntaxError, "Cannot read the ");
    }
  });

  Deno.test(`readTorchTensor() survives flipped bytes in the ${name} format`, () => {
    const whole = write(spec);
    const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(flips, (list) => {
        const bytes = whole.slice();
        for (const [at, mask] of list) bytes[at]! ^= mask;
        readsOrRefuses(bytes);
      }),
      { numRuns: 3000 },
    );
  });

  Deno.test(`readTorchTensor() survives every single-byte opcode change in the ${name} format`, () => {
    const whole = write({ data: data.slice(0, 2), shape: [2] });
    for (let at = 0; at < whole.length; at += 3) {
      for (const value of [0, 0x28, 0x2e, 0x52, 0x51, 0x63, 0x69, 0x80, 0x8a, 0xff]) {
        readsOrRefuses(whole.with(at, value));
      }
    }
  });
}

Deno.test("readTorchTensor() refuses pickles that would run code", () => {
  const system = "cos\nsystem\n", argument = concat(0x58, 4, 0, 0, 0, "echo", 0x85);
  const attacks: Record<string, Uint8Array> = {
    "GLOBAL os.system": concat(0x80, 2, system, argument, 0x52, 0x2e),
    "GLOBAL builtins.eval": concat(0x80, 2, "cbuiltins\neval\n", argument, 0x52, 0x2e),
    "INST": concat(0x80, 2, 0x28, 0x58, 1, 0, 0, 0, "x", "ios\nsystem\n", 0x2e),
    "OBJ": concat(0x80, 2, 0x28, 0x4e, 0x6f, 0x2e),
    "NEWOBJ": concat(0x80, 2, "ccollections\nOrderedDict\n", 0x29, 0x81, 0x2e),
    "BUILD": concat(0x80, 2, "ccollections\nOrderedDict\n", 0x29, 0x52, 0x7d, 0x62, 0x2e),
    "STACK_GLOBAL": concat(0x80, 4, 0x8c, 2, "os", 0x8c, 6, "system", 0x93, 0x2e),
    "EXT1": concat(0x80, 2, 0x82, 1, 0x2e),
    "REDUCE of a string": concat(0x80, 2, argument, 0x29, 0x52, 0x2e),
    "two values": concat(0x80, 2, 0x4e, 0x4e, 0x2e),
    "a mark inside": concat(0x80, 2, 0x28, 0x2e),
    "an empty stack": concat(0x80, 2, 0x52, 0x2e),
    "an unknown memo": concat(0x80, 2, 0x68, 9, 0x2e),
    "a huge string": concat(0x80, 2, 0x58, 255, 255, 255, 255, "x", 0x2e),
    "a plain value": concat(0x80, 2, 0x4b, 1, 0x2e),
    "another listed call": concat(0x80, 2, "ccollections\nOrderedDict\n", 0x29, 0x52, 0x2e),
  };
  for (const [name, pickle] of Object.entries(attacks)) {
    for (const file of [torchZip(spec, { pickle }), torchOld(spec, pickle)]) {
      const error = assertThrows(() => readTorchTensor(file), SyntaxError, "Cannot read the ");
      assert(!error.message.includes("\n"), name);
    }
  }
});

Deno.test("readTorchTensor() builds deep and shared structures without recursion", () => {
  // Doubling references 60 times would be 2^60 items if anything walked them.
  const doubling = concat(0x80, 2, 0x29, ...Array(60).fill(concat(0x71, 0, 0x68, 0, 0x86)), 0x2e);
  const nested = concat(0x80, 2, 0x29, new Uint8Array(200_000).fill(0x85), 0x2e);
  for (const pickle of [doubling, nested]) {
    assertThrows(() => readTorchTensor(torchZip(spec, { pickle })), SyntaxError, "one tensor");
  }
});

Deno.test("readTorchTensor() refuses big-endian files, other archives and random bytes", () => {
  const big = torchZip(spec, { extra: { byteorder: "big" } });
  assertThrows(() => readTorchTensor(big), SyntaxError, `it is "big"`);
  const random = fc.uint8Array({ maxLength: 300 });
  const prefix = fc.constantFrom<number[]>([], [0x50, 0x4b], [0x80, 2], [
    ...torchOld(spec).slice(0, 30),
  ]);
  fc.assert(
    fc.property(prefix, random, (head, tail) => readsOrRefuses(Uint8Array.of(...head, ...tail))),
    { numRuns: 2000 },
  );
  assertThrows(() => readTorchTensor(tensorPickle(spec)), SyntaxError, "no file of torch.save");
});
