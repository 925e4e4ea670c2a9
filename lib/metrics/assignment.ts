/** The cheapest one-to-one assignment. */

/**
 * Assigns every row to a column of its own so that the sum of costs is least, by shortest
 * augmenting paths with potentials (Jonker & Volgenant 1987, after a greedy start), O(n³).
 *
 * @param cost Row by row, `n`×`n`, finite
 * @returns The column of each row
 * @throws {RangeError} If there are not n² costs, or one is not finite
 */
export function assign(cost: Float64Array, n: number): Int32Array {
  if (cost.length !== n * n || !cost.every(Number.isFinite)) {
    throw new RangeError(
      `Cannot assign ${n} rows by ${cost.length} costs: accepted are ${n * n}, all finite`,
    );
  }
  const columnOf = new Int32Array(n).fill(-1), rowOf = new Int32Array(n).fill(-1);
  const price = reducedColumns(cost, n);
  greedyStart(cost, n, price, columnOf, rowOf);
  const distance = new Float64Array(n), from = new Int32Array(n), open = new Int32Array(n);
  for (let row = 0; row < n; row++) {
    if (columnOf[row]! < 0) augment(row);
  }
  return columnOf;

  /** Dijkstra's search over columns from a free row to a free column, and the swap along the path. */
  function augment(free: number): void {
    for (let j = 0; j < n; j++) {
      open[j] = j;
      from[j] = free;
      distance[j] = cost[free * n + j]! - price[j]!;
    }
    let done = 0, end = -1, reached = 0;
    while (end < 0) {
      let best = done;
      for (let k = done + 1; k < n; k++) {
        if (distance[open[k]!]! < distance[open[best]!]!) best = k;
      }
      const column = open[best]!;
      open[best] = open[done]!;
      open[done++] = column;
      reached = distance[column]!;
      if (rowOf[column]! < 0) {
        end = column;
        break;
      }
      const row = rowOf[column]!, base = row * n;
      const shift = reached - (cost[base + column]! - price[column]!);
      for (let k = done; k < n; k++) {
        const j = open[k]!;
        const through = cost[base + j]! - price[j]! + shift;
        if (through < distance[j]!) {
          distance[j] = through;
          from[j] = row;
        }
      }
    }
    for (let k = 0; k < done - 1; k++) price[open[k]!]! += distance[open[k]!]! - reached;
    for (let column = end;;) {
      const row = from[column]!, next = columnOf[row]!;
      rowOf[column] = row;
      columnOf[row] = column;
      if (row === free) break;
      column = next;
    }
  }
}

/** The least cost of each column: prices at which no cost is below 0. */
function reducedColumns(cost: Float64Array, n: number): Float64Array {
  const price = cost.slice(0, n);
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const c = cost[i * n + j]!;
      if (c < price[j]!) price[j] = c;
    }
  }
  return price;
}

/** Gives rows their cheapest column where it is free, at prices under which that stays cheapest. */
function greedyStart(
  cost: Float64Array,
  n: number,
  price: Float64Array,
  columnOf: Int32Array,
  rowOf: Int32Array,
): void {
  for (let i = 0; i < n; i++) {
    let best = Infinity, second = Infinity, column = -1;
    for (let j = 0; j < n; j++) {
      const c = cost[i * n + j]! - price[j]!;
      if (c < best) [second, best, column] = [best, c, j];
      else if (c < second) second = c;
    }
    if (rowOf[column]! < 0) {
      rowOf[column] = i;
      columnOf[i] = column;
      // Lowered by what the second best would cost more: the column stays this row's best.
      if (second < Infinity) price[column]! -= second - best;
    }
  }
}
