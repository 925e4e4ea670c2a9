/**
 * Graphs as text: 0/1 adjacency matrices or lists of edges, strictly.
 *
 * @module
 */
import { assertChoice, assertCount } from "../checks.ts";
import { assertOptionNames } from "../checks/spelling.ts";
import { entryName, parseTable, type Table } from "./read_table.ts";

/** A graph without positions. */
export interface PlainGraph {
  /** Number of nodes N. */
  readonly nodes: number;
  /** `[N, N]`, row-major: 1 where an edge leads from the row's node to the column's, else 0. */
  readonly adjacency: Uint8Array;
}

/** How a graph is read. */
export interface GraphOptions {
  /** "matrix" or "edges"; by default a square table of zeros and ones is a matrix. */
  readonly format?: "matrix" | "edges";
  /** One-way edges are refused; edges of a list go both ways. */
  readonly undirected?: boolean;
  /** Number of nodes of an edge list; by default the largest node + 1. */
  readonly nodes?: number;
  /** The most nodes that an edge list may have; 10,000 by default. */
  readonly most?: number;
}

/** Names of {@link GraphOptions}. */
const OPTION_NAMES = [
  ...["format", "undirected", "nodes", "most"],
] as const satisfies (keyof GraphOptions)[];

/** Of edge lists that do not say it, so that a typo does not ask for all memory. */
const MOST_NODES = 10_000;

/** Two columns are edges, except 2×2 zeros and ones, which are a matrix. */
const looksLikeMatrix = (table: readonly number[][]) =>
  table.length === table[0]!.length
    ? table.length !== 2 || table.flat().every(isBit)
    : table[0]!.length !== 2;

/**
 * Whether rows are edges with a number behind them, as in weighted graphs. A matrix of as many columns
 * holds zeros and ones, or has zeros on its diagonal.
 */
const looksWeighted = (rows: readonly number[][]) =>
  rows.every((row) => row.length === 3 && row.slice(0, 2).every((v) => v >= 0 && v % 1 === 0)) &&
  !rows.flat().every(isBit) && (rows.length !== 3 || rows.some((row, i) => row[i] !== 0));

const isBit = (v: number) => v === 0 || v === 1;

/**
 * Reads a graph from CSV, whitespace or JSON. Nodes are numbered from 0. Self-loops, which say nothing
 * about paths, are allowed on a matrix's diagonal and left out.
 *
 * @throws {SyntaxError} If the text is no table of numbers; the entry is named
 * @throws {RangeError} If an entry is outside the encoding, the matrix is not square, an edge goes
 *   one way where both are needed, or an option is unknown or impossible
 * @example Usage
 * ```ts
 * import { parseGraph } from "lib/datasets/read_graph.ts";
 *
 * const { nodes, adjacency } = parseGraph("0 1\n1 2\n", { undirected: true });
 * console.assert(nodes === 3 && adjacency[3] === 1);
 * ```
 */
export function parseGraph(text: string, options: GraphOptions = {}): PlainGraph {
  assertOptionNames(options, OPTION_NAMES, true);
  if (options.format !== undefined) assertChoice("format", options.format, ["matrix", "edges"]);
  const { nodes, most } = options;
  if (nodes !== undefined) assertCount("nodes", nodes);
  if (most !== undefined) assertCount("most", most);
  const table = parseTable(text, "the graph");
  if (!table.rows[0]?.length) throw new SyntaxError("Cannot read the graph: it has no entries");
  if (options.format === undefined && looksWeighted(table.rows)) {
    throw new RangeError(
      `Edge [0] has a third entry; accepted are 2, from and to, as graphs have no weights${
        table.where(0)
      }`,
    );
  }
  const format = options.format ?? (looksLikeMatrix(table.rows) ? "matrix" : "edges");
  return format === "matrix" ? fromMatrix(table, options) : fromEdges(table, options);
}

function fromMatrix(
  { rows: table, where }: Table,
  { undirected, nodes }: GraphOptions,
): PlainGraph {
  const n = table.length;
  table.forEach((row, i) => {
    if (row.length !== n) {
      throw new RangeError(
        `The adjacency matrix must be square: row [${i}] has ${row.length} entries, there are ${n} rows; a line of a list of edges has two nodes${
          where(i)
        }`,
      );
    }
    row.forEach((value, j) => {
      if (!isBit(value)) {
        throw new RangeError(`${entryName(i, j)} is ${value}; accepted are 0 and 1${where(i)}`);
      }
    });
  });
  if (nodes !== undefined && nodes !== n) {
    throw new RangeError(`The graph must have ${nodes} nodes: its matrix has ${n} rows`);
  }
  const adjacency = new Uint8Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const there = table[i]![j]!, back = table[j]![i]!;
      if (undirected && there !== back) {
        throw new RangeError(
          `Edges must go both ways: ${entryName(i, j)} is ${there}, ${entryName(j, i)} is ${back}`,
        );
      }
      if (i !== j) adjacency[i * n + j] = there;
    }
  }
  return { nodes: n, adjacency };
}

function fromEdges(
  { rows: table, where }: Table,
  { undirected, nodes, most = MOST_NODES }: GraphOptions,
): PlainGraph {
  table.forEach((row, i) => {
    if (row.length !== 2) {
      throw new RangeError(
        `Edge [${i}] has ${row.length} entries; accepted are 2, from and to${where(i)}`,
      );
    }
    row.forEach((node, j) => {
      const limit = nodes ?? most;
      if (!Number.isInteger(node) || node < 0 || node >= limit) {
        throw new RangeError(
          `${entryName(i, j)} is ${node}; accepted are nodes 0 to ${limit - 1}${where(i)}`,
        );
      }
    });
    if (row[0] === row[1]) {
      throw new RangeError(`Edge [${i}] leads from ${row[0]} to itself${where(i)}`);
    }
  });
  const n = nodes ?? 1 + table.flat().reduce((a, b) => Math.max(a, b), 0);
  const adjacency = new Uint8Array(n * n);
  for (const [from, to] of table as [number, number][]) {
    adjacency[from * n + to] = 1;
    if (undirected) adjacency[to * n + from] = 1;
  }
  return { nodes: n, adjacency };
}
