import { assertEquals, assertThrows } from "@std/assert";
import { bytesAt, textAt } from "../../../lib/tensor/pjrt/api.ts";
import { memoryOptions, memoryShare } from "../../../lib/tensor/pjrt/memory_option.ts";

Deno.test("a share of the memory is a number above 0 and up to 1", () => {
  assertEquals(memoryShare("0.25"), 0.25);
  assertEquals(memoryShare("1"), 1);
  for (const asked of ["0", "-1", "1.5", "half", ""]) {
    assertThrows(() => memoryShare(asked), RangeError, `current value is ${asked}`);
  }
});

Deno.test("it becomes two named values as PJRT's header lays them out", () => {
  const { address, count, kept } = memoryOptions(0.25);
  const bytes = bytesAt(address, BigInt(56 * count));
  const words = new BigInt64Array(bytes.buffer);
  const read = Array.from({ length: count }, (_, i) => {
    const [size, extensions, name, length, type, value, values] = words.subarray(7 * i, 7 * i + 7);
    return { size, extensions, name: textAt(name!, length!), type, value, values };
  });
  const float = new Float32Array(BigInt64Array.of(read[0]!.value!).buffer)[0];
  assertEquals(float, 0.25);
  const rest = { size: 56n, extensions: 0n, values: 1n };
  assertEquals(read, [
    { ...rest, name: "memory_fraction", type: 3n, value: read[0]!.value },
    { ...rest, name: "preallocate", type: 4n, value: 0n },
  ]);
  assertEquals(kept.length, 3); // held until here
});
