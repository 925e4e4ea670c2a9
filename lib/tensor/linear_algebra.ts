import { nativeBackend } from "./backend.ts";
import { type Tensor3D, tf } from "./tfjs.ts";

/** Gauss-Jordan elimination with row pivoting on one `n`×`n` matrix, in float64. */
function invertInPlace(a: Float64Array, n: number, out: Float32Array): void {
  const w = 2 * n;
  const m = new Float64Array(n * w);
  for (let i = 0; i < n; i++) {
    m.set(a.subarray(i * n, (i + 1) * n), i * w);
    m[i * w + n + i] = 1;
  }
  for (let c = 0; c < n; c++) {
    let p = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(m[r * w + c]!) > Math.abs(m[p * w + c]!)) p = r;
    if (m[p * w + c] === 0) throw new RangeError("Cannot invert a singular matrix");
    for (let k = 0; k < w; k++) [m[c * w + k], m[p * w + k]] = [m[p * w + k]!, m[c * w + k]!];
    const pivot = m[c * w + c]!;
    for (let k = 0; k < w; k++) m[c * w + k]! /= pivot;
    for (let r = 0; r < n; r++) {
      const f = m[r * w + c]!;
      if (r !== c && f !== 0) { for (let k = 0; k < w; k++) m[r * w + k]! -= f * m[c * w + k]!; }
    }
  }
  for (let i = 0; i < n; i++) out.set(m.subarray(i * w + n, (i + 1) * w), i * n);
}

/**
 * Inverses of square matrices, `[batch, n, n]`, float32; differentiable to any order.
 *
 * libtensorflow's own op where it is there (it cannot go through XLA), elimination on the host
 * elsewhere.
 *
 * @throws {Error} If a matrix is singular
 * @throws {TypeError} If they are not square, of another rank, or no float32
 */
export function inverse(matrices: Tensor3D): Tensor3D {
  const { shape, rank, dtype } = matrices;
  if (rank !== 3 || shape[1] !== shape[2] || dtype !== "float32") {
    throw new TypeError(
      `Cannot invert a ${dtype} tensor of shape [${shape}]: accepted are float32 of [batch, n, n]`,
    );
  }
  return differentiable(matrices) as Tensor3D;
}

// dA⁻¹ = -A⁻¹·dA·A⁻¹. The backend's op is not on the tape: without this it would count as a constant.
const differentiable = tf.customGrad((a, save) => {
  (save as tf.GradSaveFunc)([a as Tensor3D]);
  return {
    value: inverted(a as Tensor3D),
    gradFunc: (dy, [saved]) => {
      const y = inverse(saved as Tensor3D);
      return tf.neg(tf.matMul(tf.matMul(y, dy as Tensor3D, true, false), y, false, true));
    },
  };
});

function inverted(matrices: Tensor3D): Tensor3D {
  const backend = nativeBackend();
  // It may be there while another backend computes, whose tensors it does not have.
  if (backend && tf.getBackend() === "tensorflow") {
    const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_FLOAT } = backend.binding;
    return backend.executeSingleOutput("MatrixInverse", [
      { name: "T", type: TF_ATTR_TYPE, value: TF_FLOAT },
      { name: "adjoint", type: TF_ATTR_BOOL, value: false },
    ], [matrices]) as Tensor3D;
  }
  const [batch, n] = matrices.shape;
  const values = Float64Array.from(matrices.dataSync());
  const inverses = new Float32Array(values.length);
  for (let b = 0; b < batch; b++) {
    const part = [b * n * n, (b + 1) * n * n] as const;
    invertInPlace(values.subarray(...part), n, inverses.subarray(...part));
  }
  return tf.tensor3d(inverses, matrices.shape);
}
