/** The whole ladder on GMM-40, rung by rung, each rung's samples against a grid. */
import { rng } from "../../datasets/rng.ts";
import { edmSchedule } from "../../diffusion/variance_schedule.ts";
import { gmm40, type Mixture, tempered } from "../../energy/mod.ts";
import {
  firstPoints,
  type GridDensity,
  gridDensity,
  modeCounts,
  modeVariation,
  type Points,
  pointsOf,
  sampleGrid,
  wasserstein2,
  wassersteinLine,
} from "../../metrics/mod.ts";
import { scoreMlp } from "../../models/score_mlp.ts";
import type { VectorNetwork } from "../../nn/vector_network.ts";
import { run, sampleBuffer } from "../../samplers/mod.ts";
import { disposeTree, type Key, random, type Tensor, tf, tidy } from "../../tensor/mod.ts";
import { annealer, hotSamples, settle } from "./anneal.ts";
import { initialLadder, trainRung } from "./ladder.ts";

/** Lengths of GMM-40 over it. */
export const LADDER_SCALE = 50;

/** How the ladder is climbed. */
export interface ClimbOptions {
  /** From the hottest down to 1. */
  readonly temperatures: readonly number[];
  readonly trainingSteps: number;
  readonly batch: number;
  readonly particles: number;
  /** Of the reverse SDE. */
  readonly samplingSteps: number;
  /** MALA steps after annealing. */
  readonly settling: number;
  readonly seed: number;
  /** Of the rates of weights, as `annealer` takes it: .9 by default, 1 cuts nothing. */
  readonly rateQuantile?: number;
}

/** One set of samples at one temperature. */
export interface RungRow {
  readonly temperature: number;
  readonly method: string;
  readonly modeTv: number;
  /** Lengths as they are, on 500 points, or all if there are fewer. */
  readonly w2: number;
  /** Between energies at temperature 1. */
  readonly energyW2: number;
  /** Lineages of the annealing that are left; all where nothing is resampled. */
  readonly lineages?: number;
}

/** A small network that sees x by sinusoids, the noise level and β. */
export const ladderNetwork = (): VectorNetwork =>
  scoreMlp({ conditions: 2, width: 96, embedding: 64, conditionScale: 10 });

const DEVIATIONS = [0.005, 3] as const;

/** Exact samples at a temperature by a grid: reference, and the floor of what can be reached. */
function gridAt(target: Mixture, temperature: number): GridDensity {
  const hot = tempered(target, temperature);
  return gridDensity((x) => hot.energy(x), { low: -2.2, high: 2.2, count: 640 });
}

/** Samples of a temperature against exact ones. */
export function rungRow(
  target: Mixture,
  points: Points,
  exact: Points,
  rest: Pick<RungRow, "temperature" | "method" | "lineages">,
): RungRow {
  const energies = (p: Points) =>
    tf.tidy(() =>
      target.energy(tf.tensor2d(Float32Array.from(p.values), [p.values.length / 2, 2])).dataSync()
    );
  const digits = (v: number) => Number(v.toPrecision(4));
  const matched = (p: Points) => firstPoints(p, Math.min(500, points.values.length / 2));
  return {
    ...rest,
    modeTv: digits(modeVariation(points, target.means, modeCounts(exact, target.means))),
    w2: digits(LADDER_SCALE * wasserstein2(matched(points), matched(exact))),
    energyW2: digits(wassersteinLine(energies(points), energies(exact))),
  };
}

/** What a rung leaves: rows of all methods. */
export interface ClimbProgress {
  readonly temperature: number;
  readonly loss: number;
  readonly seconds: number;
  readonly rows: readonly RungRow[];
}

/**
 * Climbs down: MALA at the hottest temperature; at each rung training on its samples, and from its
 * networks samples of the next one, which become that rung's, by full PITA (weights, then MALA).
 * From the same networks, for comparison, samples by weights alone and by score scaling.
 */
export async function climb(
  options: ClimbOptions,
  observe: (progress: ClimbProgress) => void | Promise<void>,
): Promise<Points> {
  const { temperatures, trainingSteps, batch, particles, samplingSteps, settling, seed } = options;
  const target = gmm40({ scale: LADDER_SCALE }), network = ladderNetwork();
  const schedule = edmSchedule(...DEVIATIONS), stream = rng(seed);
  const exactly = (temperature: number, count: number) =>
    sampleGrid(
      gridAt(target, temperature),
      Float64Array.from({ length: 3 * count }, stream.uniform),
    );
  const keys = tidy(() => random.split(random.key(seed), 2 + 4 * temperatures.length)) as Key[];
  const [hottest] = temperatures as [number];
  const hot = hotSamples(target, {
    ...{ count: particles, spread: 0.7, key: keys[0]!, temperature: hottest },
    ...{ steps: 300, stepSize: 0.01 },
  });
  let buffer = sampleBuffer(particles, [2]);
  buffer.push(hot);
  let points = pointsOf(hot), loss = NaN;
  let params = initialLadder(network, keys[1]!);
  hot.dispose();
  const floor = (temperature: number, exact: Points) =>
    rungRow(target, exactly(temperature, particles), exact, { temperature, method: "exact" });
  const first = exactly(hottest, 20_000);
  await observe({
    ...{ temperature: hottest, loss, seconds: 0 },
    rows: [
      floor(hottest, first),
      rungRow(target, points, first, { temperature: hottest, method: "MALA" }),
    ],
  });
  for (let i = 0; i + 1 < temperatures.length; i++) {
    const started = performance.now();
    const [temperature, next] = [temperatures[i]!, temperatures[i + 1]!];
    const own = keys.slice(2 + 4 * i, 6 + 4 * i) as [Key, Key, Key, Key];
    const beta = hottest / temperature, gamma = temperature / next;
    const trained = await trainRung(
      {
        ...{ target, network, temperature, beta, deviations: DEVIATIONS },
        ...{ steps: trainingSteps, batch, learningRate: 1e-3 },
      },
      params,
      buffer,
      own[0],
      (progress) => void (loss = progress.loss),
    );
    disposeTree(params);
    params = trained;
    const exact = exactly(next, 20_000), rows = [floor(next, exact)];
    const context = { params, beta: tf.scalar(beta) as Tensor };
    for (const move of ["scaled", "weighted"] as const) {
      const steps = samplingSteps;
      const sampler = annealer({
        ...{ network, schedule, gamma, particles, steps, move },
        ...(options.rateQuantile !== undefined && { rateQuantile: options.rateQuantile }),
      });
      let origin = Int32Array.from({ length: particles }, (_, k) => k);
      const state = run(sampler, own[move === "scaled" ? 1 : 2], context, [particles, 2], {
        observe({ ancestors }) {
          const from = ancestors.dataSync();
          origin = origin.map((_, k) => origin[from[k]!]!);
        },
      });
      const found = pointsOf(state.x), lineages = new Set(origin).size;
      const rest = { temperature: next, lineages };
      if (move === "scaled") {
        rows.push(rungRow(target, found, exact, { ...rest, method: "score scaling" }));
      } else {
        rows.push(rungRow(target, found, exact, { ...rest, method: "weights (FKC)" }));
        const key = own[3], step = { stepSize: 1e-3 * next ** 0.5, steps: settling };
        const settled = settle(target, state.x, { ...step, temperature: next, key });
        buffer = sampleBuffer(particles, [2]);
        buffer.push(settled);
        points = pointsOf(settled);
        settled.dispose();
        rows.push(rungRow(target, points, exact, { ...rest, method: "weights and MALA (PITA)" }));
      }
      disposeTree(state);
    }
    context.beta.dispose();
    const seconds = (performance.now() - started) / 1000;
    await observe({ temperature: next, loss, seconds, rows });
  }
  disposeTree(params);
  tf.dispose(keys);
  return points;
}
