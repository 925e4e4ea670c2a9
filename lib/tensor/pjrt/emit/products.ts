/** Matrix products and einsum. */
import { broadcast, commonShape, dot, range, reduce, reshape, transpose } from "./build.ts";
import type { Emitters } from "./call.ts";
import { count, type Module, type Value } from "./module.ts";

/** Products of the last two axes; axes before them are batches, which are broadcast. */
function matMul(m: Module, a: Value, b: Value, adjointA: boolean, adjointB: boolean): Value {
  const ra = a.shape.length, rb = b.shape.length;
  const batchA = a.shape.slice(0, -2), batchB = b.shape.slice(0, -2);
  const inner = (rank: number, transposed: boolean) => transposed ? rank - 2 : rank - 1;
  // One matrix for all of a batch: the batch's rows are rows of one product.
  if (count(batchB) === 1 && ra >= rb) {
    const matrix = reshape(m, b, b.shape.slice(-2));
    return dotRows(m, a, matrix, inner(ra, adjointA), adjointB ? 1 : 0);
  }
  if (count(batchA) === 1 && rb >= ra) {
    const matrix = reshape(m, a, a.shape.slice(-2));
    const free = adjointA ? 1 : 0;
    // Axes are those of the matrix, then the batch and b's: the matrix's go behind the batch.
    const product = dot(m, matrix, b, [[], []], [[1 - free], [adjointB ? rb - 1 : rb - 2]]);
    return transpose(m, product, [...range(rb - 2).map((i) => i + 1), 0, rb - 1]);
  }
  const batch = commonShape(batchA, batchB), n = batch.length;
  const wide = (x: Value) => broadcast(m, x, [...batch, ...x.shape.slice(-2)]);
  return dot(m, wide(a), wide(b), [range(n), range(n)], [
    [adjointA ? n : n + 1],
    [adjointB ? n + 1 : n],
  ]);
}

/** a[…, k, …]·matrix, whose other axis comes last. */
function dotRows(m: Module, a: Value, matrix: Value, k: number, contracted: 0 | 1): Value {
  return dot(m, a, matrix, [[], []], [[k], [contracted]]);
}

/** Sums over labels that are not in `wanted`. */
function sumAway(m: Module, x: Value, labels: string, wanted: string): [Value, string] {
  const axes = [...labels].flatMap((label, axis) => wanted.includes(label) ? [] : [axis]);
  return [reduce(m, "add", x, axes), [...labels].filter((l) => wanted.includes(l)).join("")];
}

function assertLabels(equation: string, operands: readonly string[]): void {
  for (const labels of operands) {
    if (labels.includes(".") || new Set(labels).size < labels.length) {
      throw new Error(
        `"${equation}" has an ellipsis or a label twice in one operand, which it must not`,
      );
    }
  }
}

/** Emitters of products. */
export const products: Emitters = {
  BatchMatMulV2: ({ m, x: [a, b], attribute }) =>
    matMul(m, a!, b!, attribute<boolean>("adj_x", false), attribute<boolean>("adj_y", false)),
  MatMul: ({ m, x: [a, b], attribute }) =>
    matMul(
      m,
      a!,
      b!,
      attribute<boolean>("transpose_a", false),
      attribute<boolean>("transpose_b", false),
    ),
  Einsum({ m, x, attribute }) {
    const equation = attribute<string>("equation").replaceAll(" ", "");
    const [left, result] = equation.split("->") as [string, string];
    const operands = left.split(",");
    assertLabels(equation, [...operands, result]);
    let value = x[0]!, labels = operands[0]!;
    for (let i = 1; i < x.length; i++) {
      const later = operands.slice(i + 1).join("") + result;
      let other = x[i]!, otherLabels = operands[i]!;
      // Labels of one side only are summed before the product.
      [value, labels] = sumAway(m, value, labels, later + otherLabels);
      [other, otherLabels] = sumAway(m, other, otherLabels, later + labels);
      const shared = [...labels].filter((label) => otherLabels.includes(label));
      const batch = shared.filter((label) => later.includes(label));
      const summed = shared.filter((label) => !later.includes(label));
      const axes = (chosen: readonly string[], of: string) =>
        chosen.map((label) => of.indexOf(label));
      value = dot(
        m,
        value,
        other,
        [axes(batch, labels), axes(batch, otherLabels)],
        [axes(summed, labels), axes(summed, otherLabels)],
      );
      const free = (of: string) => [...of].filter((label) => !shared.includes(label));
      labels = [...batch, ...free(labels), ...free(otherLabels)].join("");
    }
    [value, labels] = sumAway(m, value, labels, result);
    return transpose(m, value, [...result].map((label) => labels.indexOf(label)));
  },
};
