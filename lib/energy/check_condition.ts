/** Whether a condition is what a network takes, said in one sentence. */
import type { Tensor } from "../tensor/mod.ts";
import type { Condition } from "./energy_network.ts";

/** A shape behind the batch: sizes, or names of sizes that are equal where the name is. */
export type Form = readonly (number | string)[];

function fits(tensor: Tensor, form: Form, sizes: Map<string, number>): boolean {
  return tensor.rank === form.length + 1 && form.every((wanted, i) => {
    const size = tensor.shape[i + 1]!;
    if (typeof wanted === "number") return size === wanted;
    const known = sizes.get(wanted) ?? size;
    sizes.set(wanted, known);
    return size === known;
  });
}

/**
 * Throws unless `condition` has the tensors that `forms` names, of one batch and in those shapes.
 * While a function is recorded this costs nothing later.
 *
 * @param network Whose condition it is, for the message
 * @throws {TypeError} With the tensor that is missing or wrong, and what is accepted
 */
export function checkCondition(
  network: string,
  condition: Condition,
  forms: Readonly<Record<string, Form>>,
): void {
  const sizes = new Map<string, number>();
  // Further tensors in a condition are none of the network's.
  const batch = Object.keys(forms).map((name) => condition[name]).find(Boolean)?.shape[0];
  for (const [name, form] of Object.entries(forms)) {
    const tensor = condition[name];
    const accepted = `[${["batch", ...form].join(", ")}]`;
    if (!tensor) {
      const given = Object.keys(condition).join(", ") || "nothing";
      throw new TypeError(
        `The condition of ${network} needs ${name} of shape ${accepted}: it has ${given}`,
      );
    }
    if (!fits(tensor, form, sizes) || tensor.shape[0] !== batch) {
      throw new TypeError(
        `${name} of the condition of ${network} must have shape ${accepted}: it has ` +
          `[${tensor.shape.join(", ")}]`,
      );
    }
  }
}
