/** Crystals as arrays: what is diffused. */
import { expand, type SymmetricCrystal } from "../../datasets/crystals/crystal.ts";
import {
  AXES,
  freeOf,
  latticeOf,
  logLattice,
  maskLattice,
  metricOfRows,
  SITE_SYMBOLS,
  siteCode,
  spaceGroup,
  stabiliser,
} from "../../symmetry/space_groups/mod.ts";

/** What the nodes of a crystal are: one atom of each orbit (SymmCD), or all atoms of the cell. */
export type Nodes = "orbits" | "atoms";

/** Elements that a network knows: atomic numbers 1 to 94. */
export const ELEMENTS = 94;
export const AXIS_COUNT = AXES.length;
export const SYMBOL_COUNT = SITE_SYMBOLS.length;

/** A crystal as arrays; `M` is the number of its nodes. */
export interface CrystalArrays {
  readonly group: number;
  /** Six numbers of the lattice. */
  readonly k: Float32Array;
  /** Fractional coordinates, M × 3. */
  readonly x: Float32Array;
  /** Atomic numbers less 1, M. */
  readonly a: Int32Array;
  /** Symbols of the site on each axis, M × 15; all zero where nodes are atoms. */
  readonly s: Int32Array;
}

/** A crystal as arrays of its orbits' representatives, or of all atoms of its conventional cell. */
export function toArrays(crystal: SymmetricCrystal, nodes: Nodes): CrystalArrays {
  const group = spaceGroup(crystal.group);
  if (nodes === "atoms") {
    const { positions, numbers } = expand(crystal);
    return {
      group: crystal.group,
      k: Float32Array.from(logLattice(metricOfRows(latticeOf(crystal.k)))),
      x: Float32Array.from(positions.flat()),
      a: Int32Array.from(numbers, (number) => number - 1),
      s: new Int32Array(numbers.length * AXIS_COUNT),
    };
  }
  return {
    group: crystal.group,
    k: Float32Array.from(maskLattice(crystal.k, group.family)),
    x: Float32Array.from(crystal.sites.flatMap(({ x }) => x)),
    a: Int32Array.from(crystal.sites, ({ element }) => element - 1),
    s: Int32Array.from(crystal.sites.flatMap(({ x }) => siteCode(stabiliser(group, x)))),
  };
}

/** How noise is scaled and what it forgets, from training crystals alone. */
export interface Statistics {
  /** Mean and standard deviation of each of the six k, over crystals where it is free. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** Share of each element among nodes, 94. */
  readonly elements: readonly number[];
  /** By group: shares of the 13 symbols on each of the 15 axes, 195. */
  readonly symbols: Readonly<Record<number, readonly number[]>>;
  /** How often each pair of a group and a number of nodes occurs, as [group, nodes, count]. */
  readonly sizes: readonly (readonly [number, number, number])[];
}

/** Which of k is free for a group: all, where the lattice is not held to its family. */
export const freeFor = (group: number, nodes: Nodes): readonly number[] =>
  nodes === "orbits" ? freeOf(spaceGroup(group).family) : [1, 1, 1, 1, 1, 1];

/** Statistics of crystals. */
export function statisticsOf(crystals: readonly CrystalArrays[], nodes: Nodes): Statistics {
  const sums = Array.from({ length: 6 }, () => [0, 0, 0]); // count, sum, sum of squares
  const elements = new Array<number>(ELEMENTS).fill(0);
  const symbols = new Map<number, number[]>();
  const sizes = new Map<string, number>();
  for (const { group, k, a, s } of crystals) {
    const free = freeFor(group, nodes);
    k.forEach((value, i) => {
      if (!free[i]) return;
      sums[i]![0]! += 1;
      sums[i]![1]! += value;
      sums[i]![2]! += value * value;
    });
    a.forEach((element) => elements[element]! += 1);
    const own = symbols.get(group) ?? new Array<number>(AXIS_COUNT * SYMBOL_COUNT).fill(0);
    s.forEach((symbol, i) => own[(i % AXIS_COUNT) * SYMBOL_COUNT + symbol]! += 1);
    symbols.set(group, own);
    const size = `${group},${a.length}`;
    sizes.set(size, (sizes.get(size) ?? 0) + 1);
  }
  const total = elements.reduce((sum, count) => sum + count, 0);
  const shares = (counts: number[]) => {
    const nodesOfGroup = counts.slice(0, SYMBOL_COUNT).reduce((sum, count) => sum + count, 0);
    return counts.map((count) => count / nodesOfGroup);
  };
  return {
    mean: sums.map(([n, sum]) => n ? sum! / n : 0),
    deviation: sums.map(([n, sum, squares]) =>
      n ? Math.sqrt(Math.max(1e-4, squares! / n - (sum! / n) ** 2)) : 1
    ),
    elements: elements.map((count) => count / total),
    symbols: Object.fromEntries([...symbols].map(([group, counts]) => [group, shares(counts)])),
    sizes: [...sizes].map(([size, count]) => {
      const [group, nodes] = size.split(",").map(Number);
      return [group!, nodes!, count] as const;
    }),
  };
}
