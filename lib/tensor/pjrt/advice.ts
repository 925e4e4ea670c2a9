/** What to do about the plugins' most common refusals, which speak to those who wrote them. */

/** What a message has in it, and the end of the sentence that helps. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /RESOURCE_EXHAUSTED|out of memory|CUDA_ERROR_OUT_OF_MEMORY/i,
    "the device has no memory left, take smaller batches or end what else runs there",
  ],
  [
    /driver version is insufficient|DRIVER_MISMATCH|forward compatibility|UNSUPPORTED_PTX/i,
    "the driver is older than the plugin's CUDA, install the plugin of an older one by " +
    "`deno task setup --accelerator=cuda12`, or a newer driver",
  ],
  [
    /NO_DEVICE|no supported devices|no CUDA-capable device|cuInit/i,
    "no device answers, see whether `nvidia-smi` lists one, or compute on the CPU by " +
    "TENSOR_BACKEND=tensorflow",
  ],
  [
    /(lib(cu|nv)[\w.-]+): cannot open shared object/i,
    "a library of CUDA is missing, install it by `deno task setup --accelerator=cuda13` (or cuda12)",
  ],
  [
    /(lib(roc|hip|amd)[\w.-]+): cannot open shared object/i,
    "a library of ROCm is missing, install ROCm 7, which the plugin does not bring along",
  ],
  [
    /cannot open shared object|image not found|no such file/i,
    "a library that the plugin needs is missing, install it or choose another plugin by PJRT_PLUGIN",
  ],
];

/** `message` of a plugin or of the dynamic linker, and what to do about it, where that is known. */
export function withAdvice(message: string): string {
  const found = ADVICE.find(([pattern]) => pattern.test(message));
  return found ? `${message.replace(/\.$/, "")}: ${found[1]}` : message;
}
