/** Graphs, as lists of edges or 0/1 matrices, for connectivity and for paths. */
import { CONNECTIVITY_SPLITS } from "../../../../datasets/connectivity.ts";
import { distances, UNREACHABLE } from "../../../../datasets/graphs/distances.ts";
import { parseGraph, type PlainGraph } from "../../../../datasets/read_graph.ts";
import { describeShape, entryOf, type NumberArray } from "../../../../datasets/read_arrays.ts";
import {
  encodePathQueries,
  PATH_CHANNELS,
  PATH_SPLITS,
} from "../../../../datasets/shortest_path.ts";
import {
  assertNames,
  asSigns,
  formatRows,
  type OwnCondition,
  type OwnOptions,
  type OwnProblems,
} from "./own.ts";

/** Fewer nodes are no problem, and more would fill the memory. */
const NODES = [2, 400] as const;

function assertSize(nodes: number): void {
  if (nodes < NODES[0] || nodes > NODES[1]) {
    throw new RangeError(`The graph must have ${NODES.join(" to ")} nodes: it has ${nodes}`);
  }
}

function assertNode(name: string, node: number | undefined, nodes: number): number {
  if (node !== undefined && Number.isInteger(node) && node >= 0 && node < nodes) return node;
  throw new RangeError(
    node === undefined
      ? `--${name} is missing: where it ${name === "to" ? "ends" : "starts"}, a node from 0 to ${
        nodes - 1
      }`
      : `--${name} must be a node from 0 to ${nodes - 1}: current value is ${node}`,
  );
}

/** Refuses one node without another, and those that a graph does not have. */
function assertNodes({ from, to }: OwnOptions, nodes: number): void {
  if (from === undefined && to === undefined) return;
  assertNode("from", from, nodes);
  assertNode("to", to, nodes);
}

/** The number of nodes of `x` `[n, n, channels]`, or `[n, n]` where there is one channel. */
function nodesOf({ shape }: NumberArray, channels: number): number {
  const [n, m, c = 1] = shape;
  if (shape.length > 3 || n !== m || c !== channels) {
    const wanted = channels === 1 ? "N×N" : `N×N×${channels}`;
    throw new RangeError(`"x" must be ${wanted} numbers: it is ${describeShape(shape)}`);
  }
  assertSize(n!);
  return n!;
}

const signed = ({ nodes, adjacency }: PlainGraph): NumberArray => ({
  shape: [nodes, nodes, 1],
  values: Float64Array.from(adjacency, (v) => v === 1 ? 1 : -1),
});

/** A warning if a row has no edge, which no node of training lacks. */
function withoutEdge(rows: ArrayLike<number>, n: number, what: string): string[] {
  const all = Array.from(rows);
  const bare = Array.from({ length: n }, (_, i) => i)
    .filter((i) => !all.slice(i * n, i * n + n).includes(1));
  if (bare.length === 0) return [];
  const more = bare.length > 5 ? ` and ${bare.length - 5} more` : "";
  // As in lists that number from 1.
  const zero = bare[0] === 0 ? " (nodes are numbered from 0)" : "";
  return [`in graphs of training ${what} ${bare.slice(0, 5).join(", ")}${more}${zero}`];
}

/** Numbers of nodes that the path joins, group by group. */
function groups(answer: Float32Array, n: number): string {
  const seen = new Set<number>(), found: string[] = [];
  for (let i = 0; i < n; i++) {
    if (seen.has(i)) continue;
    const group = Array.from({ length: n }, (_, j) => j)
      .filter((j) => j === i || (!seen.has(j) && answer[i * n + j]! > 0));
    group.forEach((j) => seen.add(j));
    found.push(`{${group.join(" ")}}`);
  }
  return found.join(" ");
}

/** Which pairs of nodes a path joins, `[n, n]`, by a search. */
function joinedPairs(x: ArrayLike<number>, n: number): boolean[] {
  const adjacency = Uint8Array.from(x, (v) => v > 0 ? 1 : 0);
  return Array.from(distances({ nodes: n, adjacency }), (d) => d !== UNREACHABLE);
}

/** How many pairs of nodes an answer `[n, n]` has wrong, and what it says of the pair that is asked. */
function judgePairs(answer: Float32Array, x: NumberArray, { from, to }: OwnOptions) {
  const n = Math.sqrt(answer.length), right = joinedPairs(x.values, n);
  const isWrong = (a: number, b: number) => answer[a * n + b]! > 0 !== right[a * n + b];
  const pairs = Array.from({ length: n }, (_, b) => Array.from({ length: b }, (_, a) => [a, b]))
    .flat() as [number, number][];
  const wrong = pairs.filter(([a, b]) => isWrong(a, b) || isWrong(b, a)).length;
  assertNodes({ from, to }, n);
  const asked = from === undefined || to === undefined ? undefined : {
    from,
    to,
    joined: answer[from * n + to]! > 0,
    right: from === to || !isWrong(from, to),
  };
  return { pairs: pairs.length, wrong, asked };
}

/** Undirected graphs as text, of which all joined pairs are asked, or one. */
export const ownConnectivity: OwnProblems = {
  help: "an undirected graph of 2 to 400 nodes, numbered from 0: an edge list (a line such as " +
    '"0 1" for each), a 0/1 adjacency matrix, or JSON {"x": N×N×1 of ±1 or of 0 and 1}; ' +
    "trained on 12 nodes. The answer is a 0/1 matrix of joined pairs; --from and --to ask for one",
  asksNodes: true,
  signs: ["x"],
  read: (text, options) => {
    const graph = parseGraph(text, { undirected: true, most: NODES[1] });
    assertSize(graph.nodes);
    assertNodes(options, graph.nodes);
    return [{ x: signed(graph) }];
  },
  checkOptions: ({ x }, options) => assertNodes(options, x!.shape[0]!),
  check(condition) {
    assertNames(condition, ["x"]);
    const x = condition.x!, n = nodesOf(x, 1), values = asSigns("x", x);
    for (let i = 0; i < n; i++) {
      values[i * n + i] = -1; // as in training; a loop joins nothing
      for (let j = 0; j < i; j++) {
        if (values[i * n + j] !== values[j * n + i]) {
          throw new RangeError(
            `Edges must go both ways: ${entryOf("x", x, i * n + j)} is ${x.values[i * n + j]}, ${
              entryOf("x", x, j * n + i)
            } is ${x.values[j * n + i]}`,
          );
        }
      }
    }
    const { nodes } = CONNECTIVITY_SPLITS.train;
    return {
      condition: { x: { shape: [n, n, 1], values } },
      warnings: [
        ...n !== nodes ? [`graphs of training have ${nodes} nodes, this has ${n}`] : [],
        ...withoutEdge(values, n, "every node has an edge, here there is none at"),
      ],
    };
  },
  show(answer, { x }, options) {
    const n = Math.sqrt(answer.length), { pairs, wrong, asked } = judgePairs(answer, x!, options);
    const lines = [
      `# joined: ${groups(answer, n)}`,
      wrong === 0 ? `# right: all ${pairs} pairs` : `# wrong: ${wrong} of ${pairs} pairs`,
    ];
    if (asked) {
      const { from, to, joined, right } = asked;
      const truth = right ? "" : ", which is wrong";
      lines.push(`# ${from} and ${to} are ${joined ? "joined" : "not joined"}${truth}`);
    }
    return [...lines, formatRows(answer, n, " ", (v) => v > 0 ? "1" : "0")].join("\n");
  },
  judge(answer, { x }, _bound, options = {}) {
    const { pairs, wrong, asked } = judgePairs(answer, x!, options);
    // In words they stand above the answer, which is read back with them.
    const facts = { right: wrong === 0, wrongPairs: wrong, pairs };
    if (!asked) return { lines: [], facts };
    const { from, to, joined, right } = asked;
    return { lines: [], facts: { ...facts, from, to, joined, joinedRight: right } };
  },
};

/** `[N, N]` of a channel of `x`. */
const channel = (values: Float64Array, c: number) =>
  values.filter((_, i) => i % PATH_CHANNELS === c);

/** The node whose whole row a channel marks. */
function marked(values: Float64Array, c: number, n: number, what: string): number {
  const marks = channel(values, c);
  const rows = Array.from({ length: n }, (_, i) => i)
    .filter((i) => marks.subarray(i * n, i * n + n).includes(1));
  if (rows.length === 0) {
    throw new RangeError(`The path has no ${what}: channel ${c} marks no node`);
  }
  if (rows.length > 1) {
    throw new RangeError(
      `The path must have one ${what}: channel ${c} marks the nodes ${rows.join(", ")}`,
    );
  }
  const [row] = rows as [number], gap = marks.subarray(row * n, row * n + n).indexOf(-1);
  if (gap >= 0) {
    throw new RangeError(
      `Channel ${c} must mark the ${what}'s whole row: entry [${row}][${gap}][${c}] of "x" is not 1`,
    );
  }
  return row;
}

const plain = (adjacency: Uint8Array, nodes: number) => ({
  nodes,
  adjacency,
  points: new Float64Array(2 * nodes),
});

/** The problem of a condition that was checked. */
function pathOf({ x }: OwnCondition) {
  const { shape: [n], values } = x!;
  const nodes = n!;
  const graph = plain(Uint8Array.from(channel(values, 0), (v) => v === 1 ? 1 : 0), nodes);
  const start = marked(values, 1, nodes, "start"), goal = marked(values, 3, nodes, "goal");
  if (start === goal) throw new RangeError(`The path leads from ${start} to itself: nothing to do`);
  const all = distances(graph), distance = all[start * nodes + goal]!;
  if (distance >= UNREACHABLE) throw new RangeError(`No path leads from ${start} to ${goal}`);
  return { graph, start, goal, distance, actions: [], distances: all };
}

function readPath(text: string, { from, to }: OwnOptions): OwnCondition[] {
  const { nodes, adjacency } = parseGraph(text, { most: NODES[1] });
  assertSize(nodes);
  const query = {
    graph: plain(adjacency, nodes),
    start: assertNode("from", from, nodes),
    goal: assertNode("to", to, nodes),
  };
  const values = Float64Array.from(encodePathQueries([query]));
  return [{ x: { shape: [nodes, nodes, PATH_CHANNELS], values } }];
}

/** Directed graphs as text, with the nodes between which a path is asked. */
export const ownPaths: OwnProblems = {
  help: "a directed graph of 2 to 400 nodes, numbered from 0: with --from and --to, an edge list " +
    '(a line such as "0 1" for the edge from 0 to 1) or a 0/1 adjacency matrix; without them, JSON ' +
    '{"x": N×N×4 of ±1}: ' +
    "edges, start's row, edges again, goal's row; trained on 20 nodes and paths of " +
    "up to 6 moves. The path is found by asking again from each node",
  asksNodes: true,
  signs: ["x"],
  read: readPath,
  check(condition) {
    assertNames(condition, ["x"]);
    const x = condition.x!, n = nodesOf(x, PATH_CHANNELS), values = asSigns("x", x);
    const other = values.findIndex((v, i) => i % PATH_CHANNELS === 2 && v !== values[i - 2]);
    if (other >= 0) {
      throw new RangeError(
        `Channels 0 and 2 must both be the edges: ${entryOf("x", x, other)} is ${
          x.values[other]
        }, ${entryOf("x", x, other - 2)} is ${x.values[other - 2]}`,
      );
    }
    const checked = { x: { shape: x.shape, values } };
    const { graph, distance } = pathOf(checked);
    const { nodes, distance: [, longest] } = PATH_SPLITS.train;
    return {
      condition: checked,
      warnings: [
        ...n !== nodes ? [`graphs of training have ${nodes} nodes, this has ${n}`] : [],
        ...distance > longest
          ? [`paths of training have up to ${longest} moves, this needs ${distance}`]
          : [],
        ...withoutEdge(
          graph.adjacency,
          n,
          "an edge leads away from every node, here none does from",
        ),
      ],
    };
  },
  show: (answer, { x }) => {
    const n = x!.shape[0]!, moves: number[] = [];
    for (let step = 0; step < answer.length / n; step++) {
      const scores = answer.subarray(step * n, step * n + n);
      moves.push(scores.indexOf(scores.reduce((a, b) => Math.max(a, b))));
    }
    return `# planned at once: ${moves.join(" ")}`;
  },
  path: pathOf,
};
