/** Hopping on a toy energy of two minima, (y² - 1)² + y/4: the lower one is at about -1.03. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { random, tf } from "../../lib/tensor/mod.ts";
import { hopping } from "../../lib/samplers/hopping.ts";

const energyOf = (y: number) => (y * y - 1) ** 2 + y / 4;

/** Plain gradient descent of each number, on the host. */
function descend(from: ArrayLike<number>) {
  const y = Float32Array.from(from);
  for (let k = 0; k < 400; k++) {
    y.forEach((v, i) => y[i] = v - 0.02 * (4 * v * (v * v - 1) + 0.25));
  }
  return { answer: tf.tensor1d(y), energy: y.map(energyOf) };
}

Deno.test("hopping leaves the higher of two minima, never raises an energy, and is tidy", () => {
  const key = random.key(4);
  const start = descend(new Float32Array(32).fill(0.9)); // all in the higher one
  const before = tf.memory().numTensors;
  const sizes: number[] = [];
  const found = hopping(key, start, {
    cycles: 20,
    finished: (answer) => tf.cast(tf.less(answer, 0), "float32"),
    hop: (own, answer, rows) => {
      sizes.push(rows.length);
      assertEquals(answer.shape, [rows.length]);
      return descend(tf.add(answer, random.normal(own, answer.shape)).dataSync<"float32">());
    },
  });
  const values = found.answer.dataSync();
  assert(values.every((y) => y < 0), `${values}`);
  values.forEach((y, i) => assert(Math.abs(energyOf(y) - found.energy[i]!) < 1e-4));
  assert(found.energy.every((e, i) => e <= start.energy[i]!));
  // Who is finished leaves the batch.
  assert(sizes.every((size, i) => i === 0 || size <= sizes[i - 1]!) && sizes.at(-1)! < 32);
  assertEquals(found.hops.reduce((sum, n) => sum + n, 0), sizes.reduce((sum, n) => sum + n, 0));
  found.answer.dispose();
  assertEquals(tf.memory().numTensors, before);
  const none = hopping(key, start, { cycles: 0, hop: () => start });
  assertEquals(none.energy, start.energy);
  assertThrows(() => hopping(key, start, { cycles: -1, hop: () => start }), RangeError, "cycles");
});

Deno.test("a hop that ends higher, or nowhere, is not taken", () => {
  const start = { answer: tf.tensor1d([1, 2]), energy: [1, 1] };
  const worse = hopping(random.key(0), start, {
    cycles: 3,
    hop: (_, answer) => ({ answer: tf.add(answer, 5), energy: [2, NaN] }),
  });
  assertEquals([...worse.answer.dataSync()], [1, 2]);
  assertEquals([...worse.hops], [3, 3]);
});

Deno.test("patience goes on from higher answers, and keeps the lowest", () => {
  const start = { answer: tf.tensor1d([0, 100]), energy: [0, 100] };
  // Each hop adds 1 to where it starts, which is the energy, too, but for a hole at 103.
  const hop = (_: unknown, answer: tf.Tensor) => {
    const next = tf.add(answer, 1);
    return { answer: next, energy: [...next.dataSync()].map((y) => y === 103 ? -5 : y) };
  };
  const seen: number[][] = [];
  const key = random.key(0);
  const before = tf.memory().numTensors;
  const found = hopping(key, start, {
    cycles: 6,
    patience: 1,
    hop,
    observe: ({ answer, energy }) => {
      const kept = [...answer.dataSync()];
      assertEquals([...energy], kept.map((y) => y === 103 ? -5 : y));
      seen.push(kept);
    },
  });
  // Of two hops to a higher energy the second is taken: 0, 0, 1, 1, 2, 2, 3 and 100, …, 102, then
  // the hole, which the kept answer falls into and then stays in.
  assertEquals(found.energy, new Float32Array([0, -5]));
  assertEquals([...found.answer.dataSync()], [0, 103]);
  assertEquals(seen.map(([, kept]) => kept), [100, 100, 100, 100, 100, 103, 103]);
  found.answer.dispose();
  assertEquals(tf.memory().numTensors, before);
  // Without patience nothing is reached.
  const never = hopping(random.key(0), start, { cycles: 6, hop });
  assertEquals(never.energy, new Float32Array([0, 100]));
  never.answer.dispose();
  assertThrows(
    () => hopping(random.key(0), start, { cycles: 1, patience: 0, hop }),
    RangeError,
    "patience must be an integer from 1 on: current value is 0",
  );
  const mistyped = { cycles: 1, hop, patiense: 3 };
  assertThrows(() => hopping(random.key(0), start, mistyped), RangeError, "did you mean patience?");
});

Deno.test("patience outlasts a hop that ends nowhere", () => {
  const ends = [5, 6, NaN, 7, 8], start = { answer: tf.tensor1d([0]), energy: [1] };
  const from: number[] = [];
  const found = hopping(random.key(0), start, {
    cycles: 5,
    patience: 2,
    hop: (_, answer, __, cycle) => {
      from.push(answer.dataSync()[0]!);
      return { answer: tf.tensor1d([cycle + 1]), energy: [ends[cycle]!] };
    },
  });
  // The third hop would be taken, but ends nowhere: so is the fourth.
  assertEquals(from, [0, 0, 0, 0, 4]);
  found.answer.dispose();
});

Deno.test("energies that are no list, or not one for each answer, are refused", () => {
  const answer = tf.tensor1d([1, 2, 3]), key = random.key(0), energy = [1, 1, 1];
  const hop = () => ({ answer: tf.clone(answer), energy: tf.tensor1d(energy) as never });
  const refused: readonly (readonly [() => unknown, string])[] = [
    [
      () => hopping(key, { answer, energy }, { cycles: 1, hop }),
      "Cannot hop with 3 answers and energies that are no list of hop 0",
    ],
    [
      () => hopping(key, { answer, energy: tf.tensor1d(energy) as never }, { cycles: 1, hop }),
      "energies that are no list of the start",
    ],
    [
      () => hopping(key, { answer, energy: [1] }, { cycles: 0, hop }),
      "Cannot hop with 3 answers and 1 energies of the start: accepted are 3 answers",
    ],
    [
      () =>
        hopping(key, { answer, energy }, {
          cycles: 1,
          hop: () => ({ answer: tf.tensor1d([1, 2]), energy }),
        }),
      "Cannot hop with 2 answers and 3 energies of hop 0",
    ],
    [
      () => {
        const finished = () => tf.scalar(1);
        hopping(key, { answer, energy }, { cycles: 1, hop: () => ({ answer, energy }), finished });
      },
      "finished by a tensor of shape []: accepted is [3]",
    ],
  ];
  for (const [make, message] of refused) assertThrows(make, RangeError, message);
});

Deno.test("a hop is told which cycle it is", () => {
  const cycles: number[] = [];
  hopping(random.key(0), { answer: tf.tensor1d([1]), energy: [1] }, {
    cycles: 3,
    hop: (_, answer, __, cycle) => {
      cycles.push(cycle);
      return { answer: tf.clone(answer), energy: [1] };
    },
  });
  assertEquals(cycles, [0, 1, 2]);
});

Deno.test("a hop that ends as high is taken, and each cycle has a key of its own", () => {
  const start = { answer: tf.tensor1d([5]), energy: [1] }, drawn: number[] = [];
  const found = hopping(random.key(0), start, {
    cycles: 3,
    hop: (own, answer) => {
      drawn.push(random.uniform(own, [1]).dataSync()[0]!);
      return { answer: tf.add(answer, 1), energy: [1] };
    },
  });
  assertEquals([...found.answer.dataSync()], [8]);
  assertEquals(new Set(drawn).size, 3);
  found.answer.dispose();
});

Deno.test("where the caller's code throws, hopping leaves nothing behind", () => {
  const key = random.key(5), start = descend([0.9, -0.9]), before = tf.memory().numTensors;
  const thrown = (): never => {
    throw new Error("enough");
  };
  const hop = (_: unknown, answer: tf.Tensor) => descend(answer.dataSync<"float32">());
  for (const last of [0, 1]) {
    const wrong = [
      {
        hop: (_: unknown, y: tf.Tensor, __: unknown, k: number) => k < last ? hop(_, y) : thrown(),
      },
      { hop, observe: ({ cycle }: { cycle: number }) => void (cycle < last || thrown()) },
      { hop, finished: () => thrown() },
    ];
    for (const [i, options] of wrong.entries()) {
      assertThrows(() => hopping(key, start, { cycles: 3, ...options }), Error, "enough");
      assertEquals(tf.memory().numTensors, before, `option ${i}, cycle ${last}`);
    }
  }
  [key, start.answer].forEach((tensor) => tensor.dispose());
});
