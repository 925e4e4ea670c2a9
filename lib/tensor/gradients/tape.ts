/**
 * Four repairs of the tape that TensorFlow.js records while it differentiates.
 *
 * 1. A gradient that reads a saved *output* was wrong or threw at second order (tfjs issue 3252):
 *    the clone that is saved stood on the tape before the op it comes from, so that an outer
 *    gradient, which walks the tape backwards, met it too late. Here it stands after the op.
 * 2. A comparison has no gradient, and one anywhere between x and y was an error. Its result is
 *    piecewise constant: here it does not enter the tape.
 * 3. An optional input that is missing, such as the scale of a batch normalisation, was an error.
 * 4. A gradient that does not depend on x, such as that of relu or of a sum, had no derivative: an
 *    error. It is zero, as elsewhere. A function without a gradient in it stays an error, since there
 *    it means that the wrong x was passed.
 *
 * @module
 */
import { tf } from "../tfjs.ts";

type Gradients = (dys: readonly (tf.Tensor | null)[]) => Record<string, () => tf.Tensor>;

interface TapeNode {
  readonly inputs: Readonly<Record<string, tf.Tensor | undefined>>;
  readonly outputs: readonly tf.Tensor[];
  gradient?: Gradients;
}

/** The private parts of the engine that are repaired. */
interface Engine {
  readonly state: { activeTape: TapeNode[]; kernelDepth: number };
  addTapeNode(
    kernelName: string,
    inputs: TapeNode["inputs"],
    outputs: readonly tf.Tensor[],
    gradientsFunc: unknown,
    saved: readonly tf.Tensor[],
    attributes: unknown,
  ): void;
  getTensorsForGradient(
    kernelName: string,
    inputs: TapeNode["inputs"],
    outputs: readonly tf.Tensor[],
  ): (tf.Tensor | undefined)[];
  gradients(
    f: () => tf.Tensor,
    xs: readonly tf.Tensor[],
    dy?: tf.Tensor | null,
    allowNoGradients?: boolean,
  ): { value: tf.Tensor; grads: (tf.Tensor | undefined)[] };
}

const engine = tf.engine() as unknown as Engine;
if (typeof engine.addTapeNode !== "function") {
  throw new Error(`TensorFlow.js ${tf.version.tfjs} keeps its tape in an unknown way, use 4.22.0`);
}
const addTapeNode = engine.addTapeNode.bind(engine);
const getTensorsForGradient = engine.getTensorsForGradient.bind(engine);

engine.getTensorsForGradient = (kernelName, inputs, outputs) =>
  getTensorsForGradient(kernelName, inputs, outputs).filter((tensor) => tensor !== undefined);

const given = (inputs: TapeNode["inputs"]): TapeNode["inputs"] =>
  Object.values(inputs).every(Boolean)
    ? inputs
    : Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor));

const isDifferentiable = ({ dtype }: tf.Tensor) => dtype === "float32" || dtype === "complex64";

/** Takes from the end of the tape the clones of `outputs` that were just saved. */
function takeClones(outputs: readonly tf.Tensor[], saved: number): TapeNode[] {
  const tape = engine.state.activeTape;
  const ids = new Set(outputs.map(({ id }) => id));
  const recent = tape.splice(Math.max(tape.length - saved, 0));
  const isClone = ({ inputs }: TapeNode) => inputs.x !== undefined && ids.has(inputs.x.id);
  tape.push(...recent.filter((node) => !isClone(node)));
  return recent.filter(isClone);
}

/** Outputs that the loss does not use get a zero of one node; the engine's own is a constant. */
function fillMissing(node: TapeNode): void {
  const { gradient, outputs } = node;
  node.gradient = gradient &&
    ((dys) =>
      gradient(
        dys.map((dy, i) =>
          dy ?? (outputs[i]!.dtype === "float32" ? tf.fill(outputs[i]!.shape, 0) : null)
        ),
      ));
}

engine.addTapeNode = (kernelName, inputs, outputs, gradientsFunc, saved, attributes) => {
  const hasGradient = Boolean(gradientsFunc ?? tf.getGradient(kernelName));
  if (!hasGradient && !outputs.some(isDifferentiable)) return;
  const clones = saved.length ? takeClones(outputs, saved.length) : [];
  addTapeNode(kernelName, given(inputs), outputs, gradientsFunc, saved, attributes);
  const tape = engine.state.activeTape;
  if (outputs.length > 1) fillMissing(tape[tape.length - 1]!);
  tape.push(...clones);
};

/** Computes something off the tape: to any gradient, the result of `compute` is a constant. */
export function constant<T extends tf.Tensor>(compute: () => T): T {
  engine.state.kernelDepth++;
  try {
    return compute();
  } finally {
    engine.state.kernelDepth--;
  }
}

/** `x` as a constant to any gradient: the same numbers, through which no derivative passes. */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  return constant(() => tf.clone(x));
}

const gradients = engine.gradients.bind(engine);
let taken = 0;

/** As the engine's own, but what throws leaves nothing behind. */
const taped: Engine["gradients"] = (...args) => {
  try {
    return gradients(...args);
  } catch (error) {
    freeSaved();
    throw error;
  }
};

engine.gradients = (f, xs, dy, allowNoGradients) => {
  taken++;
  if (allowNoGradients) return taped(f, xs, dy, true);
  let nested = false;
  const counted = () => {
    const before = taken;
    const y = f();
    nested = taken > before;
    return y;
  };
  const { value, grads } = taped(counted, xs, dy, true);
  if (!nested && grads.every((grad) => !grad)) {
    value.dispose();
    throw new Error(
      "Cannot compute gradient of y=f(x) with respect to x. Make sure that the f you passed " +
        "encloses all operations that lead from x to y.",
    );
  }
  return { value, grads: nested ? grads.map((grad, i) => grad ?? tf.zerosLike(xs[i]!)) : grads };
};

/**
 * Frees what a forward pass that threw had saved for its way back: TensorFlow.js frees that on the way back only.
 * Where no gradient is under way, whatever the tape still has is such a rest.
 */
export function freeSaved(): void {
  const { state } = tf.engine() as unknown as {
    state: { gradientDepth: number; activeTape: { saved?: tf.Tensor[] }[] | null };
  };
  if (state.gradientDepth > 0) return;
  state.activeTape?.forEach(({ saved }) => saved?.forEach((tensor) => tensor.dispose()));
  state.activeTape = null;
}
