/** How many floating-point operations a node takes, of the kinds that count: products. */
import type { Attribute } from "./attributes.ts";
import { elements } from "./host_values.ts";

interface Shaped {
  readonly shape: readonly number[];
}

function einsumOperations(equation: string, inputs: readonly Shaped[]): number {
  const sizes = new Map<string, number>();
  const operands = equation.replaceAll(" ", "").split("->")[0]!.split(",");
  operands.forEach((labels, i) =>
    [...labels].forEach((label, axis) => sizes.set(label, inputs[i]!.shape[axis]!))
  );
  return inputs.length < 2 ? 0 : 2 * elements([...sizes.values()]);
}

/**
 * Floating-point operations of a matrix product, a convolution or an einsum, a multiplication and
 * an addition counting as two; 0 for any other op.
 */
export function productOperations(
  op: string,
  attributes: readonly Attribute[],
  inputs: readonly Shaped[],
  outputs: readonly Shaped[],
): number {
  const value = (name: string) => attributes.find((attribute) => attribute.name === name)?.value;
  const convolution = (image: Shaped, filter: Shaped) =>
    2 * elements(image.shape) * elements(filter.shape.slice(0, 3));
  switch (op) {
    case "BatchMatMulV2": {
      const shape = inputs[0]!.shape;
      const inner = shape[shape.length - (value("adj_x") ? 2 : 1)]!;
      return 2 * elements(outputs[0]!.shape) * inner;
    }
    case "Conv2D":
      return convolution(outputs[0]!, inputs[1]!);
    case "Conv2DBackpropInput":
      return convolution(inputs[2]!, inputs[1]!);
    case "Conv2DBackpropFilter":
      return convolution(inputs[2]!, outputs[0]!);
    case "Einsum":
      return einsumOperations(String(value("equation")), inputs);
    default:
      return 0;
  }
}
