/** `bench`: the machine's matrix-product peak, then what training and solving make of it. */
import { parseArgs } from "node:util";
import { compile, disposeTree, random, type Tensor2D, tf } from "../tensor/mod.ts";
import type { EnergyNetwork } from "../nn/energy_network.ts";
import { presets } from "../diffusion/options.ts";
import { createSampler } from "../diffusion/sampler.ts";
import { cosineSchedule } from "../diffusion/schedule.ts";
import { describeMachine } from "../training/machine.ts";
import { createTrainingStep } from "../training/step.ts";
import { initialLearned } from "../training/trainer.ts";
import { type Task, tasks } from "../tasks/mod.ts";
import { countMlpOperations } from "./operations.ts";
import { measure, type Measurement } from "./measure.ts";

type Mode = "eager" | "graph" | "xla";

/** A row of the bench. */
interface Row {
  readonly what: string;
  readonly mode: Mode;
  readonly batch: number;
  readonly measured: Measurement;
  /** GFLOP of one call, by the operations that the factored algorithm needs; unknown if absent. */
  readonly gflop?: number;
}

/** The fastest of several float32 products of 2048×2048 matrices, in GFLOP/s. */
function matrixPeak(): number {
  const n = 2048;
  const inputs = tf.tidy(() => ({
    a: random.normal(random.key(1), [n, n]) as Tensor2D,
    b: random.normal(random.key(2), [n, n]) as Tensor2D,
  }));
  const product = compile(({ a, b }: typeof inputs) => ({ c: tf.matMul(a, b) }), { name: "peak" });
  const { best } = measure(() => disposeTree(product(inputs)), 8);
  disposeTree(inputs);
  product.dispose();
  return 2 * n ** 3 / best / 1e6;
}

const modeOf = (mode: Mode) => mode === "eager" ? "graph" : mode;

function benchTraining(
  task: Task,
  network: EnergyNetwork,
  batch: number,
  mode: Mode,
  rounds: number,
) {
  const preset = presets.reference;
  const step = createTrainingStep(
    network,
    cosineSchedule(preset.levels),
    { ...preset.loss, ...task.loss },
    task.lossHooks,
    1,
    modeOf(mode),
  );
  const run = mode === "eager" ? step.eager : step;
  const problems = task.sample(random.key(1), batch, "same");
  let learned = initialLearned(network, 0);
  const scalars = {
    learningRate: tf.scalar(1e-4),
    correction1: tf.scalar(0.1),
    correction2: tf.scalar(0.01),
    averageRate: tf.scalar(0),
  };
  const key = random.key(2);
  const measured = measure(() => {
    const next = run({ learned, batch: problems, key, scalars });
    next.parts.loss.dataSync();
    disposeTree(learned);
    disposeTree(next.parts);
    learned = next.learned;
  }, rounds);
  [learned, scalars, problems, { key }].forEach(disposeTree);
  step.dispose();
  return measured;
}

function benchSolving(
  task: Task,
  network: EnergyNetwork,
  batch: number,
  mode: Mode,
  rounds: number,
) {
  const { sampler: options, levels } = presets.reference;
  const sampler = createSampler(network, cosineSchedule(levels), options, mode);
  const problems = task.sample(random.key(1), batch, "same");
  const params = network.init(random.key(0));
  const measured = measure(() =>
    tf.tidy(() => {
      const solving = sampler.encode(params, problems.condition, problems.clues);
      let state = sampler.init(random.key(3), [batch, ...task.answerShape]);
      while (state.t >= 0) [state] = sampler.step(solving, state);
      sampler.answer(state).dataSync();
    }), rounds);
  [problems, params].forEach(disposeTree);
  return measured;
}

function* rows(rounds: number, eager: boolean): Generator<Row> {
  const modes: Mode[] = eager ? ["eager", "graph", "xla"] : ["graph", "xla"];
  const mlp = tasks.addition.networks.mlp!.create();
  const counted = countMlpOperations({ conditionSize: 800, answerSize: 400, width: 512 });
  for (const mode of modes) {
    yield {
      what: "addition, MLP: training step",
      mode,
      batch: 2048,
      measured: benchTraining(tasks.addition, mlp, 2048, mode, rounds),
      gflop: counted.trainingStep * 2048 / 1e9,
    };
  }
  for (const mode of modes) {
    yield {
      what: "addition, MLP: solving, 5 steps a landscape",
      mode,
      batch: 256,
      measured: benchSolving(tasks.addition, mlp, 256, mode, rounds),
      gflop: counted.solving(5, 10) * 256 / 1e9,
    };
  }
  for (
    const [task, batch] of [[tasks.addition, 128], [tasks.completion, 64], [
      tasks.inverse,
      64,
    ]] as const
  ) {
    const network = task.networks.symmetric!.create();
    for (const mode of modes) {
      yield {
        what: `${task.name}, symmetric network: training step`,
        mode,
        batch,
        measured: benchTraining(task, network, batch, mode, rounds),
      };
    }
  }
}

const usage = `Usage: deno task bench [--rounds=6] [--eager=no]

Measures the float32 matrix-product peak, then training steps and solving.
  --rounds  timed calls of each kind, after the first; the median is reported
  --eager   "yes" times uncompiled runs as well (default), "no" leaves them out`;

/** Runs the bench; returns the exit code. */
export function bench(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: "string", default: "6" },
      eager: { type: "string", default: "yes" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return Promise.resolve(0);
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new RangeError(`--rounds must be an integer >= 1: got ${values.rounds}`);
  }
  if (values.eager !== "yes" && values.eager !== "no") {
    throw new RangeError(`--eager must be yes or no: got ${values.eager}`);
  }
  const peak = matrixPeak();
  console.log(`${describeMachine()}\nmatrix-product peak ${peak.toFixed(1)} GFLOP/s (float32)`);
  console.log("what | mode | batch | ms | GFLOP/s | of peak | first call s | peak MB");
  for (const { what, mode, batch, measured, gflop } of rows(rounds, values.eager === "yes")) {
    const rate = gflop ? gflop / measured.median * 1000 : undefined;
    console.log([
      what,
      mode,
      batch,
      measured.median.toFixed(0),
      rate?.toFixed(1) ?? "-",
      rate ? (rate / peak).toFixed(2) : "-",
      (measured.first / 1000).toFixed(1),
      measured.peakMegabytes?.toFixed(0) ?? "-",
    ].join(" | "));
  }
  return Promise.resolve(0);
}
