/** `bench`: the machine's matrix-product peak, then what training and solving make of it. */
import { usageError } from "../checks/usage.ts";
import { LANDSCAPES } from "../energy/energy_network.ts";
import { backend, compile, disposeTree, random, type Tensor2D, tf } from "../tensor/mod.ts";
import { countParameters } from "../nn/parameters.ts";
import { circleLine } from "../papers/ired/tasks/circle_line.ts";
import { type Task, taskNamed, taskNetwork, tasks } from "../papers/ired/tasks/mod.ts";
import { describeMachine } from "../training/machine.ts";
import {
  type Case,
  type Mode,
  timeData,
  timeSolving,
  timeTraining,
  type Timing,
} from "./bench_cases.ts";
import { networkNames } from "./networks.ts";
import type { Command } from "./command.ts";
import type { FlagValues } from "./flags.ts";
import { type Effort, measure } from "./measure.ts";
import { neededOperations } from "./operations.ts";
import { say } from "./report.ts";

/** Steps per landscape when solving. */
const INNER_STEPS = 5;
/** Largest batches: of the networks whose operations are counted, of huge ones, of the others. */
const LARGEST = {
  counted: { train: 2048, solve: 256 },
  huge: { train: 8, solve: 1 },
  others: { train: 128, solve: 64 },
} as const;
/** Parameters of a network that would take minutes for a single call at those batches. */
const HUGE = 1e7;
const SECONDS_PER_ROW = 5;

/** A float32 product of 2048×2048 matrices, with which all is compared. */
interface Yardstick {
  readonly operations: number;
  run(): void;
  dispose(): void;
}

function matrixProduct(): Yardstick {
  const n = 2048;
  const inputs = tf.tidy(() => ({
    a: random.normal(random.key(1), [n, n]) as Tensor2D,
    b: random.normal(random.key(2), [n, n]) as Tensor2D,
  }));
  const product = compile(({ a, b }: typeof inputs) => {
    const c = tf.matMul(a, b);
    return { c, corner: tf.slice(c, [0, 0], [1, 1]) };
  }, { name: "peak" });
  return {
    operations: 2 * n ** 3,
    run() {
      const made = product(inputs);
      made.corner.dataSync(); // waits for the product where a device works on while we do
      disposeTree(made);
    },
    dispose() {
      disposeTree(inputs);
      product.dispose();
    },
  };
}

const columns = [
  "what",
  "mode",
  "batch",
  "ms",
  "needed GFLOP/s",
  "of peak",
  "recorded GFLOP/s",
  "of peak",
  "first call s",
  "peak MB",
  "data ms",
  "unwaited ms",
];

/** A row of the table: rates by needed operations and by recorded products, where known. */
function line(
  what: string,
  { mode, network, batch }: Case,
  { measured, recorded, pipelined }: Timing,
  needed: number | undefined,
  product: Yardstick,
  dataMs?: number,
): string {
  const rates = (operations: number | undefined) => {
    if (operations === undefined) return ["-", "-"];
    const rate = operations / measured.median / 1e6;
    return [rate.toFixed(1), (operations / product.operations * measured.relative!).toFixed(2)];
  };
  const own = mode === (network.mode ?? "xla") ? " (own)" : "";
  return [
    what,
    `${mode}${own}`,
    batch,
    measured.median.toFixed(measured.median < 10 ? 1 : 0),
    ...rates(needed),
    ...rates(recorded),
    (measured.first / 1000).toFixed(1),
    measured.peakMegabytes?.toFixed(0) ?? "-",
    dataMs?.toFixed(1) ?? "-",
    pipelined?.toFixed(2) ?? "-",
  ].join(" | ");
}

/** The modes that the flags ask for. */
function modesOf(own: "graph" | "xla", counted: boolean, values: FlagValues): Mode[] {
  // A device runs compiled functions only.
  const { eager = backend().name === "pjrt" ? "none" : "counted", compiled = "own" } = values;
  return [
    ...(eager === "all" || (eager === "counted" && counted) ? ["eager" as const] : []),
    ...(compiled === "both" ? ["graph", "xla"] as const : [own]),
  ];
}

/** Names of the networks that the flags ask for: those of `task`, or one of them. */
function networksOf(task: Task, only: string | undefined): string[] {
  if (only === undefined) return Object.keys(task.networks);
  try {
    taskNetwork(task, only);
  } catch (error) {
    throw usageError(`--${(error as Error).message}`);
  }
  return [only];
}

function* rowsOf(
  task: Task,
  names: readonly string[],
  effort: Effort,
  product: Yardstick,
  values: FlagValues,
): Generator<string> {
  for (const name of names) {
    const how = task.networks[name]!;
    const network = how.create();
    const { levels } = { levels: LANDSCAPES, ...network.config } as { levels: number };
    const perExample = neededOperations(network);
    const modes = modesOf(network.mode ?? "xla", perExample !== undefined, values);
    const huge = countParameters(network.parameters) > HUGE;
    const largest = LARGEST[perExample ? "counted" : huge ? "huge" : "others"];
    const given = values.batch as number | undefined;
    const batch = given ?? Math.min(how.training.batch, largest.train);
    const { what = "both" } = values;
    const data = what === "solving" ? undefined : timeData(task, batch, effort);
    for (const mode of what === "solving" ? [] : modes) {
      const of: Case = { task, how, network, mode, batch };
      const needed = perExample && perExample.trainingStep * of.batch;
      yield line(
        `${task.name}, ${name}: training step`,
        of,
        timeTraining(of, { ...effort, yardstick: product.run }),
        needed,
        product,
        data,
      );
    }
    for (const mode of what === "training" ? [] : modes) {
      const of: Case = { task, how, network, mode, batch: given ?? Math.min(batch, largest.solve) };
      const needed = perExample && perExample.solving(INNER_STEPS, levels) * of.batch;
      yield line(
        `${task.name}, ${name}: solving`,
        of,
        timeSolving(of, INNER_STEPS, { ...effort, yardstick: product.run }),
        needed,
        product,
      );
    }
  }
}

/** What 1,000 steps of the toy's network leave behind. */
function flatness(): string {
  const how = circleLine.networks.mlp!;
  const network = how.create();
  const memory = () => ({ tensors: tf.memory().numTensors, bytes: Deno.memoryUsage().rss });
  const warm = 100, steps = 1000;
  let before = memory(), after = before;
  timeTraining(
    { task: circleLine, how, network, mode: network.mode ?? "xla", batch: 32 },
    { rounds: warm + steps - 2, seconds: Infinity },
    (step) => {
      if (step === warm) before = memory();
      if (step === warm + steps) after = memory();
    },
  );
  const megabytes = ((after.bytes - before.bytes) / 2 ** 20).toFixed(1);
  return `Over ${steps} training steps of ${circleLine.name}'s ${how.title}: ` +
    `${after.tensors - before.tensors} tensors more, ${megabytes} MB more`;
}

/** The command. */
export const command: Command = {
  example: "deno task bench --task=addition --compiled=both",
  more: networkNames,
  flags: {
    task: { help: "only this task; all by default", value: "NAME", choices: Object.keys(tasks) },
    network: { help: "only this network of the task", value: "NAME", kind: "text" },
    batch: {
      help: "problems per call; by default a training's, or fewer where that would take long",
      value: "N",
      range: [1, 65536],
    },
    what: {
      help: "what to time; both by default",
      value: "WHAT",
      choices: ["training", "solving", "both"],
    },
    rounds: {
      help: "timed calls of each kind at most; 6 by default",
      value: "N",
      range: [1, 1000],
    },
    eager: {
      help: "networks to time op by op as well; by default those whose operations are counted",
      value: "WHICH",
      choices: ["none", "counted", "all"],
    },
    compiled: {
      help: "how to compile: as each network does by itself (default), or both ways",
      value: "HOW",
      choices: ["own", "both"],
    },
  },
  run(values) {
    const { task, network, rounds = 6 } = values as {
      task?: string;
      network?: string;
      rounds?: number;
    };
    if (task === undefined && network !== undefined) {
      throw usageError("--network needs --task: say whose network it is");
    }
    const chosen = task === undefined ? Object.values(tasks) : [taskNamed(task)];
    const networks = new Map(chosen.map((each) => [each, networksOf(each, network)]));
    const effort = { rounds, seconds: SECONDS_PER_ROW };
    const product = matrixProduct();
    const peak = product.operations / measure(product.run, { rounds: 8, seconds: Infinity }).best;
    console.log(`${describeMachine()}
matrix-product peak ${(peak / 1e6).toFixed(1)} GFLOP/s (float32)
Medians of at most ${rounds} calls. Of peak: beside that product, timed before and after each call.
Needed: operations of the factored algorithm. Recorded: products and convolutions that the compiled graph has, equal ones once.
Solving: ${INNER_STEPS} steps on each landscape.\n${columns.join(" | ")}`);
    for (const [each, names] of networks) {
      try {
        for (const row of rowsOf(each, names, effort, product, values)) console.log(row);
      } catch (error) {
        say(`Cannot time ${each.name}: ${(error as Error).message}`);
      }
    }
    if (task === undefined) console.log(flatness());
    product.dispose();
    return Promise.resolve(0);
  },
};
