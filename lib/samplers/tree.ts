/** Trees over what a random process may become, sampled or searched by the worth of their ends. */
import { assertTreeOptions, type Selection, type TreeOptions } from "./tree_options.ts";
import { chooseByBound, chooseByWeight, LinearWeights } from "./tree_weights.ts";

/**
 * A process that goes step by step from a root to an end, and what an end is worth: a diffusion
 * model and a reward, descent with noise and an energy. States are opaque; whatever they hold stays
 * alive as long as the tree.
 */
export interface TreeProblem<State> {
  readonly root: State;
  /** One random child of each parent, in their order. All are at `depth`, the root's being 0. */
  expand(parents: readonly State[], depth: number): readonly State[];
  /** Whether the process ends here. */
  isLeaf(state: State, depth: number): boolean;
  /** r of each leaf, in their order, below Infinity: exp(λr) is its weight; -Infinity for weight 0. */
  value(leaves: readonly State[]): ArrayLike<number>;
  /** Network evaluations that one child of a parent at `depth` takes; not 0 at all depths. */
  evaluations(depth: number): number;
}

/** A tree that grows. */
export interface Tree<State> {
  /** Network evaluations spent so far. */
  readonly evaluations: number;
  readonly leaves: number;
  /**
   * Goes on until `budget` evaluations, in all, are spent or a little exceeded.
   *
   * @throws {RangeError} If that never comes to be: the budget, or what the problem says that a child
   * takes, is no finite number, children take nothing, or C and α let millions of walks in a row add none
   */
  grow(budget: number): void;
  /** The root's value: (1/λ) log of the mean of exp(λr), as the tree estimates it. */
  value(): number;
  /**
   * Ends drawn by walking down, among children in proportion to exp(λ·value); no evaluations.
   *
   * @throws {RangeError} If all weights are 0, or nothing has grown
   */
  draw(count: number): State[];
  /** The best end seen. */
  best(): { readonly state: State; readonly value: number };
}

/** Which children a walk goes among, and which values it changes: see {@link Selection}. */
const SCOUT = 0, COUNTED = 1;
type Kind = typeof SCOUT | typeof COUNTED;

/** A walk that has reached what it expands. */
interface Walk {
  readonly kind: Kind;
  /** Where it is. */
  node: number;
  depth: number;
}

/** What a node is. Its values lie in {@link LinearWeights}. */
interface Node<State> {
  readonly state: State;
  readonly parent: number;
  /** Whose child it is: of a walk that scouts, or of one that counts. */
  readonly kind: Kind;
  readonly leaf: boolean;
  readonly children: readonly [number[], number[]];
  readonly visits: [number, number];
}

/** Rounds in a row that may take no evaluations, as the last steps of a process may be free. */
const FREE_ROUNDS = 1000;

/** Walks in a row that may end at leaves: a node with few children and small α waits longer for the next. */
const IDLE_WALKS = 5e6;

function assertOneEach(what: string, given: number, wanted: number): void {
  if (given === wanted) return;
  throw new RangeError(`Cannot grow a tree by ${given} ${what}: ${wanted} were asked for`);
}

/**
 * Grows a tree of rollouts (Jain et al. 2025, *Diffusion Tree Sampling*, algorithm 1).
 *
 * A walk goes down from the root as long as a node has at least C·N^α children, N being the walks
 * that came by, among children as {@link Selection} says; there it adds a child and follows the
 * process from it to an end, and every state on the way becomes a node. Values go up again:
 * v(node) = (1/λ) log mean exp(λ·v(child)), or their maximum.
 *
 * `batch` walks are begun at once and expand together, level by level, for networks that are
 * faster so; with 1, walks follow each other as in the paper.
 *
 * @throws {RangeError} If an option is out of range, or the root is a leaf; `grow`, if the problem
 * gives other than one child or value for each, or a value that is NaN or infinitely good
 */
export function growTree<State>(problem: TreeProblem<State>, options: TreeOptions): Tree<State> {
  const o = assertTreeOptions(options);
  const lambda = o.lambda, uniform = o.uniform;
  const nodes: Node<State>[] = [];
  const weights = new LinearWeights();
  const spent: [number, number] = [0, 0];
  let leaves = 0, best = -1, bestValue = -Infinity, free = 0, idle = 0;

  const evaluations = () => spent[SCOUT] + spent[COUNTED];

  function add(state: State, parent: number, kind: Kind, depth: number): number {
    const leaf = problem.isLeaf(state, depth);
    nodes.push({ state, parent, kind, leaf, children: [[], []], visits: [1, 1] });
    if (parent >= 0) nodes[parent]!.children[kind].push(nodes.length - 1);
    weights.grow(nodes.length);
    return nodes.length - 1;
  }
  add(problem.root, -1, COUNTED, 0);
  if (nodes[0]!.leaf) throw new RangeError("Cannot grow a tree: its root is a leaf already");

  /** Which values steer a walk. */
  const steering = o.selection === "scouted" ? SCOUT : COUNTED;

  function choose(node: number, children: readonly number[]): number {
    const selection: Selection = o.selection;
    if (selection === "uniform") return children[Math.floor(uniform() * children.length)]!;
    if (selection === "uct") {
      const visits = (i: number) => nodes[i]!.visits[COUNTED];
      return chooseByBound(children, (i) => weights.value(COUNTED, i) / lambda, visits, {
        total: visits(node),
        exploration: o.exploration,
      });
    }
    // Who is not known yet counts as much as its parent.
    const neutral = weights.of(steering, node);
    return chooseByWeight(children, weights, steering, neutral, uniform());
  }

  /** Walks down to where something is to be added; undefined where the walk ends at a leaf. */
  function descend(kind: Kind): Walk | undefined {
    let node = 0, depth = 0;
    for (;;) {
      const here = nodes[node]!;
      if (here.leaf) return undefined;
      let list = kind;
      if (kind === SCOUT) {
        // Half of the scouts look at the children that count, to learn how to steer among them.
        const counted = here.children[COUNTED];
        const known = counted.length > 0 && !nodes[counted[0]!]!.leaf;
        if (known && uniform() < 0.5) list = COUNTED;
      }
      const children = here.children[list];
      if (list === kind) {
        if (children.length < o.C * here.visits[kind] ** o.alpha) return { kind, node, depth };
        here.visits[kind]++;
      }
      node = choose(node, children);
      depth++;
    }
  }

  /** Adds a child to the node of each walk, and follows the process to its ends. */
  function rollOut(walks: Walk[]): Walk[] {
    const ended: Walk[] = [];
    let active = walks;
    while (active.length > 0) {
      const depth = Math.min(...active.map((walk) => walk.depth));
      const now = active.filter((walk) => walk.depth === depth);
      const states = problem.expand(now.map(({ node }) => nodes[node]!.state), depth);
      assertOneEach("children", states.length, now.length);
      const cost = problem.evaluations(depth);
      if (!(cost >= 0 && cost < Infinity)) {
        throw new RangeError(
          `evaluations(${depth}) must be a finite number of at least 0: current value is ${cost}`,
        );
      }
      now.forEach((walk, i) => {
        spent[walk.kind] += cost;
        // Its visits begin at 1, which is this walk.
        walk.node = add(states[i]!, walk.node, walk.kind, depth + 1);
        walk.depth++;
        if (nodes[walk.node]!.leaf) ended.push(walk);
      });
      active = active.filter((walk) => !nodes[walk.node]!.leaf);
    }
    return ended;
  }

  /** Values from a new leaf upwards, as far as they change. */
  function backUp({ kind, node }: Walk, value: number): void {
    weights.set(kind, node, lambda * value);
    for (let child = node; child > 0;) {
      const { parent, kind: list } = nodes[child]!;
      // A scout among the children that count teaches about this child, not about its parent.
      if (list !== kind) return;
      weights.update(kind, parent, nodes[parent]!.children[kind], o.backup);
      child = parent;
    }
  }

  function round(): void {
    const walks: Walk[] = [];
    for (let tries = 0; walks.length < o.batch && tries < 10 * o.batch; tries++) {
      const kind = o.selection === "scouted" && spent[SCOUT] <= spent[COUNTED] ? SCOUT : COUNTED;
      const walk = descend(kind);
      if (!walk) {
        if (++idle > IDLE_WALKS) {
          throw new RangeError(
            `Cannot grow a tree to a budget with C = ${o.C}, α = ${o.alpha}: its last ${idle} walks added no child`,
          );
        }
        continue;
      }
      idle = 0;
      nodes[walk.node]!.visits[kind]++;
      walks.push(walk);
    }
    if (walks.length === 0) return;
    const before = evaluations(), ended = rollOut(walks);
    free = evaluations() > before ? 0 : free + 1;
    if (free > FREE_ROUNDS) {
      throw new RangeError(
        `Cannot grow a tree to a budget: its last ${free} rounds took 0 evaluations, and some must take more`,
      );
    }
    const values = problem.value(ended.map(({ node }) => nodes[node]!.state));
    assertOneEach("values", values.length, ended.length);
    ended.forEach((walk, i) => {
      const value = values[i]!;
      if (!(value < Infinity)) {
        throw new RangeError(
          `Cannot grow a tree: the value of a leaf is ${value}, accepted are numbers below Infinity`,
        );
      }
      leaves++;
      if (best < 0 || value > bestValue) [best, bestValue] = [walk.node, value];
      backUp(walk, value);
    });
  }

  return {
    get evaluations() {
      return evaluations();
    },
    get leaves() {
      return leaves;
    },
    grow(budget) {
      if (!Number.isFinite(budget)) {
        throw new RangeError(`budget must be a finite number: current value is ${budget}`);
      }
      while (evaluations() < budget) round();
    },
    value: () => weights.value(COUNTED, 0) / lambda,
    draw(count) {
      if (!(weights.value(COUNTED, 0) > -Infinity)) {
        throw new RangeError(
          `Cannot draw from a tree of ${leaves} leaves: all weights are 0, and one above 0 is needed`,
        );
      }
      return Array.from({ length: count }, () => {
        let node = 0;
        while (!nodes[node]!.leaf) {
          const children = nodes[node]!.children[COUNTED];
          node = chooseByWeight(children, weights, COUNTED, 0, uniform());
        }
        return nodes[node]!.state;
      });
    },
    best() {
      if (best < 0) throw new RangeError("Cannot name the best of 0 leaves: grow the tree first");
      return { state: nodes[best]!.state, value: bestValue };
    },
  };
}
