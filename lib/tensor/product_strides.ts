/** Matrix products in the order that a CPU's caches like. */
import { replaceKernel } from "./kernel_repairs.ts";
import type { NativeBackend } from "./tensorflow_backend.ts";
import { tf } from "./tfjs.ts";

/** Rows of so many numbers, or a multiple, lie in the same few sets of a cache: 2 KB apart. */
const UNFAVOURABLE = 512;
/** Entries of the largest product that gains; a larger one repacks its matrices by itself. */
const LARGEST = 2 ** 18;

/** Attributes of TensorFlow.js' BatchMatMul. */
type Transposed = { readonly transposeA: boolean; readonly transposeB: boolean };

const isUnfavourable = (x: tf.TensorInfo) => x.shape[1]! % UNFAVOURABLE === 0;

/**
 * Whether A·B of two matrices is read down the columns of one whose rows are
 * {@link UNFAVOURABLE} numbers apart, and small enough to be slowed down by it.
 */
export function readsUnfavourably(
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  { transposeA, transposeB }: Transposed,
): boolean {
  if (a.shape.length !== 2 || b.shape.length !== 2 || a.dtype !== "float32") return false;
  const entries = a.shape[transposeA ? 1 : 0]! * b.shape[transposeB ? 0 : 1]!;
  if (entries > LARGEST) return false;
  return (transposeA && isUnfavourable(a)) || (!transposeB && isUnfavourable(b));
}

/**
 * Has such products, where compile records them for TensorFlow's kernels, read along rows: A·B as
 * A·(Bᵀ)ᵀ with Bᵀ made first, once for all products of a recording that share B. XLA chooses its own
 * layouts.
 */
export function readProductsAlongRows(): void {
  replaceKernel("BatchMatMul", (original) => (call) => {
    const { a, b } = call.inputs as Record<"a" | "b", tf.Tensor>;
    const attrs = call.attrs as unknown as Transposed;
    const recording = (call.backend as NativeBackend).binding.recording();
    if (!recording || recording.xla || !readsUnfavourably(a, b, attrs)) return original(call);
    // Kernels run off the tape, so what is made here needs no gradient.
    const inputs = {
      a: attrs.transposeA ? tf.transpose(a) : a,
      b: attrs.transposeB ? b : tf.transpose(b),
    };
    const along = { transposeA: false, transposeB: true };
    return original({ ...call, inputs, attrs: along as unknown as tf.NamedAttrMap });
  });
}
