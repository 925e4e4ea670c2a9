/** Particles and trees over the chain of digits. */
import { rng } from "../../../datasets/rng.ts";
import { growTree, type TreeProblem } from "../../../samplers/tree.ts";
import type { Selection } from "../../../samplers/tree_options.ts";
import { normalisedWeights, systematic } from "../../../samplers/resample.ts";
import { type Key, random, tidy } from "../../../tensor/mod.ts";
import { deeper } from "../deeper.ts";
import type { DigitChain } from "./chain.ts";
import { DIGIT_STEPS, DIGIT_TIMES, EDGE, PIXELS } from "./networks.ts";

/** Ends drawn, one image after the other, and how many of them differ. */
export interface Drawn {
  readonly x: Float32Array;
  readonly distinct: number;
  readonly evaluations: number;
}

/** Keys by number: each draw has its own. */
function keysOf(seed: number) {
  let next = 0;
  return <T>(use: (key: Key) => T): T => {
    const key = tidy(() => random.fold(random.key(seed), next++)) as Key;
    const result = use(key);
    key.dispose();
    return result;
  };
}

/** Some rows of an array of images. */
export function rowsAt(x: Float32Array, rows: ArrayLike<number>): Float32Array {
  const out = new Float32Array(rows.length * PIXELS);
  for (let i = 0; i < rows.length; i++) {
    out.set(x.subarray(rows[i]! * PIXELS, (rows[i]! + 1) * PIXELS), i * PIXELS);
  }
  return out;
}

/** `count` rows in proportion to weights, spread as evenly as whole numbers allow, in random order. */
function drawRows(logWeights: ArrayLike<number>, count: number, seed: number): Int32Array {
  const weights = normalisedWeights(logWeights), stream = rng(seed);
  // Systematic with `count` draws: a stretch of 1/count each.
  const rows = new Int32Array(count), u = stream.uniform();
  let i = 0, reached = weights[0]!;
  for (let k = 0; k < count; k++) {
    while (reached < (u + k) / count && i < weights.length - 1) reached += weights[++i]!;
    rows[k] = i;
  }
  for (let k = count - 1; k > 0; k--) {
    const j = stream.int(k + 1);
    [rows[k], rows[j]] = [rows[j]!, rows[k]!];
  }
  return rows;
}

/** Independent ends of the chain. */
export function rollouts(chain: DigitChain, count: number, seed: number): Float32Array {
  const withKey = keysOf(seed);
  let x = withKey((key) => chain.start(key, count));
  for (let t = DIGIT_STEPS; t > 0; t -= EDGE) x = withKey((key) => chain.walk(x, t, key));
  return x;
}

/** Ends drawn in proportion to exp(r). */
export function weighted(
  chain: DigitChain,
  ends: Float32Array,
  count: number,
  seed: number,
): Drawn {
  const rows = drawRows(chain.value(ends, 0), count, seed);
  const evaluations = ends.length / PIXELS * DIGIT_STEPS;
  return { x: rowsAt(ends, rows), distinct: new Set(rows).size, evaluations };
}

/** How particles are moved and weighed; as in the plane, see `particles.ts` of this paper. */
export type DigitParticles = {
  readonly method: "smc" | "dps" | "tds";
  /** Most deviations of a step that a push may take; default: as far as the gradient says. */
  readonly longest?: number;
};

/** `particles` at once, of which `count` ends are drawn. */
export function steered(
  chain: DigitChain,
  { method, longest = 1e9 }: DigitParticles,
  { particles, count, seed }: {
    readonly particles: number;
    readonly count: number;
    readonly seed: number;
  },
): Drawn {
  const withKey = keysOf(seed), stream = rng(seed), weighs = method !== "dps";
  let x = withKey((key) => chain.start(key, particles));
  let logs = new Float64Array(particles), held = new Float64Array(particles);
  if (method === "tds") {
    held = Float64Array.from(chain.value(x, DIGIT_STEPS));
    logs = held.slice();
  }
  for (let k = 0; k + 1 < DIGIT_TIMES.length; k++) {
    const [from, until] = [DIGIT_TIMES[k]!, DIGIT_TIMES[k + 1]!];
    if (method === "smc") x = withKey((key) => chain.walk(x, from, key));
    else {
      for (let t = from; t > until; t--) {
        const step = withKey((key) => chain.guided(x, t, key, { lambda: 1, longest }));
        x = step.x;
        step.corrections.forEach((c, i) => logs[i]! += c);
      }
    }
    if (!weighs) continue;
    const now = chain.value(x, until);
    logs.forEach((_, i) => logs[i]! += now[i]! - held[i]!);
    held = Float64Array.from(now);
    if (until === 0) break;
    const ancestors = systematic(normalisedWeights(logs), stream.uniform());
    x = rowsAt(x, ancestors);
    held = Float64Array.from(ancestors, (i) => held[i]!);
    logs.fill(0);
  }
  if (!weighs) logs.fill(0);
  const rows = drawRows(logs, count, seed + 1);
  const ends = rowsAt(x, rows);
  return { x: ends, distinct: distinctRows(ends), evaluations: particles * DIGIT_STEPS };
}

/** How many rows differ: particles share ancestors to the end. */
function distinctRows(x: Float32Array): number {
  const seen = new Set<string>();
  for (let i = 0; i < x.length; i += PIXELS) seen.add(x.subarray(i, i + 8).join());
  return seen.size;
}

/** The chain as a tree: nodes where it branches, leaves at time 0; undefined above time T. */
export function digitTree(
  chain: DigitChain,
  seed: number,
  batch: number,
): TreeProblem<Float32Array | undefined> {
  const withKey = keysOf(seed);
  return {
    root: undefined,
    expand(parents, depth) {
      // Always as many rows, as each number of them would be compiled for itself.
      const size = Math.ceil(parents.length / batch) * batch;
      if (depth === 0) {
        const x = withKey((key) => chain.start(key, size));
        return parents.map((_, i) => x.slice(i * PIXELS, (i + 1) * PIXELS));
      }
      const x = new Float32Array(size * PIXELS);
      parents.forEach((parent, i) => x.set(parent!, i * PIXELS));
      const moved = withKey((key) => chain.walk(x, DIGIT_TIMES[depth - 1]!, key));
      return parents.map((_, i) => moved.slice(i * PIXELS, (i + 1) * PIXELS));
    },
    isLeaf: (_, depth) => depth > 0 && DIGIT_TIMES[depth - 1] === 0,
    value(leaves) {
      const size = Math.ceil(leaves.length / batch) * batch;
      const x = new Float32Array(size * PIXELS);
      leaves.forEach((leaf, i) => x.set(leaf!, i * PIXELS));
      return chain.value(x, 0).subarray(0, leaves.length);
    },
    evaluations: (depth) => depth === 0 ? 0 : EDGE,
  };
}

/** `count` ends of a tree grown to a budget. */
export function treeDraws(
  chain: DigitChain,
  selection: Selection,
  { budget, count, seed, batch = 8 }: {
    readonly budget: number;
    readonly count: number;
    readonly seed: number;
    readonly batch?: number;
  },
): Drawn {
  const { uniform } = rng(seed);
  const tree = growTree(digitTree(chain, seed, batch), { uniform, selection, batch });
  tree.grow(budget);
  const ends = tree.draw(count) as Float32Array[];
  const x = new Float32Array(count * PIXELS);
  ends.forEach((end, i) => x.set(end, i * PIXELS));
  return { x, distinct: new Set(ends).size, evaluations: tree.evaluations };
}

/** The best reward that DTS* knows at each budget, one walk at a time. */
export function treeSearch(
  chain: DigitChain,
  { budgets, seed }: { readonly budgets: readonly number[]; readonly seed: number },
): { readonly evaluations: number; readonly best: number; readonly x: Float32Array }[] {
  const { uniform } = rng(seed);
  const tree = growTree(digitTree(chain, seed, 1), { uniform, selection: "uct", ...deeper });
  return budgets.map((evaluations) => {
    tree.grow(evaluations);
    const { state, value } = tree.best();
    return { evaluations, best: value, x: state! };
  });
}
