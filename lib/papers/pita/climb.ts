/** The whole ladder, rung by rung, each rung's samples against exact ones. */
import { rng } from "../../datasets/rng.ts";
import { edmSchedule } from "../../diffusion/variance_schedule.ts";
import { type Points, pointsOf } from "../../metrics/mod.ts";
import { relax, run, sampleBuffer } from "../../samplers/mod.ts";
import { disposeTree, type Key, random, type Tensor, tf, tidy } from "../../tensor/mod.ts";
import {
  annealer,
  hotSamples,
  type Rung,
  type Transport,
  type Way,
  withoutOutliers,
} from "./anneal.ts";
import { initialLadder, trainRung } from "./ladder.ts";
import type { LadderTask, RungBase } from "./ladder_tasks.ts";

/** How the ladder is climbed. */
export interface ClimbOptions {
  /** From the hottest down to 1. */
  readonly temperatures: readonly number[];
  readonly trainingSteps: number;
  /** Of the first rung, whose networks begin from chance; default: as many as of the others. */
  readonly firstSteps?: number;
  readonly batch: number;
  readonly particles: number;
  /** Of the reverse SDE. */
  readonly samplingSteps: number;
  /** MALA steps after annealing. */
  readonly settling: number;
  readonly seed: number;
  /** Of the rates of weights, as `annealer` takes it: .9 by default, as released; 1 cuts nothing. */
  readonly rateQuantile?: number;
  /** How the next rung is sampled, of which the last one leads on; default: scaled, weighted. */
  readonly ways?: readonly Way[];
  /** Of weighted particles along the denoiser's score; default: as published. */
  readonly transport?: Transport;
  /** Samples that each rung is compared with; default 20,000. */
  readonly compared?: number;
}

/** What a rung leaves: rows of all methods. */
export interface ClimbProgress<R extends RungBase = RungBase> {
  readonly temperature: number;
  readonly loss: number;
  readonly seconds: number;
  readonly rows: readonly R[];
}

/** Ways by name: as they are, and after MALA. */
const METHODS: Readonly<Record<Way, readonly [string, string]>> = {
  scaled: ["score scaling", "score scaling and MALA"],
  weighted: ["weights (FKC)", "weights and MALA (PITA)"],
  flow: ["flow", "flow and MALA"],
  "flow-weighted": ["flow, weights of the score", "flow, weights of the score, and MALA"],
};

/** Steps of MALA at the hottest rung, where the task names none. */
export const HOT_STEPS = 300;

/** Runs a sampler that is not used again: its last state, and how many starts it comes from. */
function annealed(
  sampler: ReturnType<typeof annealer>,
  key: Key,
  context: Rung,
  shape: readonly number[],
) {
  let origin = Int32Array.from({ length: shape[0]! }, (_, k) => k);
  try {
    const state = run(sampler, key, context, shape, {
      observe({ ancestors }) {
        const from = ancestors.dataSync();
        origin = origin.map((_, k) => origin[from[k]!]!);
      },
    });
    return { state, lineages: new Set(origin).size };
  } finally {
    sampler.dispose?.();
  }
}

/**
 * Climbs down: MALA at the hottest temperature; at each rung training on its samples, and from its
 * networks samples of the next one, which become that rung's, by full PITA (weights, then MALA) or by the
 * last of other `ways`. From the same networks, for comparison, samples by the other ways, and before MALA;
 * and what needs none: the rung's own samples, moved on by as many steps of MALA at the next temperature.
 */
export async function climb<R extends RungBase>(
  task: LadderTask<R>,
  options: ClimbOptions,
  observe: (progress: ClimbProgress<R>) => void | Promise<void>,
): Promise<Points> {
  const { temperatures, trainingSteps, batch, particles, samplingSteps, settling, seed } = options;
  const { compared = 20_000, ways = ["scaled", "weighted"], firstSteps = trainingSteps } = options;
  const { target, network, deviations } = task, { shape } = target;
  const projected = task.project ? { project: task.project } : {};
  const known = task.known
    ? { known: { target, hottest: temperatures[0]!, deviation: task.known } }
    : {};
  const led = known.known && task.limit ? { known: { ...known.known, limit: task.limit } } : known;
  const schedule = edmSchedule(...deviations), stream = rng(seed);
  /** What a rung is compared with, and the row of as many others as there are particles. */
  const exactly = (temperature: number) => {
    const { values, dimension } = task.exact(
      temperature,
      compared + particles,
      stream.int(2 ** 31),
    );
    const cut = particles * dimension;
    const exact = { values: values.subarray(cut), dimension };
    const others = { values: values.subarray(0, cut), dimension };
    return { exact, floor: task.row(others, exact, { temperature, method: "exact" }) };
  };
  const keys = tidy(() => random.split(random.key(seed), 2 + 4 * temperatures.length)) as Key[];
  const [hottest] = temperatures as [number];
  const hot = hotSamples(target, {
    ...{ count: particles, key: keys[0]!, seed, temperature: hottest, steps: HOT_STEPS },
    ...task.hot,
    ...projected,
  });
  let buffer = sampleBuffer(particles, shape);
  buffer.push(hot);
  let points = pointsOf(hot), loss = NaN;
  let params = initialLadder(network, keys[1]!);
  hot.dispose();
  const first = exactly(hottest);
  await observe({
    ...{ temperature: hottest, loss, seconds: 0 },
    rows: [
      first.floor,
      task.row(points, first.exact, { temperature: hottest, method: "MALA" }),
    ],
  });
  for (let i = 0; i + 1 < temperatures.length; i++) {
    const started = performance.now();
    const [temperature, next] = [temperatures[i]!, temperatures[i + 1]!];
    const own = keys.slice(2 + 4 * i, 6 + 4 * i) as [Key, Key, Key, Key];
    const beta = hottest / temperature, gamma = temperature / next;
    const trained = await trainRung(
      {
        ...{ target, network, temperature, beta, deviations },
        ...{ steps: i === 0 ? firstSteps : trainingSteps, batch, learningRate: 1e-3, ...known },
        ...projected,
      },
      params,
      buffer,
      own[0],
      (progress) => void (loss = progress.loss),
    );
    disposeTree(params);
    params = trained;
    const { exact, floor } = exactly(next), rows = [floor];
    const cooling = {
      ...{ stepSize: task.stepSize * next ** 0.5, steps: settling, temperature: next },
      ...projected,
    };
    const warm = buffer.all();
    const cooled = relax(target, warm, { ...cooling, key: own[3] });
    const plain = { temperature: next, method: "MALA alone, no network" };
    rows.push(task.row(pointsOf(cooled), exact, plain));
    tf.dispose([warm, cooled]);
    const context = { params, beta: tf.scalar(beta) as Tensor };
    for (const move of ways) {
      const steps = samplingSteps;
      const sampler = annealer({
        ...{ network, schedule, gamma, particles, steps, move, ...led },
        ...(options.rateQuantile !== undefined && { rateQuantile: options.rateQuantile }),
        ...(task.probes && { probes: task.probes }),
        ...(options.transport && { transport: options.transport }),
        ...projected,
      });
      const key = own[move === "scaled" ? 1 : 2];
      const { state, lineages } = annealed(sampler, key, context, [particles, ...shape]);
      const found = pointsOf(state.x);
      const head = { temperature: next, lineages }, [method, after] = METHODS[move];
      rows.push(task.row(found, exact, { ...head, method }));
      if (move === ways.at(-1)) {
        const plausible = withoutOutliers(target, state.x, next);
        const settled = relax(target, plausible, { ...cooling, key: own[3] });
        plausible.dispose();
        buffer = sampleBuffer(particles, shape);
        buffer.push(settled);
        points = pointsOf(settled);
        settled.dispose();
        rows.push(task.row(points, exact, { ...head, method: after }));
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
