/** Where chains may start. */
import { isRecording, type Tensor, type Tensor1D, tf, tidy } from "../tensor/mod.ts";

/** Where the chains start: `[chains, …shape]`. */
export type Start = { readonly start: Tensor };

/**
 * @throws {TypeError} If `start` is no tensor of float32
 * @throws {RangeError} If so many chains of such a shape were asked for, and `start` has others
 */
export function assertStart(shape: readonly number[], start: Tensor): void {
  const given: unknown = start;
  if (!(given instanceof tf.Tensor) || given.dtype !== "float32") {
    throw new TypeError(
      `Cannot start chains as start must be a tensor of float32: it is ${
        given instanceof tf.Tensor ? `one of ${given.dtype}` : typeof given
      }`,
    );
  }
  if (`${shape}` !== `${start.shape}`) {
    throw new RangeError(
      `Cannot run chains of shape [${shape}] that start in shape [${start.shape}]: accepted are equal ones`,
    );
  }
}

/**
 * A chain whose energy is not a number never moves, as comparisons with it are false; nor does one whose
 * gradient is not, as all of its proposals are NaN, such as where two particles are in one place. The others
 * go on, and `accepted` looks well.
 *
 * @throws {RangeError} If a chain starts so; where a function is recorded there are no values to look at
 */
export function assertStartValues(first: { energy: Tensor1D; gradient: Tensor }): void {
  if (isRecording()) return;
  const chains = first.energy.shape[0], entries = first.gradient.size / chains;
  const refused = (place: number, of: string, accepted: string) => {
    if (place < 0) return;
    throw new RangeError(`Cannot start chain ${place} where its ${of} is NaN: ${accepted}`);
  };
  const energy = first.energy.dataSync().findIndex(Number.isNaN);
  refused(energy, "energy", "accepted are numbers, and Infinity");
  const entry = first.gradient.dataSync().findIndex(Number.isNaN);
  refused(Math.floor(entry / entries), "gradient", "no step leads away from there");
}

/**
 * Proposals follow the energy's gradient as it is: one that leads out of the image of `project` takes
 * the chains along, to another law than the one asked for.
 *
 * @throws {RangeError} If it does, by more than rounding
 */
export function assertKept(project: (x: Tensor) => Tensor, gradient: Tensor): void {
  const [out, size] = tidy(() =>
    tf.stack([tf.sub(project(gradient), gradient), gradient].map((g) => tf.max(tf.abs(g))))
  ).dataSync();
  if (out! > 1e-3 * size!) {
    throw new RangeError(
      `Cannot keep chains in the image of project: the energy's gradient, up to ${size}, leads out of it by ${out}`,
    );
  }
}
