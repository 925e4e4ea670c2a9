/**
 * The plain recurrence: the network's read-out is the next answer, pass after pass. It has the same
 * parameters as the energy, so that only what they are used for differs.
 */
import { random, type Tensor, type Tensor1D, tf, tidy } from "../../../tensor/mod.ts";
import { encodeCondition } from "../../../energy/encode_condition.ts";
import type { Encoded, EnergyNetwork } from "../../../energy/energy_network.ts";
import { clampTo, holdObserved, type Observed } from "../../../diffusion/noising.ts";
import type { Params } from "../../../nn/parameters.ts";
import { type LossSetting, type Method, onePart } from "./method.ts";
import { checkSamplerOptions } from "./options.ts";
import { joinProblems, onwards, problemRows, rows } from "./own_descents.ts";
import { readoutLike } from "./readout.ts";
import { compiledPiece, encoder, perNetwork, type SamplerMode } from "./solver.ts";
import type { Problems } from "../problems.ts";

/** Passes of an answer where nobody says how many: about those of a pool's member. */
const PASSES = 16;

/** y with what is given, which is never noisy here. */
const hold = (y: Tensor, observed: Observed | undefined) =>
  holdObserved(y, observed, { scale: tf.scalar(1) });

type Inputs = {
  readonly params: Params;
  readonly encoded: Encoded;
  readonly observed?: Observed;
  readonly y: Tensor;
};

/** o_θ(x, y, 0): no pass knows which one it is. */
const readout = (network: EnergyNetwork, { params, encoded, y }: Inputs): Tensor =>
  readoutLike(network, params, encoded, y, tf.tensor1d([0], "int32") as Tensor1D);

const passes = perNetwork(
  (network, clamp: number, mode: SamplerMode) =>
    compiledPiece(network, "recurrence", (inputs: Inputs) => {
      const bounded = clampTo(readout(network, inputs), tf.scalar(clamp));
      return { y: hold(bounded, inputs.observed) };
    }, mode),
  (clamp, mode) => `${clamp} ${mode}`,
);

/** L = mean of w·(o_θ(x, y, 0) - y*)² over batch and entries, and the read-outs if asked for. */
function lossAt(
  { network, hooks }: LossSetting,
  params: Params,
  { condition, answer }: Problems,
  y: Tensor,
) {
  const weight = hooks.weight?.(answer);
  let found: Tensor | undefined;
  const learned = onePart((p) => {
    const next = readout(network, {
      params: p,
      encoded: encodeCondition(network, p, condition),
      y,
    });
    found = tf.keep(tf.clone(next));
    const error = tf.squaredDifference(next, answer);
    return tf.mean(weight ? tf.mul(weight, error) : error);
  }, params);
  return { ...learned, found: found! };
}

/**
 * L = mean of w·(o_θ(x, y, 0) - y*)², y from where the model's own passes have come to from noise:
 * every pass is to give the answer, and none knows of the ones before but by y ("deep supervision"
 * with a detached state, as recurrent relational and tiny recursive networks are trained). Without
 * a pool only the first pass is learned.
 *
 * Solving is y ← o_θ(x, y, 0), `innerSteps` times from noise, in one step; restarts begin at other
 * noise, and as there is no energy, only a task that tells finished answers can choose between them.
 */
export const recurrence: Method = {
  name: "recurrence",
  title: "recurrence",
  hasEnergy: false,
  reads: ["innerSteps", "clampDescent"],
  lossAndGradients(setting, params, batch, key) {
    const start = hold(random.normal(key, batch.answer.shape), batch.observed);
    const { found, ...learned } = lossAt(setting, params, batch, start);
    found.dispose();
    return learned;
  },
  lossWithPool(setting, params, { batch, pool, clamp }, key) {
    const { schedule } = setting;
    const members = pool.t.shape[0], fresh = batch.answer.shape[0]! - members;
    const spares = problemRows(batch, fresh, members);
    const problems = joinProblems(problemRows(batch, 0, fresh), pool.problems);
    const [startKey, onKey] = random.split(key);
    const noise = random.normal(startKey!, [fresh, ...batch.answer.shape.slice(1)]);
    const start = hold(tf.concat([noise, pool.y]), problems.observed);
    const { found, ...learned } = lossAt(setting, params, problems, start);
    const next = clampTo(rows(found, fresh, members), tf.scalar(clamp));
    const moved = onwards(onKey!, pool, () => next, spares, schedule);
    found.dispose();
    return { ...learned, pool: moved };
  },
  limits: () => ({
    innerSteps: 10_000,
    restarts: 1000,
    cycles: 0,
    landscapes: 1,
    sampler: { innerSteps: PASSES, posteriorNoise: "off" },
  }),
  solver({ network, options, mode = network.mode ?? "xla" }) {
    checkSamplerOptions(options);
    const pass = passes(network, options.clampDescent, mode);
    return {
      steps: 1,
      gradients: 0,
      encode: encoder(network, mode),
      init: (key, { observed }, shape) =>
        tidy(() => ({ y: hold(random.normal(key, shape), observed) })),
      step: (_key, solving, state) =>
        tidy(() => {
          let { y } = state;
          for (let k = 0; k < options.innerSteps; k++) y = pass({ ...solving, y }).y;
          return [{ y: tf.clone(y) }, { answer: tf.clone(y) }];
        }),
      result: ({ y }) => tf.clone(y),
    };
  },
};
