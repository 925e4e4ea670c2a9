/** An energy with symmetry: what descent on it can reach, and what shaking adds. */
import {
  compile,
  disposeTree,
  type Key,
  random,
  swish,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tf,
  tidy,
} from "../../tensor/mod.ts";
import { energyAndGradient } from "../../energy/mod.ts";
import { dense, linear, oneHot } from "../../nn/layers.ts";
import { denseSpec, initialize, type ParameterSpecs, type Params } from "../../nn/parameters.ts";
import { cosineSchedule } from "../../diffusion/schedule.ts";
import { type FiniteGroup, reynolds } from "../../symmetry/mod.ts";
import { fit } from "../../training/fit.ts";
import { type Corners, corners } from "./square.ts";

/** Landscapes over four corners, all with the group's symmetry: E(gy, t) = E(y, t). */
export interface OrbitEnergy {
  /** Energies `[batch]` of y `[batch, 8]` at one level t `[1]`, or one each, `[batch]`, ∇E being the noise in y, ε. */
  energy(params: Params, y: Tensor, t: Tensor1D): Tensor1D;
  readonly params: Params;
}

/** Ten levels of noise: level t has y = √ᾱ·(one of the images) + σ·ε. */
export const schedule = cosineSchedule(10);

const table = (values: ArrayLike<number>, t: Tensor1D) =>
  tf.gather(tf.tensor1d(Array.from(values)), tf.cast(t, "int32"));

/** E(y, t) = -σ·ln Σ exp(-‖y - √ᾱ·image‖²/2σ²): what a perfect network would learn. */
export function idealEnergy(images: readonly Corners[]): OrbitEnergy {
  return {
    params: {},
    energy(_, y, t) {
      const sigma = table(schedule.sigma, t);
      const centres = tf.mul(
        tf.tensor2d(images.map((one) => [...one])),
        table(schedule.sqrtAlphaBar, t),
      );
      const squares = tf.sum(tf.squaredDifference(tf.expandDims(y, 1), centres), 2);
      const logs = tf.logSumExp(tf.div(squares, tf.mul(-2, tf.square(sigma))), 1);
      return tf.neg(tf.mul(logs, sigma)) as Tensor1D;
    },
  };
}

const WIDTH = 64;

const specs: ParameterSpecs = {
  ...denseSpec("layer1", 8 + schedule.levels, WIDTH),
  ...denseSpec("layer2", WIDTH, WIDTH),
  ...denseSpec("layer3", WIDTH, WIDTH),
  // Without a bias, which no gradient would know of.
  "output/kernel": { shape: [WIDTH, 1], bound: 1 / Math.sqrt(WIDTH) },
};

/** E(y, t) = the mean over the group of φ(ρ(g)⁻¹y, t): invariant, whatever φ is. */
export function averagedEnergy(group: FiniteGroup<number>): OrbitEnergy["energy"] {
  const inverses = group.elements.map((g) => corners.matrix(group.invert(g)));
  return (params, y, t) => {
    const time = oneHot(t, schedule.levels);
    const levels = tf.broadcastTo(time, [y.shape[0]!, schedule.levels]);
    // All images of a batch go through φ as one larger batch.
    const images = inverses.map((g) =>
      tf.concat([
        tf.matMul(y as Tensor2D, tf.tensor2d(g.map((row) => [...row])), false, true),
        levels,
      ], 1)
    );
    let z: Tensor = tf.concat(images, 0);
    for (const layer of ["layer1", "layer2", "layer3"]) z = swish(dense(params, layer, z));
    const values = tf.reshape(linear(params, "output", z), [group.elements.length, -1]);
    return tf.mean(values, 0) as Tensor1D;
  };
}

/**
 * Trains {@link averagedEnergy} as a diffusion model on the images of `target` under the group,
 * ‖∇E(√ᾱ·y + σε, t) - ε‖², t and the image drawn for each example.
 */
export function trainOrbitEnergy(
  group: FiniteGroup<number>,
  images: readonly Corners[],
  { seed, steps, batch = 128 }: { seed: number; steps: number; batch?: number },
): OrbitEnergy {
  const energy = averagedEnergy(group);
  const first = tidy(() => initialize(random.key(seed), specs));
  const all = tf.tensor2d(images.map((one) => [...one]));
  const params = fit(first, (params, { all }: { all: Tensor }, key) => {
    const [which, when, noise] = random.split(key, 3);
    const y = tf.gather(all, random.integers(which!, [batch], 0, images.length));
    const t = random.integers(when!, [batch], 0, schedule.levels) as Tensor1D;
    const column = (values: ArrayLike<number>) => tf.reshape(table(values, t), [-1, 1]);
    const epsilon = random.normal(noise!, [batch, 8]);
    const noisy = tf.add(
      tf.mul(y, column(schedule.sqrtAlphaBar)),
      tf.mul(epsilon, column(schedule.sigma)),
    );
    const { gradient } = energyAndGradient((y) => energy(params, y, t), noisy);
    return tf.mean(tf.squaredDifference(gradient, epsilon));
  }, { seed, steps, learningRate: 0.003, clip: 1, batch: () => ({ all }), keepBatches: "yes" });
  tf.dispose([all, ...Object.values(first)]);
  return { energy, params };
}

/** How {@link descend} walks. */
export interface DescentOptions {
  readonly runs: number;
  readonly seed: number;
  /** Steps on each of the ten landscapes. */
  readonly innerSteps: number;
  /** Whether each step but those on the last landscape is followed by noise of temperature one. */
  readonly noise: "on" | "off";
  /** Where all runs begin, on the noisiest landscape. */
  readonly start: Corners;
  /**
   * Projects each state on what this group fixes: what exact arithmetic would do of itself, in a
   * walk without noise that starts there.
   */
  readonly project?: FiniteGroup<number>;
}

/** One state along a run. */
export interface DescentState {
  readonly step: number;
  readonly level: number;
  /** All runs' y, each divided by √ᾱ. */
  readonly y: readonly Corners[];
}

const RATE = 0.2;

/**
 * Annealed descent, landscape by landscape: y ← y - ησ·∇E(y, t), η = 0.2, and + √(2η)·σ·ε with noise
 * on, which makes it Langevin's walk for the noisy data of that level.
 */
export function descend(energy: OrbitEnergy, options: DescentOptions): DescentState[] {
  const { runs, innerSteps, noise, start, project } = options;
  const fixed = project &&
    tf.tensor2d(reynolds(project.elements, corners).map((row) => [...row]));
  const step = compile((inputs: {
    readonly params: Params;
    readonly y: Tensor;
    readonly t: Tensor;
    readonly key: Tensor;
    readonly scales: Tensor;
  }) => {
    const { y, t } = inputs;
    const [down, shake] = tf.split(inputs.scales as Tensor1D, 2);
    const landscape = (y: Tensor) => energy.energy(inputs.params, y, t as Tensor1D);
    const { gradient } = energyAndGradient(landscape, y);
    const epsilon = random.normal(inputs.key as Key, y.shape);
    const moved = tf.sub(y, tf.mul(gradient, down!));
    const next = tf.add(moved, tf.mul(epsilon, shake!)) as Tensor2D;
    return { y: fixed ? tf.matMul(next, fixed, false, true) : next };
  }, { name: "descend", mode: "graph" });
  const host = (y: Tensor, level: number) => {
    const values = y.dataSync(), scale = schedule.sqrtAlphaBar[level]!;
    return Array.from(
      { length: runs },
      (_, r) => [...values.slice(8 * r, 8 * r + 8)].map((v) => v / scale),
    );
  };
  const top = schedule.levels - 1;
  let y = tf.tidy(() =>
    tf.tile(tf.tensor2d([start.map((v) => v * schedule.sqrtAlphaBar[top]!)]), [runs, 1]) as Tensor
  );
  const states: DescentState[] = [{ step: 0, level: top, y: host(y, top) }];
  for (let level = top; level >= 0; level--) {
    const t = tf.tensor1d([level], "int32");
    for (let k = 0; k < innerSteps; k++) {
      const key = random.key(options.seed + 1000 * level + k);
      const sigma = schedule.sigma[level]!;
      const shake = noise === "on" && level > 0 ? Math.sqrt(2 * RATE) * sigma : 0;
      const scales = tf.tensor1d([RATE * sigma, shake]);
      const next = step({ params: energy.params, y, t, key, scales });
      disposeTree({ y, key, scales });
      y = next.y;
      states.push({ step: states.length, level, y: host(y, level) });
    }
    t.dispose();
  }
  tf.dispose([y, ...(fixed ? [fixed] : [])]);
  step.dispose();
  return states;
}

/** How many of the ends are nearest to each image, and their mean squared error to that one. */
export function visits(
  ends: readonly Corners[],
  images: readonly Corners[],
): { readonly counts: number[]; readonly error: number } {
  const counts = new Array<number>(images.length).fill(0);
  let sum = 0;
  for (const y of ends) {
    const errors = images.map((image) =>
      image.reduce((total, v, i) => total + (v - y[i]!) ** 2, 0) / 8
    );
    const nearest = errors.indexOf(Math.min(...errors));
    counts[nearest]!++;
    sum += errors[nearest]!;
  }
  return { counts, error: sum / ends.length };
}

/** The largest part of y, of any run, that is not fixed by the group: its distance to Py. */
export function asymmetry(group: FiniteGroup<number>, ys: readonly Corners[]): number {
  const size = group.elements.length;
  return Math.max(...ys.map((y) => {
    const images = group.elements.map((g) =>
      corners.matrix(g).map((row) => row.reduce((sum, value, i) => sum + value * y[i]!, 0))
    );
    return Math.max(
      ...y.map((value, i) =>
        Math.abs(value - images.reduce((sum, one) => sum + one[i]! / size, 0))
      ),
    );
  }));
}
