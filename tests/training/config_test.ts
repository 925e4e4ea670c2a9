import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { checkConfig, type IredConfig } from "../../lib/papers/ired/config.ts";
import { learningRateAt } from "../../lib/training/learning_rate.ts";
import { config } from "./tiny.ts";

Deno.test("the constant schedule is constant", () => {
  for (const step of [1, 2, 500, 1000]) assertEquals(learningRateAt(step, config), 1e-3);
});

Deno.test("a schedule that there is not is refused, with what was meant", () => {
  for (const schedule of ["cosin", undefined] as unknown as "cosine"[]) {
    assertThrows(
      () => learningRateAt(5, { ...config, schedule }),
      RangeError,
      `schedule must be one of constant, cosine: current value is ${schedule}`,
    );
  }
});

Deno.test("the cosine schedule warms up linearly and falls to zero", () => {
  const cosine: IredConfig = { ...config, schedule: "cosine", warmupSteps: 10, steps: 1000 };
  const rate = (step: number) => learningRateAt(step, cosine) / cosine.learningRate;
  assertAlmostEquals(rate(1), 0.1, 1e-9);
  assertAlmostEquals(rate(5), 0.5 * 0.5 * (1 + Math.cos(Math.PI * 0.004)), 1e-12);
  assertAlmostEquals(rate(501), 0.5, 1e-9);
  assert(rate(1000) > 0 && rate(1000) < 1e-5);
  for (let step = 11; step < 1000; step++) assert(rate(step + 1) < rate(step));
  // Without a warm-up the first step has the whole rate, and beyond the end there is none.
  assertEquals(learningRateAt(1, { ...cosine, warmupSteps: 0 }), cosine.learningRate);
  assertAlmostEquals(rate(2000), 0, 1e-12);
});

Deno.test("checkConfig() freezes what is possible and refuses the rest", () => {
  assert(Object.isFrozen(checkConfig(config)));
  const cases: [Partial<Record<keyof IredConfig, unknown>>, string][] = [
    [{ batch: 0 }, "batch must be an integer from 1 to 65536: current value is 0"],
    [{ steps: 1.5 }, "steps must be an integer"],
    [{ seed: 2 ** 31 }, "seed must be an integer"],
    [{ learningRate: NaN }, "learningRate must be a number"],
    [{ averageDecay: 1.1 }, "averageDecay must be a number from 0 to 1"],
    [{ schedule: "linear" }, "schedule must be one of constant, cosine: current value is linear"],
    [{ preset: "mine" }, "preset must be one of reference, corrected"],
  ];
  for (const [change, message] of cases) {
    assertThrows(
      () => checkConfig({ ...config, ...change } as IredConfig),
      RangeError,
      message,
    );
  }
});
