/** Gradients of matrix products and of einsum. */
import { tf } from "../tfjs.ts";
import { expand, register, unbroadcast } from "./register.ts";

// C = op(A) op(B):  dA = dC op(B)ᵀ or op(B) dCᵀ,  dB = op(A)ᵀ dC or dCᵀ op(A)
register<{ transposeA: boolean; transposeB: boolean }>(
  "BatchMatMul",
  ["a", "b"],
  (dy, [a, b], { transposeA, transposeB }) => ({
    a: () =>
      unbroadcast(
        transposeA ? tf.matMul(b!, dy, transposeB, true) : tf.matMul(dy, b!, false, !transposeB),
        a!.shape,
      ),
    b: () =>
      unbroadcast(
        transposeB ? tf.matMul(dy, a!, true, transposeA) : tf.matMul(a!, dy, !transposeA, false),
        b!.shape,
      ),
  }),
);

interface Equation {
  readonly operands: readonly string[];
  readonly result: string;
}

function parse(equation: string): Equation {
  const [left, result] = equation.replaceAll(" ", "").split("->");
  const operands = left!.split(",");
  for (const subscripts of operands) {
    if (subscripts.includes(".") || new Set(subscripts).size < subscripts.length) {
      throw new Error(
        `Cannot differentiate einsum "${equation}": neither an ellipsis nor a label that occurs twice in one operand is supported`,
      );
    }
  }
  return { operands, result: result! };
}

/** d operand = einsum(dy, the others), repeated along labels that only this operand has. */
function operandGradient(
  { operands, result }: Equation,
  i: number,
  dy: tf.Tensor,
  saved: readonly tf.Tensor[],
): tf.Tensor {
  const others = saved.filter((_, j) => j !== i);
  const sources = [result, ...operands.filter((_, j) => j !== i)];
  const labels = [...operands[i]!];
  const known = labels.filter((label) => sources.some((source) => source.includes(label)));
  const direct = sources.length === 1 && known.join("") === result;
  const sum = direct ? dy : tf.einsum(`${sources.join()}->${known.join("")}`, dy, ...others);
  if (known.length === labels.length) return direct ? tf.clone(dy) : sum;
  const { shape } = saved[i]!;
  return expand(
    sum,
    shape,
    shape.map((_, axis) => axis).filter((a) => !known.includes(labels[a]!)),
  );
}

register<{ equation: string }>("Einsum", "all", (dy, saved, { equation }) => {
  const parsed = parse(equation);
  return Object.fromEntries(
    saved.map((_, i) => [i, () => operandGradient(parsed, i, dy, saved)]),
  );
});
