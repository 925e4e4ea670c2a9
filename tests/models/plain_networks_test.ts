/** Symmetric networks against their docstrings, written out pair by pair in plain numbers. */
import type { Condition } from "lib/energy/energy_network.ts";
import { egnn, type EgnnConfig } from "lib/models/egnn.ts";
import { graphRelational } from "lib/models/graph_relational.ts";
import { matrixExchangeable } from "lib/models/matrix_exchangeable.ts";
import { matrixFeatures } from "lib/models/matrix_features.ts";
import { random, type Tensor, type Tensor3D, tf } from "lib/tensor/mod.ts";
import { levelsOf } from "./contract.ts";
import {
  assertNumbers,
  indices,
  meanOf,
  pairsOf,
  plainLayers,
  plus,
  sigmoid,
  swish,
  times,
} from "./plain.ts";

const LEVEL = 3;

Deno.test("graphRelational() joins relations, spreads answers along them and reads all out", () =>
  tf.tidy(() => {
    const n = 5, width = 4, relations = 3, layers = 2;
    const sizes = { width, relations, layers, answerLayers: 2, outputs: 2, timeFeatures: 6 };
    const network = graphRelational(sizes), params = network.init(random.key(1));
    const { linear, dense, time, film } = plainLayers(params);
    const edges = [[0, 1], [1, 2], [3, 4]];
    const edge = (i: number, j: number) =>
      edges.some(([a, b]) => (a === i && b === j) || (a === j && b === i)) ? 1 : -1;
    const y = random.normal(random.key(2), [1, n, n]) as Tensor3D, answer = y.arraySync()[0]!;
    const same = (i: number, j: number) => i === j ? 1 : 0;

    const mapped = (name: string, z: number[][][] | ReturnType<typeof pairsOf>) =>
      pairsOf(n, (i, j) => dense(name, z[i]![j]!).map(sigmoid));
    let z = pairsOf(n, (i, j) => swish(dense("input", [edge(i, j), same(i, j)])));
    for (let l = 0; l < layers; l++) {
      const related = mapped("graph/relations", z);
      const a = (i: number, j: number, r: number) => related[i]![j]![r]!;
      const b = (i: number, j: number, r: number) => related[i]![j]![relations + r]!;
      z = pairsOf(n, (i, j) => {
        const joined = indices(relations).map((r) =>
          Math.max(
            ...indices(n).flatMap((k) => [a(i, k, r) * b(k, j, r), b(i, k, r) * a(k, j, r)]),
          )
        );
        const own = z[i]![j]!;
        return plus(own, swish(plus(dense("graph/pair", own), linear("graph/composed", joined))));
      });
    }
    let h = pairsOf(n, (i, j) => {
      const mean = (answer[i]![j]! + answer[j]![i]!) / 2;
      const seen = plus(linear("answer/graph", z[i]![j]!), linear("answer/input", [mean]));
      return swish(film("answer", seen, LEVEL));
    });
    for (const layer of ["answer1", "answer2"]) {
      const related = mapped(`${layer}/relations`, z);
      const sent = pairsOf(n, (i, j) => linear(`${layer}/pair`, h[i]![j]!));
      const mean = (i: number, j: number) =>
        indices(relations).map((r) => {
          // A tenth beside the weights keeps means finite.
          const all = indices(n).reduce((sum, k) => sum + related[i]![k]![r]!, 0.1);
          return indices(n).reduce(
            (sum, k) => sum + related[i]![k]![r]! / all * sent[k]![j]![width + r]!,
            0,
          );
        });
      const before = h;
      h = pairsOf(n, (i, j) => {
        const means = linear(`${layer}/mean`, plus(mean(i, j), mean(j, i)));
        const u = plus(sent[i]![j]!.slice(0, width), means);
        return plus(before[i]![j]!, swish(film(layer, u, LEVEL)));
      });
    }
    const gains = dense("skip/film", time(LEVEL));
    const outputs = pairsOf(n, (i, j) => {
      const features = [edge(i, j), same(i, j), answer[i]![j]!];
      return plus(dense("readout", h[i]![j]!), linear("skip", times(features, gains)));
    });
    const x = tf.tensor(pairsOf(n, (i, j) => [edge(i, j)]).flat(2), [1, n, n, 1]);
    const encoded = network.encode(params, { x });
    assertNumbers(network.readout!(params, encoded, y, levelsOf([LEVEL])), outputs.flat(2));
  }));

for (const problem of ["addition", "completion", "inverse"] as const) {
  Deno.test(`matrixExchangeable() mixes entries with means and products: ${problem}`, () =>
    tf.tidy(() => {
      const n = 4, width = 3, layers = ["layer2", "layer3"];
      const products = problem === "inverse" ? 2 : 0;
      const sizes = { width, layers: 3, products, outputs: 2, timeFeatures: 6 };
      const network = matrixExchangeable({ problem, ...sizes });
      const params = network.init(random.key(1)), features = matrixFeatures[problem];
      const { linear, dense, time, film } = plainLayers(params);
      const mask = tf.cast(tf.less(random.uniform(random.key(2), [1, 1, n, n]), 0.6), "float32");
      const raw = random.normal(random.key(3), [1, problem === "addition" ? 2 : 1, n, n]);
      const condition: Condition = problem === "completion"
        ? { x: tf.mul(raw, mask), observed: mask }
        : { x: raw };
      const y = random.normal(random.key(4), [1, n, n]) as Tensor3D;

      // Features are tested by themselves; the answer is measured in a unit where there is one.
      const known = features.encode(condition) as Record<string, Tensor>;
      const unit = known.unit ? known.unit.dataSync()[0]! : 1;
      const fixed = (known.fixed!.arraySync() as number[][][][])[0]!;
      const measured = tf.div(y, unit) as Tensor3D;
      const moving = (features.answer(known as never, measured).arraySync() as number[][][][])[0]!;

      let z = pairsOf(n, (i, j) => {
        const u = plus(
          dense("input/fixed", fixed[i]![j]!),
          linear("input/moving", moving[i]![j]!),
        );
        return swish(film("layer1", u, LEVEL));
      });
      for (const layer of layers) {
        const before = z;
        const entries = pairsOf(n, (i, j) => linear(`${layer}/entry`, before[i]![j]!));
        const product = (i: number, j: number) =>
          indices(products).map((p) =>
            indices(n).reduce(
              (sum, k) =>
                sum + entries[i]![k]![width + p]! * entries[k]![j]![width + products + p]!,
              0,
            ) /
            Math.sqrt(n)
          );
        z = pairsOf(n, (i, j) => {
          const u = plus(
            entries[i]![j]!.slice(0, width),
            linear(`${layer}/row`, meanOf(before[i]!)),
            linear(`${layer}/column`, meanOf(before.map((row) => row[j]!))),
            linear(`${layer}/whole`, meanOf(before.flat())),
            ...(products ? [linear(`${layer}/product`, product(i, j))] : []),
          );
          return plus(before[i]![j]!, swish(film(layer, u, LEVEL)));
        });
      }
      const gains = dense("skip/film", time(LEVEL));
      const outputs = pairsOf(n, (i, j) => {
        const all = times([...fixed[i]![j]!, ...moving[i]![j]!], gains);
        return plus(dense("readout", z[i]![j]!), linear("skip", all)).map((v) => v * unit);
      });
      const encoded = network.encode(params, condition);
      assertNumbers(network.readout!(params, encoded, y, levelsOf([LEVEL])), outputs.flat(2));
    }));
}

const published: EgnnConfig = { particles: 4, dimensions: 2, width: 5, layers: 3, reach: 6 };
for (
  const [name, config, conditions] of [
    ["as published", published, [0.4]],
    ["with bumps and waves", { ...published, bumps: 3, bumpRange: 4, waves: 4 }, [0.4]],
  ] as const
) {
  Deno.test(`egnn() moves particles along their differences, layer by layer: ${name}`, () =>
    tf.tidy(() => {
      const network = egnn(config), n = 4, { bumps = 0, waves = 0 } = config;
      const drawn = network.init(random.key(1));
      // Pushes start near 0: larger ones here, so that layers matter to each other.
      const params = Object.fromEntries(
        Object.entries(drawn).map(([name, p]) => [
          name,
          name.includes("push/second") ? tf.mul(p, 1000) : p,
        ]),
      );
      const { linear, dense } = plainLayers(params);
      const x = random.normal(random.key(2), [1, n, 2]),
        start = (x.arraySync() as number[][][])[0]!;
      const square = (at: number[][], i: number, j: number) =>
        at[i]!.reduce((sum, v, k) => sum + (v - at[j]![k]!) ** 2, 0);
      const known = (at: number[][], i: number, j: number) => {
        const s = square(at, i, j), apart = 4 / (bumps - 1);
        const bump = (k: number) => Math.exp(-((Math.sqrt(s) - k * apart) ** 2) / 2 / apart ** 2);
        return [s, ...indices(bumps).map(bump)];
      };
      // Two frequencies, 1 and 32.
      const given = waves
        ? [Math.sin, Math.cos].flatMap((wave) => [1, 32].map((f) => wave(f * conditions[0])))
        : conditions;
      let features = indices(n).map(() => dense("input", given)), at = start;
      for (const [l, layer] of ["layer1", "layer2", "layer3"].entries()) {
        const message = (i: number, j: number) => {
          const first = plus(
            linear(`${layer}/edge/own`, features[i]!),
            linear(`${layer}/edge/other`, features[j]!),
            dense(`${layer}/edge/distances`, [...known(at, i, j), ...known(start, i, j)]),
          );
          const m = swish(dense(`${layer}/edge/second`, swish(first)));
          const gate = sigmoid(dense(`${layer}/gate`, m)[0]!);
          return m.map((v) => v * gate);
        };
        const others = (i: number) => indices(n).filter((j) => j !== i);
        const moved = indices(n).map((i) =>
          plus(
            at[i]!,
            ...others(i).map((j) => {
              const hidden = swish(dense(`${layer}/push/first`, message(i, j)));
              const push = Math.tanh(linear(`${layer}/push/second`, hidden)[0]!);
              const length = (push * 6 / 3) / (Math.sqrt(square(at, i, j)) + 1);
              return at[i]!.map((v, k) => (v - at[j]![k]!) * length);
            }),
          )
        );
        if (l < 2) {
          features = features.map((own, i) => {
            const sum = plus(...others(i).map((j) => message(i, j)));
            const hidden = swish(dense(`${layer}/node/first`, [...own, ...sum]));
            return plus(own, dense(`${layer}/node/second`, hidden));
          });
        }
        at = moved;
      }
      const vectors = at.map((row, i) => row.map((v, k) => v - start[i]![k]!));
      const mean = meanOf(vectors);
      const expected = vectors.flatMap((row) => row.map((v, k) => v - mean[k]!));
      assertNumbers(network.apply(params, x, tf.tensor2d([[...conditions]])), expected);
    }));
}
