/** `verify`: whether a device computes what another one did: losses, gradients, updates, answers. */
import { usageError } from "../checks/usage.ts";
import { backend, disposeTree, flatten, random, type Tensor } from "../tensor/mod.ts";
import { solveBatch, solverSettings } from "../papers/ired/evaluation/solver.ts";
import { suggestion } from "../checks/spelling.ts";
import { type Task, type TaskNetwork, tasks } from "../papers/ired/tasks/mod.ts";
import { trainingProblem } from "../papers/ired/training.ts";
import { compileUpdate, initialState, numbersAt } from "../training/trainer.ts";
import { networkNames } from "./networks.ts";
import type { Command } from "./command.ts";
import { say } from "./report.ts";
import { assertWritable, ownReference } from "./writable.ts";

/** Largest relative difference of two devices, and of answers, which descents amplify. */
const TOLERANCE = { step: 1e-4, answer: 1e-2 } as const;
const BATCH = 4;
/** Values kept of each tensor, evenly spread. */
const KEPT = 256;
/** Parts of a step that are differences of nearly equal numbers are told by their own size. */
const quantities = ["loss", "gradientNorm", "first", "second", "params", "average"] as const;

/** Numbers by quantity, of one network. */
type Numbers = Readonly<Record<string, readonly number[]>>;

/** What a file holds: where it was computed, and the numbers by network. */
interface Reference {
  readonly device: string;
  readonly networks: Readonly<Record<string, Numbers>>;
}

function sampled(tensor: Tensor): number[] {
  const values = tensor.dataSync(), step = Math.max(1, Math.floor(values.length / KEPT));
  return Array.from({ length: Math.min(KEPT, values.length) }, (_, i) => values[i * step]!);
}

/** Which quantity a leaf of the step's results belongs to. */
const quantityOf = (path: string) =>
  quantities.find((name) => path.split(".").includes(name)) ?? "metrics";

/** One training step and one solved batch of a network. */
async function compute(task: Task, how: TaskNetwork): Promise<Numbers> {
  const network = how.create();
  const config = { ...how.training, batch: BATCH };
  const { learner, experience } = trainingProblem(task, how, config, network);
  const update = compileUpdate(learner, "xla");
  const state = initialState(learner, 0);
  const keys = { data: random.key(1), step: random.key(2), start: random.key(3) };
  const batch = await experience.next(keys.data, state);
  const numbers = numbersAt(learner, 1).scalars;
  const next = update({ state, batch, key: keys.step, numbers });
  const found: Record<string, number[]> = {};
  for (const [path, tensor] of flatten(next)) {
    (found[quantityOf(path)] ??= []).push(...sampled(tensor));
  }
  const sampler = { innerSteps: 2 };
  const settings = solverSettings(task, { preset: how.training.preset, sampler, mode: "xla" });
  const problems = task.sample(keys.data, BATCH, "same");
  const { answer } = solveBatch(
    { network, params: network.init(keys.start) },
    problems,
    problems.answer.shape,
    keys.start,
    settings,
  );
  found.answer = sampled(answer);
  answer.dispose();
  [state, next, batch, numbers, problems, keys].forEach(disposeTree);
  update.dispose();
  return found;
}

/** ‖a - b‖/‖b‖ */
function difference(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Infinity;
  const norm = (v: readonly number[]) => Math.hypot(...v);
  const apart = norm(a.map((value, i) => value - b[i]!));
  return Number.isFinite(apart) ? apart / Math.max(norm(b), 1e-30) : Infinity;
}

function readReference(path: string): Reference {
  try {
    const reference: Reference = JSON.parse(Deno.readTextFileSync(path));
    if (typeof reference.networks === "object" && reference.networks) return reference;
    throw new SyntaxError(`${path} holds no networks`);
  } catch (error) {
    throw usageError(`--against must be a file that --write made: ${(error as Error).message}`);
  }
}

/** Networks by task, those of one name where one is asked for. */
function networksOf(task: string | undefined, network: string | undefined) {
  const all = Object.values<Task>(tasks).filter(({ name }) => task === undefined || name === task)
    .flatMap((each) => Object.entries(each.networks).map(([own, how]) => ({ each, own, how })));
  const chosen = all.filter(({ own }) => network === undefined || own === network);
  if (chosen.length > 0) return chosen;
  const accepted = [...new Set(all.map(({ own }) => own))];
  throw usageError(
    `--network of ${task ?? "all tasks"} must be one of ${
      accepted.join(", ")
    }: current value is ${network}${suggestion(network!, accepted)}`,
  );
}

/** The command. */
export const command: Command = {
  example: "deno task verify --device=tensorflow --write=reference.json",
  more: networkNames,
  flags: {
    task: { help: "only this task; all by default", value: "NAME", choices: Object.keys(tasks) },
    network: { help: "only networks of this name", value: "NAME", kind: "text" },
    write: {
      help: "keep the numbers of this device in FILE: a new one, or an earlier one of these",
      value: "FILE",
      kind: "text",
    },
    against: { help: "compare with the numbers in FILE", value: "FILE", kind: "text" },
  },
  async run({ task, network, write, against }) {
    if ((write === undefined) === (against === undefined)) {
      throw usageError("either --write or --against is needed: say which file");
    }
    const reference = against === undefined ? undefined : readReference(against as string);
    const all = networksOf(task as string | undefined, network as string | undefined);
    const chosen = all.filter(({ each, own }) =>
      reference === undefined || reference.networks[`${each.name} ${own}`]
    );
    if (chosen.length === 0) {
      throw usageError(
        `${against} has nothing to compare with: it holds ${
          Object.keys(reference!.networks).join(", ") || "no networks"
        }`,
      );
    }
    if (write !== undefined) assertWritable("write", write as string, ownReference);
    const { name, version, device } = backend();
    const here = `${name} ${version} (${device})`;
    const networks: Record<string, Numbers> = {};
    let failed = 0;
    if (reference) {
      console.log(`${here} against ${reference.device}\nnetwork | quantity | difference`);
    }
    for (const { each, own, how } of chosen) {
      const label = `${each.name} ${own}`, known = reference?.networks[label];
      const started = performance.now();
      const found = networks[label] = await compute(each, how);
      say(`${label}: computed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
      for (const [quantity, numbers] of Object.entries(found)) {
        if (!known) break;
        const apart = difference(numbers, known[quantity] ?? []);
        const limit = quantity === "answer" ? TOLERANCE.answer : TOLERANCE.step;
        if (!(apart <= limit)) failed++;
        console.log(
          `${label} | ${quantity} | ${apart.toExponential(1)}${apart <= limit ? "" : " TOO FAR"}`,
        );
      }
    }
    if (reference && chosen.length < all.length) {
      const left = all.filter((one) => !chosen.includes(one)).map(({ each, own }) =>
        `${each.name} ${own}`
      );
      say(`Not compared, as ${against} does not have them: ${left.join(", ")}.`);
    }
    if (write !== undefined) {
      Deno.writeTextFileSync(write as string, JSON.stringify({ device: here, networks }));
      say(`Wrote ${write}.`);
    } else {
      console.log(failed ? `${failed} quantities differ too much` : "all agree");
    }
    return failed ? 1 : 0;
  },
};
