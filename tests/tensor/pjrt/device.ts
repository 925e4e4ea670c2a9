/**
 * What the tests run in a process of its own, since a process has one device: prints a line of JSON
 * for each finding, `{ name, ok, detail }`.
 */
import { backend, compile, disposeTree, random, type Tensor, tf } from "../../../lib/tensor/mod.ts";
import { fit } from "../../../lib/training/fit.ts";
import { groups, type Inputs, inputs } from "./cases.ts";

const TOLERANCE = 1e-5;

function tell(name: string, ok: boolean, detail = ""): void {
  console.log(JSON.stringify({ name, ok, detail }));
}

/** ‖a - b‖ over ‖b‖, NaN and infinities being equal to themselves. */
function distance(a: Tensor, b: Tensor): number {
  if (a.dtype !== b.dtype || a.shape.join() !== b.shape.join()) return Infinity;
  const x = a.dataSync(), y = b.dataSync();
  let apart = 0, size = 0;
  for (let i = 0; i < y.length; i++) {
    if (Object.is(x[i], y[i]) || x[i] === y[i]) continue;
    apart += (x[i]! - y[i]!) ** 2;
  }
  for (const value of y) if (Number.isFinite(value)) size += value ** 2;
  return Number.isNaN(apart) ? Infinity : Math.sqrt(apart / Math.max(size, 1e-12));
}

function message(fn: () => unknown): string {
  try {
    fn();
    return "no error";
  } catch (error) {
    return (error as Error).message;
  }
}

const report = backend();
tell(
  "the device is chosen",
  report.name === "pjrt" && report.eager === "tensorflow",
  report.reason,
);

const given = inputs();
for (const [group, cases] of Object.entries(groups)) {
  const all = (i: Inputs) =>
    Object.fromEntries(Object.entries(cases).map(([name, fn]) => [name, fn(i)]));
  const compiled = compile(all, { name: group });
  const found = compiled(given);
  for (const [name, fn] of Object.entries(cases)) {
    const expected = tf.tidy(() => fn(given));
    const apart = distance(found[name]!, expected);
    tell(`${group}: ${name}`, apart <= TOLERANCE, `${apart}`);
  }
  disposeTree(found);
  compiled.dispose();
}

const unknown = compile(({ x }: { x: Tensor }) => ({
  y: tf.localResponseNormalization(x as tf.Tensor4D),
}));
const refused = message(() => unknown({ x: given.image }));
tell("an op without StableHLO is named", /Cannot compile LRN/.test(refused), refused);

const reads = compile(({ x }: { x: Tensor }) => ({ y: tf.mul(x, x.dataSync()[0]!) }));
const early = message(() => reads({ x: given.x }));
tell("a read while recording is refused", /Cannot read an argument/.test(early), early);

// A step whose state stays on the device, its memory handed from call to call.
const step = compile(
  ({ state, by }: { state: { w: Tensor; v: Tensor }; by: Tensor }) => ({
    state: { w: tf.add(state.w, by), v: tf.mul(state.v, 0.5) },
    total: tf.sum(state.w),
  }),
  { donate: ["state"] },
);
let state: { w: Tensor; v: Tensor } = { w: tf.zeros([100]), v: tf.ones([100]) };
const by = tf.scalar(1);
let before = 0;
const runs = 300;
for (let k = 0; k < runs; k++) {
  const next = step({ state, by });
  next.total.dispose();
  disposeTree(state);
  state = next.state;
  if (k === 20) before = tf.memory().numTensors;
}
const w = state.w.dataSync();
tell("donated state goes on", w.every((value) => value === runs), `${w[0]}`);
tell(
  "no tensor is left behind",
  tf.memory().numTensors === before,
  `${tf.memory().numTensors - before}`,
);

const shared = tf.ones([100]);
const twice = step({ state: { w: shared, v: shared }, by });
tell(
  "what was copied to the device survives donation",
  shared.dataSync()[0] === 1 &&
    step({ state: { w: shared, v: shared }, by }).state.w.dataSync()[99] === 2,
);
disposeTree(twice);

// A training of its own, whose state is donated from step to step.
const target = tf.tensor1d([2, -1, 0.5]), start = { w: tf.zeros([3]) };
const held = tf.memory().numTensors;
const fitted = fit(
  start,
  ({ w }, batch: { target: Tensor }) => tf.sum(tf.squaredDifference(w!, batch.target)),
  {
    ...{ seed: 0, steps: 400, learningRate: 0.1, mode: "xla" },
    ...{ batch: () => ({ target }), keepBatches: "yes" },
  },
);
const off = distance(fitted.w!, target);
tell("fit donates its state and finds the minimum", off < 1e-3, `${off}`);
tell("fit leaves where it started as it was", start.w.dataSync().every((value) => value === 0));
tell("fit leaves its result alone", tf.memory().numTensors === held + 1);

// Values read from outside are those of the recording; a variable is refused.
const outside = tf.tensor1d([1, 2, 3, 4]);
const reader = compile(({ x }: { x: Tensor }) => ({ y: tf.add(x, outside) }));
const first = reader({ x: given.row }).y.dataSync()[3];
outside.dispose();
tell("captured tensors outlive their disposal", reader({ x: given.row }).y.dataSync()[3] === first);
const variable = tf.variable(tf.ones([4]));
const captures = message(() =>
  compile(({ x }: { x: Tensor }) => ({ y: tf.add(x, variable) }))({ x: given.row })
);
tell("a variable is refused", /reads the variable/.test(captures), captures);

// Reshaped tensors share their data, not their shape.
const flat = tf.reshape(given.x, [12]);
const sizes = compile(({ a, b }: { a: Tensor; b: Tensor }) => ({
  y: tf.add(tf.reshape(a, [12]), b),
}));
tell(
  "a reshaping is its own copy",
  distance(sizes({ a: given.x, b: flat }).y, tf.mul(flat, 2)) === 0,
);

const key = random.key(3);
const drawn = compile(({ key }: { key: Tensor }) => ({
  y: random.normal(key as tf.Tensor1D, [4]),
}))({ key });
const moved = tf.add(drawn.y, 0); // an eager op on a tensor of the device
tell("eager ops work on tensors of the device", distance(moved, random.normal(key, [4])) < 1e-6);
Deno.exit(0);
