/** What a trained agent does in the maze. */
import { rng } from "../../datasets/rng.ts";
import { random } from "../../tensor/mod.ts";
import type { Agent, AgentState } from "./agent.ts";
import { inCells, maze, mazeGoals } from "./environments.ts";
import { actOn } from "./training.ts";

/** Episodes of one lane from the middle. */
export interface MazeOutcome {
  /** Share of episodes that reach each goal. */
  readonly goals: readonly number[];
  /** Share that reaches any. */
  readonly solved: number;
  /** -Σ p log₂ p over the goals among solved episodes: 1 bit if both are as likely. */
  readonly entropy: number;
  /** Mean steps of solved episodes; the horizon if there is none. */
  readonly steps: number;
  /** A few episodes, in cells. */
  readonly paths: readonly (readonly (readonly number[])[])[];
}

/** Anything that gives u for states of all lanes. */
export type Acting = (states: readonly (readonly number[])[], step: number) => Float32Array;

/** Runs `episodes` of each lane at once. */
export function mazeOutcomes(
  act: Acting,
  { lanes, episodes, seed }: {
    readonly lanes: number;
    readonly episodes: number;
    readonly seed: number;
  },
): MazeOutcome[] {
  const stream = rng(seed).split("maze"), n = lanes * episodes;
  let states = Array.from({ length: n }, () => maze.reset(stream));
  const goals = new Array<number>(n).fill(-1), lengths = new Array<number>(n).fill(maze.horizon);
  const paths = states.map((s) => [inCells(s)]);
  for (let step = 0; step < maze.horizon; step++) {
    const u = act(states, step);
    states = states.map((s, i) => {
      if (goals[i]! >= 0) return s;
      const after = maze.step(s, [Math.tanh(u[2 * i]!), Math.tanh(u[2 * i + 1]!)]);
      paths[i]!.push(inCells(after.state));
      if (after.goal !== undefined) [goals[i], lengths[i]] = [after.goal, step + 1];
      return after.state;
    });
  }
  return Array.from({ length: lanes }, (_, lane) => {
    const own = [...Array(episodes).keys()].map((i) => lane * episodes + i);
    const shares = mazeGoals.map((_, g) => own.filter((i) => goals[i] === g).length / episodes);
    const solved = shares.reduce((a, b) => a + b, 0);
    const entropy = -shares.reduce(
      (sum, p) => p > 0 ? sum + p / solved * Math.log2(p / solved) : sum,
      0,
    );
    const reached = own.filter((i) => goals[i]! >= 0).map((i) => lengths[i]!);
    const steps = reached.length
      ? reached.reduce((a, b) => a + b, 0) / reached.length
      : maze.horizon;
    return {
      goals: shares,
      solved,
      entropy: Math.abs(entropy),
      steps,
      paths: own.slice(0, 12).map((i) => paths[i]!),
    };
  });
}

/** {@link mazeOutcomes} of an agent. */
export function agentOutcomes(agent: Agent, state: AgentState, episodes: number, seed: number) {
  const act: Acting = (states, step) => {
    const key = random.key(seed * 1000 + step);
    const u = actOn(agent, key, state, states);
    key.dispose();
    return u;
  };
  return mazeOutcomes(act, { lanes: agent.options.lanes, episodes, seed });
}

/** {@link mazeOutcomes} of uniform actions. */
export function uniformOutcomes(episodes: number, seed: number): MazeOutcome {
  const stream = rng(seed).split("uniform");
  const act: Acting = (states) =>
    Float32Array.from(
      { length: 2 * states.length },
      () => Math.atanh(0.999 * (2 * stream.uniform() - 1)),
    );
  return mazeOutcomes(act, { lanes: 1, episodes, seed })[0]!;
}
