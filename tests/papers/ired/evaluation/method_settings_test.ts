/** What solving is limited to by how a network was trained. */
import { assertEquals, assertThrows } from "@std/assert";
import type { SolverOptions } from "../../../../lib/papers/ired/evaluation/solver.ts";
import { solverSettings } from "../../../../lib/papers/ired/evaluation/solver.ts";
import { methods } from "../../../../lib/papers/ired/method/methods.ts";
import { corrected } from "../../../../lib/papers/ired/method/options.ts";
import { doubling } from "./toy.ts";

const settings = (options: SolverOptions) => {
  const { landscapes, restarts, sampler } = solverSettings(doubling, options);
  return [landscapes, restarts, sampler.innerSteps, sampler.posteriorNoise];
};

Deno.test("each method has its own steps and landscapes", () => {
  assertEquals(settings({}), [10, 1, 5, "off"]);
  assertEquals(settings({ trainedAs: methods.irem }), [1, 1, 5, "off"]);
  const irem = { ...corrected.loss.irem, steps: 3 };
  assertEquals(settings({ trainedAs: methods.irem, irem }), [1, 1, 3, "off"]);
  assertEquals(settings({ trainedAs: methods.irem, sampler: { innerSteps: 40 } }), [
    1,
    1,
    40,
    "off",
  ]);
  assertEquals(settings({ trainedAs: methods.diffusion }), [10, 1, 0, "on"]);
  assertEquals(settings({ trainedAs: methods.diffusion, landscapes: 4 }), [4, 1, 0, "on"]);
  assertEquals(settings({ trainedAs: methods.feedforward }), [1, 1, 0, "off"]);
});

Deno.test("the ablations of gradient descent are switches of the sampler", () => {
  const noisy = { innerSteps: 0, posteriorNoise: "on" } as const;
  assertEquals(settings({ sampler: noisy }), [10, 1, 0, "on"]);
  assertEquals(settings({ sampler: { innerSteps: 0 } }), [10, 1, 0, "off"]);
});

Deno.test("what a method does not have is refused", () => {
  const cases: [SolverOptions, string][] = [
    [{ trainedAs: methods.irem, landscapes: 2 }, "landscapes must be an integer from 1 to 1"],
    [{ trainedAs: methods.diffusion, restarts: 2 }, "restarts must be an integer from 1 to 1"],
    [
      { trainedAs: methods.feedforward, sampler: { innerSteps: 1 } },
      "innerSteps must be an integer from 0",
    ],
    [{ trainedAs: methods.diffusion, sampler: { innerSteps: 5 } }, "current value is 5"],
  ];
  for (const [options, message] of cases) {
    assertThrows(() => settings(options), RangeError, message);
  }
});
