/** What plugins say, and what a user reads; the messages are XLA's, CUDA's and the linker's own. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { withAdvice } from "../../../lib/tensor/pjrt/advice.ts";
import { openApi } from "../../../lib/tensor/pjrt/api.ts";

const cases = [
  ["Out of memory while trying to allocate 68719476736 bytes.", "smaller batches"],
  ["RESOURCE_EXHAUSTED: Error allocating device buffer", "smaller batches"],
  ["CUDA driver version is insufficient for CUDA runtime version", "--accelerator=cuda12"],
  ["Failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected", "nvidia-smi"],
  ["libcudart.so.13: cannot open shared object file: No such file or directory", "CUDA is missing"],
  ["libamdhip64.so.7: cannot open shared object file", "ROCm"],
  ["libsycl.so.8: cannot open shared object file", "PJRT_PLUGIN"],
] as const;

Deno.test("common refusals of plugins end with what to do", () => {
  for (const [message, advice] of cases) {
    const found = withAdvice(message);
    assertStringIncludes(found, advice);
    assert(found.startsWith(message.replace(/\.$/, "")), found);
  }
  const other = "INVALID_ARGUMENT: Expected 2 arguments, got 3";
  assertEquals(withAdvice(other), other);
});

Deno.test("what is no library, or not there, is a sentence", () => {
  const file = Deno.makeTempFileSync({ suffix: ".so" });
  try {
    for (const path of [file, `${file}.none`]) {
      const { message } = assertThrows(() => openApi(path), Error);
      assert(message.startsWith(`Cannot open ${path}: `), message);
      assert(!message.includes("\n"), message);
    }
  } finally {
    Deno.removeSync(file);
  }
});
