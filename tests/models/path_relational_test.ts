import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { compile, random, type Tensor, tf } from "../../lib/tensor/mod.ts";
import { energyAndGradient } from "../../lib/energy/energy_gradient.ts";
import { cosineSchedule } from "../../lib/diffusion/schedule.ts";
import { pathRelational } from "../../lib/models/path_relational.ts";
import { assertEnergyContract, levelsOf, relativeError } from "./contract.ts";
import { drawPathBatch, renumber } from "./paths.ts";

const sizes = { width: 8, layers: 2, nodeWidth: 8, nodeRounds: 3, outputs: 3, timeFeatures: 8 };

const noise = cosineSchedule();

const order = (seed: number, n: number) =>
  Array.from(tf.tidy(() => random.permutation(random.key(seed), n)).dataSync());

Deno.test("renumbering the nodes leaves the energy and moves its gradient", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 4, max: 12 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 1e6 }),
      (n, layers, nodeRounds, seed) =>
        tf.tidy(() => {
          const network = pathRelational(noise, { ...sizes, layers, nodeRounds });
          const params = network.init(random.key(seed));
          const t = levelsOf([0, 3, 6, 9]);
          const of = ({ condition, y }: ReturnType<typeof renumber>) => {
            const encoded = network.encode(params, condition);
            return energyAndGradient((z) => network.energy(params, encoded, z, t), y);
          };
          const batch = drawPathBatch(4, n, seed), places = order(seed, n);
          const before = of(batch), after = of(renumber(batch, places));
          assert(relativeError(tf.div(after.energy, before.energy), tf.ones([4])) < 1e-5);
          const moved = tf.gather(before.gradient, tf.tensor1d(places, "int32"), 2);
          assert(relativeError(after.gradient, moved) < 1e-5);
        }),
    ),
    { numRuns: 12 },
  );
});

Deno.test("renumbering the answer alone changes the energy", () =>
  tf.tidy(() => {
    const network = pathRelational(noise, sizes);
    const drawn = network.init(random.key(1));
    // As drawn, the network's part of the energy is small: most is the square of the answer.
    const params = { ...drawn, "readout/kernel": tf.mul(drawn["readout/kernel"]!, 30) };
    const batch = drawPathBatch(4, 8);
    const { y } = renumber(batch, order(1, 8));
    const encoded = network.encode(params, batch.condition);
    const at = (z: Tensor) => network.energy(params, encoded, z, levelsOf([4]));
    const ratios = tf.div(at(y), at(batch.y)).dataSync();
    assert(ratios.every((ratio) => Math.abs(ratio - 1) > 1e-4), `${ratios}`);
  }));

Deno.test("the symmetric path network keeps the contract of energy networks", () =>
  tf.tidy(() => {
    const { condition, y } = drawPathBatch(3, 7);
    assertEnergyContract(pathRelational(noise, sizes), condition, y);
  }));

Deno.test("each parameter of the symmetric path network moves its energy", () =>
  tf.tidy(() => {
    const { condition, y } = drawPathBatch(4, 8);
    const network = pathRelational(noise, sizes);
    const params = network.init(random.key(5));
    const names = Object.keys(params);
    assertEquals(names.toSorted(), Object.keys(network.parameters).toSorted());
    const gradients = tf.grads((...tensors: Tensor[]) => {
      const p = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
      return tf.sum(network.energy(p, network.encode(p, condition), y, levelsOf([0, 3, 6, 9])));
    })(names.map((name) => params[name]!));
    gradients.forEach((gradient, i) =>
      assert(tf.max(tf.abs(gradient)).dataSync()[0]! > 0, names[i])
    );
  }));

Deno.test("edges, their direction, start and goal matter", () =>
  tf.tidy(() => {
    const { condition: { x }, y } = drawPathBatch(4, 8);
    const network = pathRelational(noise, sizes);
    const params = network.init(random.key(5));
    const of = (z: Tensor) =>
      network.energy(params, network.encode(params, { x: z }), y, levelsOf([2]));
    const before = of(x!);
    const channels = tf.unstack(x!, 3);
    const [edges, start, again, goal] = channels as [Tensor, Tensor, Tensor, Tensor];
    const others = {
      "edges turned round": [tf.transpose(edges, [0, 2, 1]), start, again, goal],
      "start and goal exchanged": [edges, goal, again, start],
      "another start": [edges, tf.reverse(start, 1), again, goal],
      "another goal": [edges, start, again, tf.reverse(goal, 1)],
    };
    for (const [name, parts] of Object.entries(others)) {
      assert(relativeError(of(tf.stack(parts, 3)), before) > 1e-4, name);
    }
  }));

Deno.test("a step sees its neighbours in time", () =>
  tf.tidy(() => {
    const network = pathRelational(noise, { ...sizes, layers: 1 });
    const params = network.init(random.key(4));
    const { condition, y } = drawPathBatch(1, 6);
    const encoded = network.encode(params, condition);
    const gradientAt = (z: Tensor) =>
      energyAndGradient((a) => network.energy(params, encoded, a, levelsOf([5])), z).gradient;
    const before = gradientAt(y);
    for (let from = 0; from < 8; from++) {
      const bump = tf.reshape(tf.oneHot(tf.scalar(from, "int32") as Tensor, 8), [1, 8, 1, 1]);
      const difference = tf.abs(tf.sub(gradientAt(tf.add(y, bump)), before));
      // One layer, down and up again.
      tf.max(difference, [0, 2, 3]).dataSync().forEach((d, to) =>
        assert(Math.abs(from - to) <= 2 ? d > 1e-7 : d === 0, `${from} to ${to}: ${d}`)
      );
    }
  }));

Deno.test("compiled, the energies are the same", () =>
  tf.tidy(() => {
    const network = pathRelational(noise, sizes);
    const { condition, y } = drawPathBatch(3, 8);
    const inputs = { params: network.init(random.key(1)), condition, y, t: levelsOf([7]) };
    const energy = (i: typeof inputs) => ({
      energy: network.energy(i.params, network.encode(i.params, i.condition), i.y, i.t),
    });
    const compiled = compile(energy, { name: "energy", mode: "graph" });
    const expected = energy(inputs).energy.dataSync();
    compiled(inputs).energy.dataSync().forEach((e, i) =>
      assertAlmostEquals(e, expected[i]!, 1e-5 * expected[i]!)
    );
    compiled.dispose();
  }));

Deno.test("a plan of other steps than the network's is refused, one that would be repeated too", () =>
  tf.tidy(() => {
    const network = pathRelational(noise, sizes), params = network.init(random.key(1));
    const { condition, y } = drawPathBatch(2, 5), steps = y.shape[1]!;
    const encoded = network.encode(params, condition);
    for (const other of [1, steps - 1]) {
      const plan = tf.slice(y, [0, 0, 0, 0], [-1, other, -1, -1]);
      assertThrows(
        () => network.energy(params, encoded, plan, levelsOf([3])),
        TypeError,
        `y of path_relational must have shape [batch, ${steps}, nodes, 1]: it has [2,${other},5,1]`,
      );
    }
  }));

Deno.test("pathRelational() refuses impossible sizes", () => {
  assertThrows(() => pathRelational(noise, { layers: 0 }), RangeError, "layers must be");
  assertThrows(
    () => pathRelational(noise, { timeFeatures: 3 }),
    RangeError,
    "timeFeatures must be",
  );
});
