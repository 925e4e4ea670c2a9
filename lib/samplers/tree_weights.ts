/** Values of a tree's nodes, kept as exp(λv - anchor), so that means are sums and need no logarithm. */

/** How far values may rise above the anchor before all weights are rescaled. */
const ROOM = 300;

/** Weights from here on have all their digits. */
const LEAST = 1e-290;

/** The log of the mean of exponentials, or the maximum, of numbers that are not NaN. */
function logOf(logs: readonly number[], how: "soft" | "max"): number {
  const known = logs.filter((log) => !Number.isNaN(log)), most = Math.max(...known);
  if (how === "max" || most === -Infinity) return most;
  const sum = known.reduce((all, log) => all + Math.exp(log - most), 0);
  return most + Math.log(sum / known.length);
}

/** Two values for each node; see {@link LinearWeights.of}. */
export class LinearWeights {
  readonly #weights: [Float64Array, Float64Array] = [new Float64Array(64), new Float64Array(64)];
  /** λv itself, for weights that are too small for a number of 64 bits. */
  readonly #logs: [Float64Array, Float64Array] = [new Float64Array(64), new Float64Array(64)];
  #anchor = -Infinity;
  #count = 0;

  /** Makes room for `count` nodes, whose values are not known yet. */
  grow(count: number): void {
    for (const kind of [0, 1] as const) {
      for (const all of [this.#weights, this.#logs]) {
        if (count > all[kind].length) {
          const larger = new Float64Array(2 * count);
          larger.set(all[kind]);
          all[kind] = larger;
        }
        all[kind].fill(NaN, this.#count, count);
      }
    }
    this.#count = count;
  }

  /** exp(λv - anchor), NaN where nothing is known. */
  of(kind: 0 | 1, node: number): number {
    return this.#weights[kind][node]!;
  }

  /** λv. */
  value(kind: 0 | 1, node: number): number {
    const weight = this.#weights[kind][node]!;
    return weight < LEAST ? this.#logs[kind][node]! : Math.log(weight) + this.#anchor;
  }

  /** Sets λv of a leaf. */
  set(kind: 0 | 1, node: number, logWeight: number): void {
    // -Infinity, which is above nothing, stays weight 0 and sets no anchor.
    if (logWeight > this.#anchor + ROOM) this.#lift(logWeight);
    this.#logs[kind][node] = logWeight;
    this.#weights[kind][node] = logWeight === -Infinity ? 0 : Math.exp(logWeight - this.#anchor);
  }

  /** Rescales all weights to a higher anchor; of those that get too small the logarithm is kept. */
  #lift(anchor: number): void {
    const factor = this.#anchor === -Infinity ? 0 : Math.exp(this.#anchor - anchor);
    for (const kind of [0, 1] as const) {
      const all = this.#weights[kind], logs = this.#logs[kind];
      for (let i = 0; i < this.#count; i++) {
        const weight = all[i]!, after = weight * factor;
        if (weight >= LEAST && after < LEAST) logs[i] = Math.log(weight) + this.#anchor;
        all[i] = after;
      }
    }
    this.#anchor = anchor;
  }

  /** The value of a node from those of its children that are known. */
  update(kind: 0 | 1, node: number, children: readonly number[], how: "soft" | "max"): void {
    const all = this.#weights[kind], logs = this.#logs[kind];
    let sum = 0, count = 0, most = 0;
    for (let i = 0; i < children.length; i++) {
      const w = all[children[i]!]!;
      if (w !== w) continue;
      sum += w;
      count++;
      if (w > most) most = w;
    }
    if (count === 0) return;
    const weight = all[node] = how === "soft" ? sum / count : most;
    if (weight < LEAST) {
      logs[node] = logOf(children.map((child) => this.value(kind, child)), how);
    }
  }
}

/**
 * A child drawn in proportion to its weight, where it is not known to `neutral`; equally likely if
 * all are 0. Where weights are too small for numbers of 64 bits, those of unknown children are 0.
 */
export function chooseByWeight(
  children: readonly number[],
  weights: LinearWeights,
  kind: 0 | 1,
  neutral: number,
  u: number,
): number {
  const unknown = neutral === neutral ? neutral : 1;
  let sum = 0;
  for (let i = 0; i < children.length; i++) {
    const w = weights.of(kind, children[i]!);
    sum += w === w ? w : unknown;
  }
  if (!(sum >= LEAST)) return chooseByValue(children, (child) => weights.value(kind, child), u);
  let left = u * sum;
  for (let i = 0; i < children.length; i++) {
    const w = weights.of(kind, children[i]!);
    left -= w === w ? w : unknown;
    if (left < 0) return children[i]!;
  }
  return children[children.length - 1]!;
}

/** The same by λv of children, of which unknown ones have NaN. */
function chooseByValue(
  children: readonly number[],
  value: (child: number) => number,
  u: number,
): number {
  const values = children.map((child) => {
    const v = value(child);
    return v === v ? v : -Infinity;
  });
  const most = Math.max(...values);
  if (most === -Infinity) return children[Math.floor(u * children.length)]!;
  const shares = values.map((v) => Math.exp(v - most));
  let left = u * shares.reduce((a, b) => a + b, 0);
  const at = shares.findIndex((share) => (left -= share) < 0);
  return children[at < 0 ? values.indexOf(most) : at]!;
}

/** The child with the largest value + c·√(log N/n); one that is not known yet comes first. */
export function chooseByBound(
  children: readonly number[],
  value: (child: number) => number,
  visits: (child: number) => number,
  { total, exploration }: { readonly total: number; readonly exploration: number },
): number {
  let best = children[0]!, most = -Infinity;
  for (const child of children) {
    const v = value(child);
    const bound = Number.isNaN(v)
      ? Infinity
      : v + exploration * Math.sqrt(Math.log(total) / visits(child));
    if (bound > most) [best, most] = [child, bound];
  }
  return best;
}
