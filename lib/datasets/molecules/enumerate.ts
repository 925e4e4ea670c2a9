/**
 * All small molecules of C, N, O and F, as graphs: heavy atoms and the orders of the bonds between
 * them. Hydrogens fill what is free.
 */

/** Bonds that an atom has, counted with their orders. */
export const VALENCE = { H: 1, C: 4, N: 3, O: 2, F: 1 } as const;

/** Symbol of an element that molecules here are made of. */
export type Element = keyof typeof VALENCE;

/** Elements in the order in which networks see them. */
export const ELEMENTS = Object.keys(VALENCE) as readonly Element[];

/** A molecule without its hydrogens. */
export interface HeavyGraph {
  readonly elements: readonly Exclude<Element, "H">[];
  /** Order of the bond of atoms i and j, 0 where there is none; symmetric. */
  readonly orders: readonly (readonly number[])[];
}

const degree = ({ orders }: HeavyGraph, i: number) => orders[i]!.reduce((a, b) => a + b, 0);

/** Hydrogens on atom i. */
export const hydrogensOf = (graph: HeavyGraph, i: number): number =>
  VALENCE[graph.elements[i]!] - degree(graph, i);

/** Atoms with the hydrogens. */
export const atomCount = (graph: HeavyGraph): number =>
  graph.elements.reduce((sum, _, i) => sum + 1 + hydrogensOf(graph, i), 0);

function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)])
  );
}

const PERMUTATIONS = [0, 1, 2, 3, 4, 5].map(permutations);

/** The same text for all orders of a molecule's atoms, and for no other molecule. */
export function graphKey({ elements, orders }: HeavyGraph): string {
  let least = "";
  for (const order of PERMUTATIONS[elements.length]!) {
    const key = order.map((i) => elements[i]).join("") +
      order.map((i) => order.map((j) => orders[i]![j]).join("")).join("");
    if (least === "" || key < least) least = key;
  }
  return least;
}

/** Atoms of the one ring that goes through the bond of i and j, or 0 if none does. */
function ringSize({ elements, orders }: HeavyGraph, i: number, j: number): number {
  const far = elements.map(() => Infinity), queue = [i];
  far[i] = 0;
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (let next = 0; next < elements.length; next++) {
      const isBond = orders[at]![next]! > 0 && !(at === i && next === j);
      if (isBond && far[next] === Infinity) {
        far[next] = far[at]! + 1;
        queue.push(next);
      }
    }
  }
  return far[j] === Infinity ? 0 : far[j]! + 1;
}

/**
 * What is left out, as it is rare or strained: bonds between two of N, O and F, more than one ring,
 * double bonds side by side, and double or triple bonds in rings of three or four and triple bonds
 * in any.
 */
function isPlausible(graph: HeavyGraph): boolean {
  const { elements, orders } = graph, n = elements.length;
  let bonds = 0;
  for (let i = 0; i < n; i++) {
    if (orders[i]!.filter((order) => order > 1).length > 1) return false;
    for (let j = 0; j < i; j++) {
      const order = orders[i]![j]!;
      if (order === 0) continue;
      bonds++;
      if (elements[i] !== "C" && elements[j] !== "C") return false;
      const ring = order > 1 ? ringSize(graph, i, j) : 0;
      if (ring > 0 && (ring < 5 || order > 2)) return false;
    }
  }
  return bonds <= n;
}

/** Graphs of one more bond, or of one more atom. */
function grown(graph: HeavyGraph, heavy: number): HeavyGraph[] {
  const { elements, orders } = graph, n = elements.length, all: HeavyGraph[] = [];
  for (let i = 0; i < n; i++) {
    if (hydrogensOf(graph, i) === 0) continue;
    for (let j = 0; j < i; j++) {
      if (hydrogensOf(graph, j) === 0 || orders[i]![j]! === 3) continue;
      const more = orders.map((row) => [...row]);
      more[i]![j]!++;
      more[j]![i]!++;
      all.push({ elements, orders: more });
    }
    if (n === heavy) continue;
    for (const element of ["C", "N", "O", "F"] as const) {
      const more = orders.map((row, k) => [...row, k === i ? 1 : 0]);
      more.push([...more.map((row) => row[n]!), 0]);
      all.push({ elements: [...elements, element], orders: more });
    }
  }
  return all;
}

/**
 * All connected molecules of `least` to `most` heavy atoms and `atoms` atoms at most, each once,
 * ordered by size, then by {@link graphKey}. Stereoisomers are one molecule.
 *
 * @param most At most 5
 */
export function enumerateMolecules(
  { least, most, atoms }: { readonly least: number; readonly most: number; readonly atoms: number },
): HeavyGraph[] {
  if (!(least >= 1 && least <= most && most <= 5)) {
    throw new RangeError(
      `Cannot enumerate molecules of ${least} to ${most} heavy atoms: accepted are 1 to 5`,
    );
  }
  const known = new Map<string, HeavyGraph>();
  let fresh: HeavyGraph[] = (["C", "N", "O", "F"] as const).map((element) => ({
    elements: [element],
    orders: [[0]],
  }));
  while (fresh.length > 0) {
    fresh.forEach((graph) => known.set(graphKey(graph), graph));
    // What is implausible stays so, however it grows.
    const next = new Map(
      fresh.flatMap((graph) => grown(graph, most)).filter(isPlausible)
        .map((graph) => [graphKey(graph), graph] as const),
    );
    fresh = [...next].filter(([key]) => !known.has(key)).map(([, graph]) => graph);
  }
  return [...known].filter(([, graph]) =>
    graph.elements.length >= least && atomCount(graph) <= atoms
  ).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)).map(([, graph]) => graph);
}
