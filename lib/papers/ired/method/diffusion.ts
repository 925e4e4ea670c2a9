/**
 * The diffusion baseline (Ho et al. 2020): the network's read-out learns the noise, and solving is
 * the reverse process, from noise to an answer.
 */
import { random, type Tensor, type Tensor1D, tf, tidy } from "../../../tensor/mod.ts";
import { encodeCondition } from "../../../energy/encode_condition.ts";
import type { Encoded } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { levelsAt } from "../../../diffusion/levels.ts";
import { addNoise, holdObserved, type Observed } from "../../../diffusion/noising.ts";
import { answerFromNoise, posteriors } from "../../../diffusion/posterior.ts";
import { type Method, onePart } from "./method.ts";
import { checkSamplerOptions } from "./options.ts";
import { readoutLike } from "./readout.ts";
import {
  compiledPiece,
  encoder,
  landscapeOf,
  perNetwork,
  type SamplerMode,
  type Solver,
} from "./solver.ts";

type Inputs = {
  readonly params: Params;
  readonly encoded: Encoded;
  readonly y: Tensor;
  readonly t: Tensor1D;
};

const prediction = perNetwork((network, mode: SamplerMode) =>
  compiledPiece(
    network,
    "noise",
    ({ params, encoded, y, t }: Inputs) => ({ noise: readoutLike(network, params, encoded, y, t) }),
    mode,
  ), (mode) => mode);

const hold = (y: Tensor, observed: Observed | undefined, scale: number) =>
  holdObserved(y, observed, { scale: tf.scalar(scale) });

const clamp = (y: Tensor, bound: number) => tf.clipByValue(y, -bound, bound);

/**
 * L = mean of w·(o_θ(x, y_t, t) - ε)² over batch and entries, with levels and noise as for IRED;
 * observed entries count as zero, and in the mean.
 *
 * The solver's steps are levels, one evaluation of the read-out ε each; ŷ = (y_t - σ_t·ε)/√ᾱ_t,
 * limited to ±`clampJump`.
 *
 * - `reverse: "ancestral"`: y_{t-1} is drawn from the posterior of {@link posteriors} at ŷ; the
 *   answer is ŷ of the last level.
 * - `reverse: "projection"`, the reference: y = √ᾱ_t·ŷ plus posterior noise, limited to
 *   ±√ᾱ_t·`clampFinal`, then scaled by √ᾱ_{t-1}/√ᾱ_t; the answer is scaled as `answerScale` says.
 *
 * Of the other options none counts.
 */
export const diffusion: Method = {
  name: "diffusion",
  title: "diffusion",
  hasEnergy: false,
  reads: ["reverse", "clampJump", "clampFinal", "answerScale"],
  lossAndGradients({ network, schedule, hooks }, params, batch, key) {
    const { condition, answer, observed } = batch;
    const weight = hooks.weight?.(answer);
    const [levelKey, noiseKey] = random.split(key);
    const t = random.integers(levelKey!, [answer.shape[0]!], 0, schedule.levels) as Tensor1D;
    const noise = random.normal(noiseKey!, answer.shape);
    const y = addNoise(answer, noise, levelsAt(schedule, t, answer.rank), observed);
    return onePart((p) => {
      const predicted = readoutLike(network, p, encodeCondition(network, p, condition), y, t);
      const difference = tf.sub(predicted, noise);
      const error = tf.square(
        observed ? tf.mul(difference, tf.sub(1, observed.mask)) : difference,
      );
      return tf.mean(weight ? tf.mul(weight, error) : error);
    }, params);
  },
  limits: () => ({
    innerSteps: 0,
    restarts: 1,
    cycles: 0,
    sampler: { innerSteps: 0, posteriorNoise: "on" },
  }),
  solver(setting) {
    const { network, schedule, options } = setting;
    const { mode = network.mode ?? "xla", landscapes = schedule.levels } = setting;
    checkSamplerOptions(options);
    const predict = prediction(network, mode);
    const { sqrtAlphaBar } = schedule;
    const steps = posteriors(schedule);
    const projects = options.reverse === "projection";

    /** The estimate with which level t is left, and y at the scale of the next. */
    function move(
      { y, predicted, noise, t }: { y: Tensor; predicted: Tensor; noise: Tensor; t: number },
      observed: Observed | undefined,
    ) {
      const [scale, next] = [sqrtAlphaBar[t]!, sqrtAlphaBar[t - 1] ?? 1];
      const { ofAnswer, ofState, standardDeviation } = steps[t]!;
      const estimate = answerFromNoise(y, predicted, schedule, t, options.clampJump);
      const spread = tf.mul(standardDeviation, noise);
      if (!projects) {
        const answer = hold(estimate, observed, 1);
        const mean = tf.add(tf.mul(ofAnswer, answer), tf.mul(ofState, y));
        return { answer, y: tf.add(mean, spread) };
      }
      const noisy = hold(tf.add(tf.mul(scale, estimate), spread), observed, scale);
      const answer = tf.div(clamp(noisy, scale * options.clampFinal), scale);
      return { answer, y: tf.mul(next, answer) };
    }

    const solver: Solver = {
      steps: landscapes,
      gradients: 0,
      encode: encoder(network, mode),
      init: (key, _solving, shape) => ({ y: random.normal(key, shape) }),
      step: (key, { params, encoded, observed }, state, k) =>
        tidy(() => {
          const t = landscapeOf(solver, k);
          const y = hold(state.y, observed, sqrtAlphaBar[t]!);
          const level = tf.tensor1d([t], "int32") as Tensor1D;
          const { noise: predicted } = predict({ params, encoded, y, t: level });
          const noise = random.normal(key, y.shape); // weighs nothing on the last level
          const moved = move({ y, predicted, noise, t }, observed);
          return [{ y: tf.clone(moved.y) }, { answer: tf.clone(moved.answer) }];
        }),
      result: ({ y }) =>
        projects && options.answerScale === "scaled" ? tf.mul(y, sqrtAlphaBar[0]!) : tf.clone(y),
    };
    return solver;
  },
};
