/** Agents and estimates that could not be what their options say. */
import { assertEquals, assertThrows } from "@std/assert";
import { agentOptions } from "lib/papers/dqs/agent_options.ts";
import { createAgent } from "lib/papers/dqs/agent.ts";
import { smoothedScore } from "lib/papers/dqs/estimator.ts";
import { estimatorErrors } from "lib/papers/dqs/estimator_errors.ts";
import { kinds } from "lib/papers/dqs/kinds.ts";
import { tf } from "lib/tensor/mod.ts";

Deno.test("agents refuse options that they would ignore or learn something else by", () => {
  const options = { method: "dqs", lanes: 1, states: 2, discount: 0.9 };
  const refused: readonly (readonly [object, string])[] = [
    [{ method: "dsq" }, "method must be one of dqs, qsm, sac: current value is dsq"],
    [{ k: 4 }, "Unknown option k"],
    [{ K: 0 }, "Cannot estimate a score by 0 samples"],
    [{ entropy: "yes" }, "entropy must be one of with, without: current value is yes"],
    [{ actorSees: "wave" }, "(did you mean waves?)"],
    [{ discount: 2 }, "discount must be a number from 0 to 1: current value is 2"],
    [{ discount: undefined }, "discount must be a number from 0 to 1: current value is undefined"],
    [{ eta: "optimum" }, "eta must be a finite number or one of optimal: current value is optimum"],
    [{ diffusionSteps: 0 }, "diffusionSteps must be an integer of at least 1: current value is 0"],
    [{ lanes: 0 }, "lanes must be an integer of at least 1: current value is 0"],
    [{ learningRate: NaN }, "learningRate must be a finite number at least 0"],
    [{ tau: 2 }, "tau must be a number from 0 to 1: current value is 2"],
  ];
  for (const [changed, message] of refused) {
    assertThrows(() => createAgent({ ...options, ...changed } as never), RangeError, message);
  }
});

Deno.test("all kinds that are trained pass", () => {
  for (const own of Object.values(kinds)) {
    for (const { agent } of Object.values(own)) {
      agentOptions({ lanes: 3, states: 2, discount: 0, ...agent });
    }
  }
});

Deno.test("an estimate that there is not is refused, not labelled", () => {
  const options = { etas: [0], Ks: [1], ts: [0.5], alpha: 1, points: 1, repetitions: 1, seed: 1 };
  const refused: readonly (readonly [object, string])[] = [
    [{ etas: ["optiml"] }, "one of optimal, qsm: current value is optiml (did you mean optimal?)"],
    [{ etas: [NaN] }, "eta must be a finite number or one of optimal, qsm"],
    [{ Ks: [0] }, "K must be an integer of at least 1: current value is 0"],
    [{ ts: [2] }, "Times must be numbers from 0 to 1: current value is 2"],
    [{ alpha: 0 }, "alpha must be a finite number above 0"],
    [{ repetitions: 0 }, "repetitions must be an integer of at least 1"],
    [{ repetition: 2 }, "Unknown option repetition (did you mean repetitions?)"],
  ];
  const before = tf.memory().numTensors;
  for (const [changed, message] of refused) {
    const given = { ...options, ...changed } as never;
    assertThrows(() => estimatorErrors(given), RangeError, message);
  }
  const ones = tf.ones([1, 2, 2]), logDensity = tf.ones([1, 2, 1]), h = tf.ones([1, 1]);
  assertThrows(
    () => smoothedScore({ noise: ones, gradient: ones, logDensity, h }, "optimum" as never),
    RangeError,
    "eta must be a finite number or one of optimal: current value is optimum",
  );
  tf.dispose([ones, logDensity, h]);
  assertEquals(tf.memory().numTensors, before);
});
