/** A player of shortest paths that asks a network for each move. */
import { disposeTree, type Key, random, tf, tidy } from "../../../tensor/mod.ts";
import { PATH_HORIZON, type PathQuery } from "../../../datasets/shortest_path.ts";
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { firstMove } from "../tasks/shortest_path/measures.ts";
import { pathCondition } from "../tasks/shortest_path/problems.ts";
import type { Task } from "../tasks/task.ts";
import type { PathPolicy } from "./closed_loop.ts";
import { assertInteger, BLOCK } from "./problems.ts";
import { solveBatch, type SolverOptions, type SolverSettings, solverSettings } from "./solver.ts";

/** Who plays, and how it solves. */
export interface PathPolicyOptions extends SolverOptions {
  readonly task: Task;
  readonly network: EnergyNetwork;
  /** The averaged parameters of a checkpoint. */
  readonly params: Params;
  /** Queries solved at once; 128 by default. */
  readonly batch?: number;
  /** Fixes where descent starts; 0 by default. */
  readonly seed?: number;
}

/** The first moves of the answers to `queries`, of which there are at most `batch`. */
function firstMoves(
  { network, params }: PathPolicyOptions,
  settings: SolverSettings,
  queries: readonly PathQuery[],
  batch: number,
  key: Key,
): Int32Array {
  const nodes = queries[0]!.graph.nodes;
  // Filled up with copies of the last one, so that all calls have the shape that was compiled.
  const filled = Array.from({ length: batch }, (_, i) => queries[Math.min(i, queries.length - 1)]!);
  const problem = { condition: tidy(() => pathCondition(filled)) };
  const shape = [batch, PATH_HORIZON, nodes, 1];
  const { answer } = solveBatch({ network, params }, problem, shape, key, settings);
  const moves = tf.tidy(() => {
    const best = firstMove(answer);
    // A row of zeros has no best node: all of its scores are NaN, and no edge leads to -1.
    const none = tf.equal(tf.sum(best, 1), 0);
    const node = tf.where(none, tf.scalar(-1, "int32"), tf.argMax(best, 1));
    return Int32Array.from(node.dataSync().subarray(0, queries.length));
  });
  disposeTree(problem);
  answer.dispose();
  return moves;
}

/**
 * A policy that solves each query anew and makes the first of the eight moves of the answer. Each
 * call descends from other noise, so that one who is stuck may find another move.
 *
 * @throws {RangeError} If an option is impossible
 */
export function networkPolicy(options: PathPolicyOptions): PathPolicy {
  const { batch = 128, seed = 0 } = options;
  assertInteger("batch", batch, 1, BLOCK);
  const settings = solverSettings(options.task, options);
  let calls = 0;
  return (queries) => {
    const moves = new Int32Array(queries.length);
    for (let first = 0; first < queries.length; first += batch) {
      const some = queries.slice(first, first + batch);
      const key = tf.tidy(() => random.fold(random.key(seed), calls));
      moves.set(firstMoves(options, settings, some, batch, key), first);
      key.dispose();
      calls++;
    }
    return moves;
  };
}
