import { assertChoice } from "../checks.ts";
import { assertOptionNames } from "../checks/spelling.ts";
import { nativeBackend, pjrtDevice } from "./backend.ts";
import type { NativeFunction, RecordSettings } from "./engine_binding.ts";
import { discardIfDamaged } from "./libtensorflow/xla_cache.ts";
import { assertInputNames, placesIn } from "./named_inputs.ts";
import { freeSaved } from "./gradients/tape.ts";
import { assertSynchronous, runEager } from "./run_eager.ts";
import type { NativeBackend } from "./tensorflow_backend.ts";
import { tf } from "./tfjs.ts";
import {
  flatten,
  formOf,
  leavesOf,
  type TensorTree,
  type TreeForm,
  treeOf,
  unflatten,
} from "./tree.ts";

/** How {@link compile} compiles. */
export interface CompileOptions {
  /** Shown in errors and reports; the function's own name by default. */
  readonly name?: string;
  /**
   * "xla" fuses ops into machine code (slow first call); "graph" runs TensorFlow's own kernels;
   * "graph" by default.
   */
  readonly mode?: "xla" | "graph";
  /**
   * Inputs, by name, whose memory the results may take on a device: they are gone after a call, and
   * must be tensors that nothing else uses.
   */
  readonly donate?: readonly string[];
  /**
   * Inputs, by name, whose rows are shared out where several devices compute (TENSOR_DEVICES), such
   * as a batch; sums over rows are then summed over devices.
   */
  readonly split?: readonly string[];
}

/** What the recording of one signature took. */
export interface RecordingReport {
  readonly name: string;
  readonly nodes: number;
  /** Seconds to run the function once, symbolically. */
  readonly recordSeconds: number;
  /** Seconds of the first run, where XLA compiles. */
  readonly firstRunSeconds: number;
}

/** A compiled function. */
export interface Compiled<I extends TensorTree, O extends TensorTree> {
  (inputs: I): O;
  /** One report per signature recorded so far; empty on a backend that cannot record. */
  readonly recordings: readonly RecordingReport[];
  /** The function itself, run op by op inside `tf.tidy`; its results are new tensors too. */
  eager(inputs: I): O;
  /** Frees the recorded functions. */
  dispose(): void;
}

interface Signature {
  readonly fn: NativeFunction;
  readonly inputs: TreeForm;
  readonly outputs: TreeForm;
}

/** Signatures that inputs are compared with before they are looked for by name. */
const RECENT = 4;

let operations = 0;

/**
 * Floating-point operations that compiled functions have run so far in matrix products and
 * convolutions, equal ones of one function counted once: to be read before and after.
 */
export function operationsRun(): number {
  return operations;
}

const listeners = new Set<(report: RecordingReport) => void>();

/** Calls `listener` after each recording, so that a program can say what it waits for. */
export function onRecording(listener: (report: RecordingReport) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function assertUsable(name: string, leaves: readonly [string, tf.Tensor][]): void {
  for (const [path, tensor] of leaves) {
    if (tensor.isDisposed) throw new Error(`Cannot run ${name}: its input ${path} was disposed`);
  }
}

/** Whether a gradient is being taken; it has to see the ops, not one op whose gradient nobody knows. */
const taped = () => (tf.engine() as unknown as { isTapeOn(): boolean }).isTapeOn();

/** A variable read from outside would be frozen at its value of now; that is never meant. */
function assertNoVariable(backend: NativeBackend, name: string, ids: Iterable<number>): void {
  const captured = new Set(ids);
  const { registeredVariables } = tf.engine();
  for (const variable of Object.values(registeredVariables)) {
    const own = backend.tensorMap.has(variable.dataId)
      ? [backend.tensorMap.get(variable.dataId).id]
      : pjrtDevice()?.copiesOf(variable.dataId) ?? [];
    if (own.some((id) => captured.has(id))) {
      throw new Error(
        `Cannot compile ${name}: it reads the variable ${variable.name}, pass it as an input`,
      );
    }
  }
}

/**
 * Runs `body` while numbers drawn from the host's generators are an error: TensorFlow.js draws its
 * random tensors there, and a recording would repeat the first draw for ever.
 */
function withoutHostRandomness<T>(name: string, body: () => T): T {
  const { random } = Math;
  const refuse = () => {
    throw new Error(
      `Cannot compile ${name}: it draws a random number that would be the same in every run, ` +
        "draw with random.* from a key that is an input",
    );
  };
  Object.assign(Math, { random: refuse });
  try {
    return body();
  } finally {
    Object.assign(Math, { random });
  }
}

function record<I extends TensorTree, O extends TensorTree>(
  backend: NativeBackend,
  fn: (inputs: I) => O,
  name: string,
  inputs: I,
  leaves: readonly [string, tf.Tensor][],
  settings: RecordSettings,
): Signature {
  let structure: O | undefined;
  const specs = leaves.map(([, tensor]) => ({
    shape: tensor.shape,
    dtype: backend.binding[DTYPES[tensor.dtype]],
  }));
  const { binding } = backend;
  const native = binding.record(name, specs, (symbols) => {
    let ids: number[] = [];
    tf.engine().startScope(name);
    try {
      const symbolic = unflatten(inputs, symbols.map((s) => backend.createOutputTensor(s)));
      structure = withoutHostRandomness(name, () => fn(symbolic));
      assertSynchronous(name, structure);
      ids = backend.getInputTensorIds(flatten(structure).map(([, tensor]) => tensor));
      assertNoVariable(backend, name, binding.recording()!.captured.keys());
    } catch (error) {
      freeSaved();
      throw error;
    } finally {
      tf.engine().endScope();
    }
    return ids;
  }, settings);
  return { fn: native, inputs: formOf(inputs), outputs: formOf(structure!) };
}

const DTYPES = {
  float32: "TF_FLOAT",
  int32: "TF_INT32",
  bool: "TF_BOOL",
  complex64: "TF_COMPLEX64",
  string: "TF_STRING",
} as const;

/**
 * Compiles a pure function of tensor trees.
 *
 * The first call with given shapes runs `fn` once on symbolic tensors and records its ops into one
 * TensorFlow function; later calls run that function. Tensors that `fn` reads from outside become
 * constants. The result's tensors belong to the caller. On a backend that cannot record, inside
 * another recording, and inside `tf.grad` and its kin, `fn` simply runs inside `tf.tidy`. XLA takes
 * the nearest entry for an index that `tf.gather` does not find, where the other ways throw.
 *
 * @throws {Error} If `fn` reads a value while it is recorded (the message names the op), draws
 * random numbers other than by key, or captures a `tf.Variable`
 * @throws {TypeError} If `fn` is asynchronous
 * @throws {RangeError} If there is no such mode, or an option's name is mistyped; at the first call, if an
 * input to donate or split has no such name
 *
 * @example
 * ```ts
 * import { compile, tf } from "../../lib/tensor/mod.ts";
 * const affine = compile(({ x, w }: { x: tf.Tensor; w: tf.Tensor }) => ({ y: tf.add(tf.mul(x, w), 1) }));
 * const { y } = affine({ x: tf.tensor1d([1, 2]), w: tf.scalar(3) });
 * console.assert(y.dataSync()[1] === 7);
 * ```
 */
export function compile<I extends TensorTree, O extends TensorTree>(
  fn: (inputs: I) => O,
  options: CompileOptions = {},
): Compiled<I, O> {
  const name = options.name ?? (fn.name || "function");
  const mode = options.mode ?? "graph", xla = mode === "xla";
  assertOptionNames(options, ["name", "mode", "donate", "split"]);
  assertChoice("mode", mode, ["xla", "graph"]);
  const signatures = new Map<string, Signature>();
  const recent: Signature[] = [];
  const recordings: RecordingReport[] = [];
  let named = false;

  const eager = (inputs: I) => runEager(name, fn, inputs);
  const call = (inputs: I): O => {
    if (!named) {
      assertInputNames(inputs, "donate", options.donate);
      assertInputNames(inputs, "split", options.split);
      named = true;
    }
    const device = pjrtDevice();
    const backend = device?.backend ?? nativeBackend();
    if (!backend || (!device && tf.getBackend() !== "tensorflow") || taped()) return eager(inputs);
    if (backend.binding.recording()) return eager(inputs);
    const run = ({ fn, outputs }: Signature, tensors: readonly tf.Tensor[]) => {
      operations += fn.operations;
      const made = fn.call(backend.getInputTensorIds(tensors));
      return treeOf<O>(outputs, made.map((m) => backend.createOutputTensor(m)));
    };
    for (const signature of recent) {
      const tensors = leavesOf(inputs, signature.inputs);
      if (tensors) return run(signature, tensors);
    }
    const leaves = flatten(inputs);
    assertUsable(name, leaves);
    const tensors = leaves.map(([, tensor]) => tensor);
    // Of the whole form: a branch without tensors may decide what is recorded, too.
    const key = JSON.stringify(formOf(inputs));
    const known = signatures.get(key);
    if (known) {
      recent.unshift(known);
      recent.length = Math.min(recent.length, RECENT);
      return run(known, tensors);
    }
    const started = performance.now();
    const make = () => {
      const settings = {
        xla,
        donated: placesIn(leaves, options.donate),
        split: placesIn(leaves, options.split),
      };
      const start = () => record(backend, fn, name, inputs, leaves, settings);
      const made = device ? device.recording(start) : start();
      signatures.set(key, made);
      return made;
    };
    const made = make();
    const recorded = performance.now();
    let outputs: O;
    try {
      outputs = run(made, tensors);
    } catch (error) {
      if (!discardIfDamaged(error)) throw error;
      if (made.fn.discard) made.fn.discard();
      else made.fn.dispose();
      outputs = run(make(), tensors);
    }
    const report = {
      name,
      nodes: made.fn.nodes,
      recordSeconds: (recorded - started) / 1000,
      firstRunSeconds: (performance.now() - recorded) / 1000,
    };
    recordings.push(report);
    listeners.forEach((listener) => listener(report));
    return outputs;
  };

  return Object.assign(call, {
    recordings,
    eager,
    dispose() {
      signatures.forEach(({ fn }) => fn.dispose());
      signatures.clear();
      recent.length = 0;
    },
  });
}
