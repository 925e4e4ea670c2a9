/** The symmetric path network by parts of it that are known in closed form. */
import { assert, assertAlmostEquals } from "@std/assert";
import { random, type Tensor, tf } from "lib/tensor/mod.ts";
import { cosineSchedule } from "lib/diffusion/schedule.ts";
import { embedNodes, nodeSpecs } from "lib/models/graph_nodes.ts";
import { pathRelational } from "lib/models/path_relational.ts";
import { levelsOf } from "./contract.ts";
import type { ParameterSpecs } from "lib/nn/parameters.ts";

const noise = cosineSchedule();
const swish = (v: number) => v / (1 + Math.exp(-v));

/** Kernels and biases that are 0 but for some entries, by their place among all. */
function only(specs: ParameterSpecs, given: Record<string, Record<number, number>>) {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape }]) => {
      const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
      for (const [at, value] of Object.entries(given[name] ?? {})) values[Number(at)] = value;
      return [name, tf.tensor(values, [...shape])];
    }),
  );
}

/** Edges 0 → 1, 0 → 2, 1 → 2, 3 → 0, start 3, goal 2, as a condition. */
const NODES = 4;
const EDGES = [[0, 1, 1, 0], [0, 0, 1, 0], [0, 0, 0, 0], [1, 0, 0, 0]];
const [START, GOAL] = [3, 2];
const condition = () =>
  tf.tensor(
    EDGES.map((row, i) =>
      row.map((edge) => [edge, i === START ? 1 : 0, 0, i === GOAL ? 1 : 0].map((v) => 2 * v - 1))
    ),
  ).expandDims<tf.Tensor4D>(0);

const [STEPS, OUTPUTS] = [3, 2];
const network = pathRelational(noise, {
  ...{ steps: STEPS, width: 1, layers: 1, nodeWidth: 2, nodeRounds: 1 },
  ...{ outputs: OUTPUTS, timeFeatures: 4 },
});

/** Energy at `level` of plans y `[steps, nodes]`, of what the network makes of y beside them. */
function expectedEnergy(y: number[][], f: (step: number, node: number) => number[], level: number) {
  const [scale, sigma] = [noise.sqrtAlphaBar[level]!, noise.sigma[level]!];
  let sum = 0;
  y.forEach((row, step) =>
    row.forEach((entry, node) =>
      f(step, node).forEach((own, output) => {
        sum += ((output === 0 ? sigma * entry : 0) - scale * own) ** 2 / (2 * sigma);
      })
    )
  );
  return sum;
}

const plan = () => random.normal(random.key(1), [1, STEPS, NODES, 1]);
const tableOf = (y: Tensor) => tf.reshape(y, [STEPS, NODES]).arraySync() as unknown as number[][];

Deno.test("the energy is |σ·y - √ᾱ·f|²/(2σ), f the read-out", () =>
  tf.tidy(() => {
    const params = only(network.parameters, { "readout/bias": { 0: 0.5, 1: -1.5 } });
    const encoded = network.encode(params, { x: condition() }), y = plan();
    for (const level of [0, 4, 9]) {
      const found = network.energy(params, encoded, y, levelsOf([level])).dataSync()[0]!;
      const expected = expectedEnergy(tableOf(y), () => [0.5, -1.5], level);
      assertAlmostEquals(found, expected, 1e-5 * expected);
    }
  }));

Deno.test("parts of a layer take from the step before along edges, from the step after against them", () =>
  tf.tidy(() => {
    const y = plan(), table = tableOf(y), level = 4;
    const z = (step: number, node: number) => {
      const row = table[step];
      return row ? swish(row[node]!) : 0;
    };
    const sum = (of: (other: number) => number) => [0, 1, 2, 3].reduce((all, j) => all + of(j), 0);
    // In the order of the kernel's columns: own, step before, along edges, step after, against.
    const parts: ((step: number, node: number) => number)[] = [
      (step, node) => z(step, node),
      (step, node) => z(step - 1, node),
      (step, node) => sum((j) => EDGES[j]![node]! / 4 * z(step - 1, j)),
      (step, node) => z(step + 1, node),
      (step, node) => sum((j) => EDGES[node]![j]! / 4 * z(step + 1, j)),
    ];
    parts.forEach((part, column) => {
      const params = only(network.parameters, {
        "input/answer/kernel": { 0: 1 },
        "layer1/entry/kernel": { [column]: 2 },
        "readout/kernel": { 0: 1 },
      });
      const encoded = network.encode(params, { x: condition() });
      const found = network.energy(params, encoded, y, levelsOf([level])).dataSync()[0]!;
      const f = (step: number, node: number) => [z(step, node) + swish(2 * part(step, node)), 0];
      const expected = expectedEnergy(table, f, level);
      assertAlmostEquals(found, expected, 1e-5 * expected, `part ${column}`);
    });
  }));

Deno.test("nodes know start, goal, edges that leave and edges that arrive", () =>
  tf.tidy(() => {
    const arrive = EDGES.map((_, j) => EDGES.reduce((sum, row) => sum + row[j]!, 0));
    const features = EDGES.map((row, i) => [
      i === START ? 1 : 0,
      i === GOAL ? 1 : 0,
      row.reduce((a, b) => a + b) / 8,
      arrive[i]! / 8,
    ]);
    const four = nodeSpecs(4), diagonal = { 0: 1, 5: 1, 10: 1, 15: 1 };
    const params = only(four, { "nodes/kernel": diagonal });
    const { nodes, adjacency } = embedNodes(params, condition(), 0);
    assert(`${adjacency.arraySync()}` === `${EDGES}`);
    const found = nodes.arraySync()[0]!;
    features.forEach((row, i) => {
      const values = row.map(swish);
      const size = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / 4 + 1e-6);
      values.forEach((v, k) => assertAlmostEquals(found[i]![k]!, v / size, 1e-5));
    });
  }));

Deno.test("a round adds the largest of what follows and of what comes before", () =>
  tf.tidy(() => {
    const specs = nodeSpecs(2);
    // The first channel is 1 at the start and 0 elsewhere, the second stays small and alike.
    const base = [0, 1, 2, 3].map((i) => swish(i === START ? 4 : 0));
    const far = (edge: number) => edge ? 0 : -5;
    const largest = (of: (j: number) => number) => Math.max(...[0, 1, 2, 3].map(of));
    // Columns of the round's kernel: own, of those ahead, of those before, two each.
    const cases: [number, (i: number) => number][] = [
      [2, (i) =>
        largest((j) => 3 * base[j]! + far(EDGES[i]![j]!)) + largest((j) => far(EDGES[j]![i]!))],
      [4, (i) =>
        largest((j) =>
          far(EDGES[i]![j]!)
        ) + largest((j) => 3 * base[j]! + far(EDGES[j]![i]!))],
    ];
    for (const [column, u] of cases) {
      const params = only(specs, {
        "nodes/kernel": { 0: 4 },
        "nodes/bias": { 1: 1 },
        "nodes/round/kernel": { [column]: 3 },
      });
      const found = embedNodes(params, condition(), 1).nodes.arraySync()[0]!;
      // The second channel gets what no edge brings.
      const none = (i: number) =>
        largest((j) =>
          far(EDGES[i]![j]!)
        ) + largest((j) => far(EDGES[j]![i]!));
      for (let i = 0; i < NODES; i++) {
        const values = [base[i]! + swish(u(i)), swish(1) + swish(none(i))];
        const size = Math.sqrt((values[0]! ** 2 + values[1]! ** 2) / 2 + 1e-6);
        values.forEach((v, k) => assertAlmostEquals(found[i]![k]!, v / size, 1e-5));
      }
    }
  }));
