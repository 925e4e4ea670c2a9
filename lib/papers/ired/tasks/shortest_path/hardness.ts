/** Test sets by how far the goal is, and by how large the graph is. */
import { PATH_SPLITS, type PathSplit } from "../../../../datasets/shortest_path.ts";
import type { Hardness } from "../task.ts";
import { drawPaths, pathTensors } from "./problems.ts";

/** A set of its own name, so that it shares no problem with the others. */
const set = (name: string, changes: Partial<PathSplit>): PathSplit => ({
  ...PATH_SPLITS.test,
  ...changes,
  name,
});

/** Graphs of 20 nodes by the distance of the goal; problems begin at 4 to 6, 8 fills the answer. */
export const byDistance: Hardness = {
  name: "distance",
  values: [1, 2, 3, 4, 5, 6, 7, 8],
  sample(key, count, value) {
    const split = set(`distance ${value}`, { distance: [value, value] });
    return pathTensors(drawPaths(split, key, count));
  },
};

/** Goals 4 to 6 steps away by the number of nodes, each joined to up to half as many. */
export const byNodes: Hardness = {
  name: "nodes",
  values: [10, 15, 20, 25, 30, 40],
  sample(key, count, value) {
    const split = set(`nodes ${value}`, { nodes: value, maxDegree: Math.floor(value / 2) });
    return pathTensors(drawPaths(split, key, count));
  },
};
