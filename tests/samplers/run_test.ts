import { assertEquals, assertThrows } from "@std/assert";
import { type Key, random, type Tensor, tf } from "../../lib/tensor/mod.ts";
import { run, type Sampler } from "../../lib/samplers/mod.ts";

type State = { readonly x: Tensor };
type Info = { readonly moved: Tensor };

/** A random walk with a drift. */
const walk: Sampler<{ readonly drift: number }, State, Info> = {
  steps: 5,
  init: (key, _context, shape) => ({ x: random.normal(key, shape) }),
  step: (key, { drift }, { x }) => {
    const moved = tf.tidy(() => tf.add(random.normal(key, x.shape), drift));
    return [{ x: tf.add(x, moved) }, { moved }];
  },
  result: ({ x }) => tf.clone(x),
};

const withKey = <T>(seed: number, use: (key: Key) => T): T => {
  const key = random.key(seed);
  try {
    return use(key);
  } finally {
    key.dispose();
  }
};

const values = (x: Tensor) => Array.from(x.dataSync());

Deno.test("run goes to the end, shows each step, and leaves nothing but the last state", () => {
  const before = tf.memory().numTensors;
  let sum = 0;
  const seen: number[] = [];
  const state = withKey(1, (key) =>
    run(walk, key, { drift: 10 }, [2], {
      observe({ moved }, k) {
        seen.push(k);
        sum += moved.dataSync()[0]!;
      },
    }));
  assertEquals(seen, [0, 1, 2, 3, 4]);
  const start = withKey(1, (key) => random.normal(key, [2]));
  const [first] = values(walk.result(state)), [origin] = values(start);
  assertEquals(Math.abs(first! - origin! - sum) < 1e-4, true);
  assertEquals(tf.memory().numTensors, before + 3);
});

Deno.test("run ends early where the observer says so, and goes on to the same numbers", () => {
  const whole = withKey(2, (key) => run(walk, key, { drift: 0 }, [3]));
  const half = withKey(
    2,
    (key) => run(walk, key, { drift: 0 }, [3], { observe: (_, k) => k === 1 }),
  );
  const rest = withKey(
    2,
    (key) => run(walk, key, { drift: 0 }, [3], { from: { state: half, step: 2 } }),
  );
  assertEquals(values(rest.x), values(whole.x));
});

Deno.test("run refuses a step that there is not", () => {
  for (const step of [-1, 6, 1.5]) {
    withKey(3, (key) =>
      assertThrows(
        () => run(walk, key, { drift: 0 }, [1], { from: { state: { x: tf.zeros([1]) }, step } }),
        RangeError,
        `Cannot begin at step ${step}: accepted are integers from 0 to 5`,
      ));
  }
});

Deno.test("where a step or its observer throws, run leaves nothing behind, a state to begin from included", () => {
  const thrown = () => {
    throw new Error("enough");
  };
  const failing = (after: number): typeof walk => ({
    ...walk,
    step: (key, context, state, k) => k < after ? walk.step(key, context, state, k) : thrown(),
  });
  const observing = (last: number) => (_: Info, k: number) => k < last ? undefined : thrown();
  const before = tf.memory().numTensors;
  for (const k of [0, 2]) {
    const from = () => ({ state: { x: tf.zeros([3]) }, step: k });
    const runs = [
      (key: Key) => run(failing(k), key, { drift: 0 }, [3]),
      (key: Key) => run(failing(k), key, { drift: 0 }, [3], { from: from() }),
      (key: Key) => run(walk, key, { drift: 0 }, [3], { observe: observing(k) }),
      (key: Key) => run(walk, key, { drift: 0 }, [3], { from: from(), observe: observing(k + 1) }),
    ];
    for (const [i, one] of runs.entries()) {
      withKey(4, (key) => assertThrows(() => one(key), Error, "enough"));
      assertEquals(tf.memory().numTensors, before, `run ${i} that ends at ${k}`);
    }
  }
});
