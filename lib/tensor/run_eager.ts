/** A compiled function where it is not recorded: run op by op, with results as a recording gives them. */
import { tf } from "./tfjs.ts";
import { flatten, type TensorTree, unflatten } from "./tree.ts";

/**
 * A promise is never a result: its ops would run after the recording has ended.
 *
 * @throws {TypeError} If `result` is one
 */
export function assertSynchronous(name: string, result: unknown): void {
  if (!(result instanceof Promise)) return;
  // It fails too, on inputs that are gone; nobody could catch that.
  result.catch(() => {});
  throw new TypeError(
    `Cannot compile ${name}: it is asynchronous, accepted are functions that return tensors`,
  );
}

/** The id of the next tensor: they count upwards, so that what is there already has smaller ones. */
const nextId = () =>
  (tf.engine() as unknown as { state: { nextTensorId: number } }).state.nextTensorId;

/**
 * Runs `fn` inside `tf.tidy`. The result's tensors are new ones, as those of a recorded function
 * are: a tensor that is returned twice, or that was there before, such as an input, is cloned, so
 * that the caller can free each by itself.
 *
 * @param name Shown in errors
 * @throws {TypeError} If `fn` returns a promise, or something that is no tree of tensors
 */
export function runEager<I extends TensorTree, O extends TensorTree>(
  name: string,
  fn: (inputs: I) => O,
  inputs: I,
): O {
  return tf.tidy(() => {
    const first = nextId();
    const outputs = fn(inputs);
    assertSynchronous(name, outputs);
    const taken = new Set<number>();
    const own = flatten(outputs).map(([, tensor]) => {
      const isNew = tensor.id >= first && !taken.has(tensor.id);
      taken.add(tensor.id);
      return isNew ? tensor : tf.clone(tensor);
    });
    return unflatten(outputs, own) as tf.TensorContainer;
  }) as O;
}
