/** Knuth's Algorithm X on sets: a second solver that shares nothing with the one under test. */
export function countByExactCover(puzzle: Uint8Array, limit: number): number {
  const columns = new Map<string, Set<number>>();
  const keysOf = (choice: number): string[] => {
    const cell = Math.floor(choice / 9), d = choice % 9;
    const r = Math.floor(cell / 9), c = cell % 9, b = 3 * Math.floor(r / 3) + Math.floor(c / 3);
    return [`cell${cell}`, `row${r} ${d}`, `col${c} ${d}`, `box${b} ${d}`];
  };
  for (let choice = 0; choice < 729; choice++) {
    for (const key of keysOf(choice)) {
      if (!columns.has(key)) columns.set(key, new Set());
      columns.get(key)!.add(choice);
    }
  }
  /** Removes the columns of a choice; undefined if one of them is already taken. */
  const select = (choice: number): [string, Set<number>][] | undefined => {
    const keys = keysOf(choice);
    if (keys.some((key) => !columns.get(key)?.has(choice))) return undefined;
    return keys.map((key) => {
      const column = columns.get(key)!;
      for (const other of column) {
        for (const k of keysOf(other)) if (k !== key) columns.get(k)?.delete(other);
      }
      columns.delete(key);
      return [key, column];
    });
  };
  const restore = (removed: [string, Set<number>][]): void => {
    for (const [key, column] of removed.reverse()) {
      columns.set(key, column);
      for (const other of column) {
        for (const k of keysOf(other)) if (k !== key) columns.get(k)?.add(other);
      }
    }
  };
  const count = (left: number): number => {
    if (columns.size === 0) return 1;
    const smallest = [...columns.values()].reduce((a, b) => b.size < a.size ? b : a);
    let found = 0;
    for (const choice of [...smallest]) {
      const removed = select(choice)!;
      found += count(left - found);
      restore(removed);
      if (found >= left) break;
    }
    return found;
  };
  for (let cell = 0; cell < 81; cell++) {
    if (puzzle[cell] !== 0 && !select(9 * cell + puzzle[cell]! - 1)) return 0;
  }
  return count(limit);
}
