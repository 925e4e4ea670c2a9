/** What every energy network promises. */
import { assert, assertEquals } from "@std/assert";
import { random, type Tensor, type Tensor1D, tf } from "../../lib/tensor/mod.ts";
import type { Condition, EnergyNetwork } from "../../lib/energy/energy_network.ts";
import { energyAndGradient } from "../../lib/energy/energy_gradient.ts";

/** Largest |a - b|, relative to the largest |b|. */
export function relativeError(a: Tensor, b: Tensor): number {
  if (`${a.shape}` !== `${b.shape}`) throw new Error(`Shapes differ: [${a.shape}], [${b.shape}]`);
  return tf.tidy(() => {
    const size = tf.max(tf.abs(b)).dataSync()[0]!;
    return tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]! / size;
  });
}

/** Numbers of one level per example. */
export const levelsOf = (t: number[]) => tf.tensor1d(t, "int32") as Tensor1D;

const example = (x: Tensor, i: number) =>
  tf.slice(x, [i, ...x.shape.slice(1).map(() => 0)], [1, ...x.shape.slice(1)]);

/**
 * Checks `network` on a batch of at least two examples; call it inside `tf.tidy`.
 *
 * @param range Whether its energies are bounded by zero, as sums of squares are
 */
export function assertEnergyContract(
  network: EnergyNetwork,
  condition: Condition,
  y: Tensor,
  range: "above zero" | "any energy" = "above zero",
) {
  const params = network.init(random.key(1));
  const batch = y.shape[0]!;
  const t = levelsOf(Array.from({ length: batch }, (_, i) => (3 * i + 1) % 10));
  const encoded = network.encode(params, condition);
  const landscape = (z: Tensor) => network.energy(params, encoded, z, t);
  const { energy, gradient } = energyAndGradient(landscape, y);
  assertEquals(energy.shape, [batch]);
  assertEquals(gradient.shape, y.shape);
  const energies = Array.from(energy.dataSync());
  assert(
    energies.every((e) => Number.isFinite(e) && (range === "any energy" || e > 0)),
    `${energies}`,
  );
  assertEquals(new Set(energies).size, batch, "examples and levels differ");

  // The encoding is of the condition alone: it serves another answer.
  const other = tf.add(y, random.normal(random.key(9), y.shape));
  const anew = network.energy(params, network.encode(params, condition), other, t);
  assertEquals(Array.from(landscape(other).dataSync()), Array.from(anew.dataSync()));
  assert(relativeError(anew, energy) > 1e-3, "the answer matters");

  // Each example alone has the energy and the gradient that it has within the batch.
  for (const i of [0, batch - 1]) {
    const own = Object.fromEntries(
      Object.entries(condition).map(([name, x]) => [name, example(x, i)]),
    );
    const single = energyAndGradient(
      (z) => network.energy(params, network.encode(params, own), z, levelsOf([t.dataSync()[i]!])),
      example(y, i),
    );
    assert(relativeError(single.energy, tf.slice(energy, i, 1)) < 1e-5);
    assert(relativeError(single.gradient, example(gradient, i)) < 1e-5);
  }

  // One level may be given for all.
  const every = levelsOf(new Array(batch).fill(4));
  const one = energyAndGradient((z) => network.energy(params, encoded, z, levelsOf([4])), y);
  const each = energyAndGradient((z) => network.energy(params, encoded, z, every), y);
  assert(relativeError(one.energy, each.energy) < 1e-6);
  assert(relativeError(one.gradient, each.gradient) < 1e-6);
  const another = network.energy(params, encoded, y, levelsOf([5]));
  assert(relativeError(another, each.energy) > 1e-6, "the level matters");
}
