/**
 * The planner of the page: the library's path network and sampler, bundled for a browser.
 *
 * @module
 */
import { distances, UNREACHABLE } from "../../datasets/graphs/distances.ts";
import { hasEdge } from "../../datasets/graphs/graph.ts";
import { encodePathQueries, PATH_HORIZON } from "../../datasets/graphs/path_encoding.ts";
import type { PathQuery } from "../../datasets/graphs/path_problem.ts";
import { cosineSchedule } from "../../diffusion/schedule.ts";
import { pathRelational } from "../../models/path_relational.ts";
import { annealedDescent } from "../../papers/ired/method/annealed_descent.ts";
import type { SamplerOptions } from "../../papers/ired/method/options.ts";
import { disposeTree, random, tf } from "../../tensor/mod.ts";
import { startWasm } from "../../tensor/browser/start.ts";
import { descent, type Left, paramsOf } from "./descent.ts";

export { joinNearest } from "./join_nearest.ts";
export { distances, hasEdge, PATH_HORIZON, UNREACHABLE };

/** A plan of eight moves. */
export interface Plan {
  /** `[8 · n]`: how much each move favours each node, ±1 where it is sure. */
  readonly answer: Float32Array;
  /** The node that each of the eight moves favours. */
  readonly moves: readonly number[];
  /** On the sharpest landscape. */
  readonly energy: number;
}

/** How a plan is made. */
export interface Planning {
  readonly seed?: number;
  /** Descent steps on each landscape; those of the loaded options by default. */
  readonly innerSteps?: number;
  /** Sees each landscape; what it returns is waited for, and true gives up. */
  readonly onLandscape?: (left: Left, moves: readonly number[]) => Promise<boolean> | boolean;
}

/** A loaded network. */
export interface PathSolver {
  /** The plan from where one stands to the goal; undefined if it was given up. */
  plan(query: PathQuery, planning?: Planning): Promise<Plan | undefined>;
}

/** The favoured node of each move, the first among equals. */
export function favoured(answer: Float32Array, nodes: number): number[] {
  return Array.from({ length: answer.length / nodes }, (_, step) => {
    const own = answer.subarray(step * nodes, (step + 1) * nodes);
    return own.indexOf(Math.max(...own));
  });
}

/**
 * Loads parameters.
 *
 * @param weights A safetensors file
 * @param options The sampler's
 * @param kernels Address of the WebAssembly kernels
 */
export async function loadSolver(
  weights: Uint8Array,
  options: SamplerOptions,
  kernels: string,
): Promise<PathSolver> {
  await startWasm(kernels);
  const schedule = cosineSchedule(), network = pathRelational(schedule);
  const params = paramsOf(weights);
  return {
    async plan(query, { seed = 0, innerSteps = options.innerSteps, onLandscape } = {}) {
      const { nodes } = query.graph, shape = [1, PATH_HORIZON, nodes, 1];
      const solver = annealedDescent(network, schedule, { ...options, innerSteps }, {
        mode: "eager",
      });
      const x = tf.tensor(encodePathQueries([query]), [1, nodes, nodes, 4]);
      const solving = solver.encode(params, { x });
      const root = random.key(seed), key = random.fold(root, 0);
      try {
        const start = solver.init(key, solving, shape);
        for (const left of descent({ solver, network, schedule }, key, solving, start)) {
          const moves = favoured(left.answer, nodes);
          if (await onLandscape?.(left, moves)) return undefined;
          if (left.t === 0) return { answer: left.answer, moves, energy: left.energy };
        }
        return undefined;
      } finally {
        [x, solving.encoded, root, key].forEach(disposeTree);
      }
    },
  };
}
