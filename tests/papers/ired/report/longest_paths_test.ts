/** How far apart joined nodes lie, of graphs that are known. */
import { assertEquals } from "@std/assert";
import { longestPaths } from "lib/papers/ired/report/longest_paths.ts";
import { type Task, tasks } from "lib/papers/ired/tasks/mod.ts";
import { tf } from "lib/tensor/mod.ts";

/** A path of `n` nodes, then a node alone, whatever the key. */
function chain(n: number): Task {
  const size = n + 1;
  const x = tf.tidy(() => {
    const entries = Array.from({ length: size * size }, (_, e) => {
      const [i, j] = [Math.floor(e / size), e % size];
      return Math.abs(i - j) === 1 && Math.max(i, j) < n ? 1 : -1;
    });
    return Array.from({ length: 256 }, () => entries).flat();
  });
  const sample = () => ({
    condition: { x: tf.tensor(x, [256, size, size, 1]) },
    answer: tf.zeros([256, size, size]),
  });
  const task: Task = tasks.connectivity;
  return { ...task, hardness: { ...task.hardness!, sample } };
}

Deno.test("the longest shortest path joins the ends of a chain, and none a node alone", () => {
  const set = { values: [6], problems: 3, seed: 1 };
  const [row] = longestPaths(chain(5), { ...set, reach: 3 });
  assertEquals(row, {
    nodes: 6,
    graphs: 3,
    "largest distance, median graph": 4,
    "largest distance, any graph": 4,
    "graphs beyond 3 edges": 3,
  });
  const [within] = longestPaths(chain(5), { ...set, reach: 4 });
  assertEquals(within!["graphs beyond 4 edges"], 0);
});
