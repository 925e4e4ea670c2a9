/** Trained agents measured, as tables and charts show them, and what they say of the claims. */
import { rng } from "../../datasets/rng.ts";
import type { ComparisonRow } from "../../plots/comparison.ts";
import type { StepsRow } from "../../plots/error_by_steps.ts";
import { type Agent, createAgent } from "./agent.ts";
import type { AgentOptions } from "./agent_options.ts";
import {
  agentActions,
  bestActions,
  gridStates,
  type PolicyErrors,
  policyErrors,
  weightedActions,
} from "./bandit.ts";
import type { Environment } from "./environments.ts";
import type { EstimatorRow } from "./estimator_errors.ts";
import { agentOutcomes, type MazeOutcome, uniformOutcomes } from "./maze.ts";
import { train, type Training, type TrainingOptions } from "./training.ts";

/** An agent, and how it became so. */
export interface TrainedAgent {
  readonly title: string;
  readonly agent: Agent;
  readonly training: Training;
}

const TITLES: Readonly<Record<string, string>> = { dqs: "DQS", qsm: "QSM", sac: "SAC" };

/** Trains the agents of one kind. */
export async function trained(
  title: string,
  options: AgentOptions,
  environment: Environment,
  training: TrainingOptions,
): Promise<TrainedAgent> {
  const agent = createAgent(options);
  const done = await train(agent, environment, training);
  return { title: TITLES[title] ?? title, agent, training: done };
}

/** One agent on the bandit. */
export interface BanditRow extends PolicyErrors {
  readonly method: string;
  readonly kind: "ours" | "trivial" | "reference";
  readonly evaluations: number;
  readonly seconds: number;
}

/** How policies are measured. */
export interface BanditMeasure {
  readonly alpha: number;
  /** Actions for each state. */
  readonly count: number;
  readonly seed: number;
}

/** Exact actions, the floor, and uniform ones. */
export function references({ alpha, count, seed }: BanditMeasure): BanditRow[] {
  const stream = rng(seed).split("references");
  const exact = gridStates.map((s) => bestActions(s, alpha, count, stream));
  const uniform = gridStates.map(() =>
    Float32Array.from({ length: 2 * count }, () => 2 * stream.uniform() - 1)
  );
  const row = (
    method: string,
    kind: "reference" | "trivial",
    actions: readonly Float32Array[],
  ): BanditRow => ({
    method,
    kind,
    evaluations: 0,
    seconds: 0,
    ...policyErrors(actions, alpha, stream),
  });
  return [row("exact actions", "reference", exact), row("uniform actions", "trivial", uniform)];
}

/** All lanes of a kind. */
export function measureBandit(
  { title, agent, training }: TrainedAgent,
  { alpha, count, seed }: BanditMeasure,
): BanditRow[] {
  return agentActions(agent, training.state, count, seed).map((actions) => ({
    method: title,
    kind: "ours" as const,
    evaluations: training.criticEvaluations,
    seconds: training.seconds,
    ...policyErrors(actions, alpha, rng(seed).split("exact")),
  }));
}

/** Uniform actions weighted by an agent's critic. */
export function measureWeighted(
  { agent, training }: TrainedAgent,
  { alpha, count, seed, candidates }: BanditMeasure & { readonly candidates: number },
): BanditRow[] {
  const all = weightedActions(agent, training.state, { alpha, count, seed, candidates });
  const method = `${candidates.toLocaleString("en")} uniform actions, weighted`;
  return all.map((actions) => ({
    method,
    kind: "trivial" as const,
    evaluations: 0,
    seconds: training.seconds,
    ...policyErrors(actions, alpha, rng(seed).split("exact")),
  }));
}

const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;
const deviation = (v: readonly number[]) => {
  const m = mean(v);
  return v.length > 1 ? Math.sqrt(v.reduce((s, x) => s + (x - m) ** 2, 0) / (v.length - 1)) : 0;
};
const both = (v: readonly number[], digits: number) =>
  v.length > 1
    ? `${mean(v).toFixed(digits)} ± ${deviation(v).toFixed(digits)}`
    : mean(v).toFixed(digits);

/** One line for each method: means and deviations over seeds. */
export function banditTable(rows: readonly BanditRow[]) {
  return [...Map.groupBy(rows, ({ method }) => method)].map(([method, own]) => ({
    method,
    KL: both(own.map((r) => r.kl), 3),
    "total variation": both(own.map((r) => r.variation), 3),
    "squared MMD": both(own.map((r) => r.mmd), 4),
    reward: both(own.map((r) => r.reward), 2),
    "Q evaluations of the actor's targets": own[0]!.evaluations.toLocaleString("en"),
    seconds: own[0]!.seconds.toFixed(0),
  }));
}

/** KL of each method, with the range over seeds. */
export function banditBars(rows: readonly BanditRow[]): ComparisonRow[] {
  return [...Map.groupBy(rows, ({ method }) => method)].map(([method, own]) => {
    const values = own.map(({ kl }) => kl);
    return {
      method,
      split: "",
      kind: own[0]!.kind,
      value: mean(values),
      low: Math.min(...values),
      high: Math.max(...values),
    };
  });
}

/**
 * Agents of some lanes, on average, against the best policy of their own temperature, with the floor
 * beside it: also as a share of what uniform actions lack, as hot policies are all but uniform.
 */
export function atTemperature(
  one: TrainedAgent,
  measure: BanditMeasure & { readonly lanes: readonly number[] },
) {
  const all = measureBandit(one, measure), found = measure.lanes.map((lane) => all[lane]!);
  const [floor, uniform] = references(measure) as [BanditRow, BanditRow];
  const kl = mean(found.map((row) => row.kl));
  return {
    "α": measure.alpha,
    agents: found.length,
    "KL of DQS": kl,
    "of exact actions": floor.kl,
    "of uniform actions": uniform.kl,
    "share of what uniform ones lack": (kl - floor.kl) / (uniform.kl - floor.kl),
    "total variation of DQS": mean(found.map((row) => row.variation)),
    reward: mean(found.map((row) => row.reward)),
    "best reward": floor.reward,
  };
}

/** Errors of estimates, a panel for each K. */
export function estimateRows(rows: readonly EstimatorRow[]): StepsRow[] {
  const Ks = [...new Set(rows.filter(({ estimator }) => /η/.test(estimator)).map(({ K }) => K))];
  return Ks.flatMap((K) =>
    rows.filter((row) => row.K === K || !/η/.test(row.estimator)).map((row) => ({
      method: row.estimator,
      split: `K = ${K}`,
      steps: Number(row.noise.toPrecision(2)),
      value: Math.max(row.rmse, 1e-4),
    }))
  );
}

/** One agent's episodes. */
export interface MazeRow {
  readonly method: string;
  /** Its number among those that were trained at once, from one seed. */
  readonly agent: number | string;
  readonly "upper goal": number;
  readonly "lower goal": number;
  readonly solved: number;
  /** Of which goal it is; "–" where none was reached. */
  readonly "entropy, bits": number | string;
  readonly steps: number;
  /** Steps in the maze until both goals were seen in training. */
  readonly "both found after": number | string;
  readonly seconds: number;
}

const mazeRow = (
  { goals, solved, entropy, steps }: MazeOutcome,
  rest: Pick<MazeRow, "method" | "agent" | "both found after" | "seconds">,
): MazeRow => ({
  method: rest.method,
  agent: rest.agent,
  "upper goal": goals[0]!,
  "lower goal": goals[1]!,
  solved,
  "entropy, bits": solved > 0 ? entropy : "–",
  steps,
  "both found after": rest["both found after"],
  seconds: rest.seconds,
});

/** How the maze is measured. */
export interface MazeMeasure {
  readonly episodes: number;
  readonly seed: number;
}

/** All lanes of a kind. */
export function mazeRows({ title, agent, training }: TrainedAgent, m: MazeMeasure): MazeRow[] {
  return agentOutcomes(agent, training.state, m.episodes, m.seed).map((outcome, lane) => {
    const times = Object.values(training.found[lane]!);
    const both = times.length === 2 ? Math.max(...times) : "not found";
    const seconds = Math.round(training.seconds);
    return mazeRow(outcome, { method: title, agent: lane, "both found after": both, seconds });
  });
}

/** Uniform actions, over ten times as many episodes, as they seldom arrive. */
export function uniformRow({ episodes, seed }: MazeMeasure): MazeRow[] {
  const outcome = uniformOutcomes(10 * episodes, seed);
  const rest = { method: "uniform actions", agent: "–", "both found after": "", seconds: 0 };
  return [mazeRow(outcome, rest)];
}
