import { assert, assertEquals } from "@std/assert";
import { addressOf, struct } from "../../../lib/tensor/pjrt/api.ts";
import { quickCall } from "../../../lib/tensor/pjrt/quick_call.ts";

Deno.test("a function behind a pointer is called once, with the struct, and tells null from others", () => {
  const seen: bigint[] = [];
  let answer: Deno.PointerValue = null;
  const args = struct(7, 9);
  const callback = new Deno.UnsafeCallback(
    { parameters: ["pointer"], result: "pointer" },
    (pointer) => {
      seen.push(Deno.UnsafePointer.value(pointer));
      args[3] = 11n;
      return answer;
    },
  );
  try {
    const call = quickCall(callback.pointer);
    if (!call) return console.log("skipped: this system has no libc of a known name");
    assertEquals(call(args), true);
    assertEquals(args[3], 11n);
    answer = Deno.UnsafePointer.of(args);
    assertEquals(call(args), false);
    assertEquals(seen, [addressOf(args), addressOf(args)]);
    assert(args[0] === BigInt(args.byteLength), "sizes are left as they are");
  } finally {
    callback.close();
  }
});
