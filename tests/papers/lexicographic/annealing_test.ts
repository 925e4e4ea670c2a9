/** Two temperatures: annealed samples end in lexicographic minima. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { rng } from "lib/datasets/rng.ts";
import {
  anneal,
  bestPath,
  circleThenGoal,
  pathsThenLength,
  type PathWorld,
} from "lib/papers/lexicographic/annealing.ts";

Deno.test("on a plane: samples go to the point of the circle that is nearest to the goal", () => {
  const goal = [1.5, 1] as const, length = Math.hypot(...goal);
  const schedule = { steps: 4000, first: [1, 1e-6], second: [3, 1e-3] } as const;
  const ends = Array.from(
    { length: 40 },
    (_, i) => anneal(circleThenGoal(goal), schedule, rng(1).split(i)).x,
  );
  const mean = (k: 0 | 1) => ends.reduce((sum, x) => sum + x[k], 0) / ends.length;
  assert(ends.every((x) => Math.abs(Math.hypot(...x) - 1) < 0.01), "all are on the circle");
  assert(Math.hypot(mean(0) - goal[0] / length, mean(1) - goal[1] / length) < 0.02);
});

/** A square grid, four neighbours each, with some nodes closed. */
function square(side: number, closed: number[], moves: number): PathWorld {
  const edges = Array.from({ length: side * side }, (_, k) => k).flatMap((k) => [
    ...(k % side < side - 1 ? [[k, k + 1] as const] : []),
    ...(k < side * (side - 1) ? [[k, k + side] as const] : []),
  ]);
  return { nodes: side * side, edges, closed, start: 0, goal: side * side - 1, moves };
}

/** By trying all paths without loops. */
function search({ edges, closed, start, goal, moves }: PathWorld): [number, number] {
  let best: [number, number] = [Infinity, Infinity];
  const visit = (at: number, seen: number[], visits: number) => {
    if (seen.length - 1 > moves || visits > best[0]) return;
    if (at === goal) {
      if (visits < best[0] || seen.length - 1 < best[1]) best = [visits, seen.length - 1];
      return;
    }
    for (const [a, b] of edges) {
      const next = a === at ? b : b === at ? a : -1;
      if (next >= 0 && !seen.includes(next)) {
        visit(next, [...seen, next], visits + Number(closed.includes(next)));
      }
    }
  };
  visit(start, [start], 0);
  return best;
}

Deno.test("on paths: closed nodes are avoided first, then length; a wall is crossed where it must", () => {
  // A wall with a gap far off, and one without.
  for (const closed of [[4, 5, 6], [4, 5, 6, 7]]) {
    const world = square(4, closed, 14), best = bestPath(world);
    assertEquals(best, search(world));
    const problem = pathsThenLength(world);
    const schedule = { steps: 6000, first: [2, 0.01], second: [3, 0.15] } as const;
    const ends = Array.from(
      { length: 12 },
      (_, i) => anneal(problem, schedule, rng(2).split(i)).energies,
    );
    assert(ends.every(([visits]) => visits === best[0]), "least visits, always");
    const shortest = ends.filter(([, length]) => length === best[1]).length;
    assert(shortest >= 10, `${shortest} of 12 are shortest`);
    for (const [visits, length] of ends) assert(visits >= best[0] && length >= best[1]);
  }
});

Deno.test("proposals are as likely as their reverse: at equal energies paths are uniform", () => {
  // Three moves from corner to corner of a square of two: 2 short paths, each with one rest in 3 places.
  const world = square(2, [], 3), problem = pathsThenLength(world);
  const flat = { ...problem, energies: () => [0, 0] as const };
  const counts = new Map<string, number>();
  const stream = rng(3), samples = 6000;
  let path = problem.start(stream);
  for (let i = 0; i < samples; i++) {
    path = anneal(
      {
        ...flat,
        start: () => path,
      },
      { steps: 2, first: [1, 1], second: [1, 1] },
      stream,
    ).x;
    counts.set(path.join(), (counts.get(path.join()) ?? 0) + 1);
  }
  assertEquals(counts.size, 6);
  for (const count of counts.values()) assert(Math.abs(count / samples - 1 / 6) < 0.03, `${count}`);
});

Deno.test("paths that cannot be are refused in a sentence", () => {
  assertThrows(() => pathsThenLength(square(3, [], 3)), RangeError, "in 3 moves: allow more");
});

Deno.test("of two moves the only inner node is drawn anew, by the number of ways", () => {
  // From 0 to 1: stay and go, go and stay, or by 2.
  const world = {
    nodes: 3,
    edges: [[0, 1], [0, 2], [1, 2]],
    closed: [],
    start: 0,
    goal: 1,
    moves: 2,
  };
  const problem = pathsThenLength(world as unknown as PathWorld),
    stream = rng(3),
    counts = [0, 0, 0];
  let path = problem.start(stream);
  for (let k = 0; k < 3000; k++) {
    path = problem.propose(path, 1, stream);
    assertEquals([path[0], path[2]], [0, 1]);
    counts[path[1]!]!++;
  }
  // Each with a third: five standard errors.
  counts.forEach((n) => assert(Math.abs(n - 1000) < 5 * Math.sqrt(3000 * 2 / 9), `${counts}`));
});
