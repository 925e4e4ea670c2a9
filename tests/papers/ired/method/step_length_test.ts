/** Steps that grow while they are taken and shrink while they are refused. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { random, type Tensor1D, tf } from "lib/tensor/mod.ts";
import { cosineSchedule } from "lib/diffusion/schedule.ts";
import { mlp } from "lib/models/mlp.ts";
import { annealedDescent } from "lib/papers/ired/method/annealed_descent.ts";
import { corrected } from "lib/papers/ired/method/options.ts";
import { firstLengths, nextLengths } from "lib/papers/ired/method/step_length.ts";
import { recordedSettings } from "lib/papers/ired/evaluation/result_record.ts";
import { solvedAt } from "lib/papers/ired/evaluation/measure.ts";
import { solverSettings, tasks } from "lib/mod.ts";
import { stepping } from "../../../support/stepping.ts";
import { distance, ideal, schedule } from "./ideal.ts";

Deno.test("a length doubles or is quartered for each example, within limits", () =>
  tf.tidy(() => {
    const first = firstLengths(tf.zeros([2, 3, 4]));
    assertEquals([first.shape, [...first.dataSync()]], [[2, 1, 1], [1, 1]]);
    const accepted = tf.tensor1d([true, false], "bool") as Tensor1D;
    const second = nextLengths(first, accepted);
    assertEquals([second.shape, [...second.dataSync()]], [[2, 1, 1], [2, 0.25]]);
    let lengths = second;
    for (let k = 0; k < 40; k++) lengths = nextLengths(lengths, accepted);
    assertEquals([...lengths.dataSync()], [2 ** 10, 2 ** -30]);
    // Neither limit is for ever.
    const turned = nextLengths(lengths, tf.logicalNot(accepted) as Tensor1D);
    assertEquals([...turned.dataSync()], [2 ** 8, 2 ** -29]);
  }));

/** Energies down a parabola, of the steps λ_t·factor and what their lengths become. */
function byHand(t: number, energy: number, factor: number, steps: number): number[] {
  const share = schedule.beta[t]! / (1 - schedule.alphaBar[t]!); // λ_t/σ_t
  const energies = [energy];
  for (let k = 0, length = 1; k < steps; k++) {
    const left = 1 - length * (k === 0 ? 1 : factor) * share;
    const next = energies.at(-1)! * left ** 2;
    const taken = next <= energies.at(-1)!;
    energies.push(taken ? next : energies.at(-1)!);
    length *= taken ? 2 : 0.25;
  }
  return energies;
}

for (const multiplierAfterFirst of [1, 5]) {
  Deno.test(`adaptive steps down a parabola, at first ${multiplierAfterFirst} λ, are those by hand`, () =>
    tf.tidy(() => {
      const options = {
        ...corrected.sampler,
        ...{ jump: "off", stepLength: "adaptive", multiplierAfterFirst, innerSteps: 8 } as const,
        ...{ clampDescent: 1e3, clampFinal: 1e3 },
      };
      const sampler = stepping(annealedDescent(ideal, schedule, options, { mode: "eager" }));
      const solving = sampler.encode({}, { answer: tf.ones([3, 4]) });
      const [, info] = sampler.step(solving, { ...sampler.init(random.key(1), [3, 4]), t: 6 });
      const rows = info.energies.transpose().arraySync() as number[][];
      for (const row of rows) {
        const wanted = byHand(6, row[0]!, multiplierAfterFirst, 8);
        row.forEach((energy, k) =>
          assertAlmostEquals(energy / row[0]!, wanted[k]! / row[0]!, 1e-4)
        );
      }
      // Of both kinds, or the test would show one.
      const taken = [...info.accepted.dataSync()];
      assert(taken.includes(1) && taken.includes(0));
    }));
}

Deno.test("adaptive descents are the same compiled whole, in pieces and not at all", () =>
  tf.tidy(() => {
    const network = mlp({ conditionSize: 6, answerSize: 4, width: 16, timeFeatures: 8 });
    const params = network.init(random.key(1)), x = random.normal(random.key(2), [5, 6]);
    for (const innerSteps of [4, 12]) {
      const solve = (mode: "eager" | "graph", stepLength: "fixed" | "adaptive") => {
        const options = { ...corrected.sampler, innerSteps, stepLength };
        const sampler = stepping(annealedDescent(network, cosineSchedule(3), options, { mode }));
        const solving = sampler.encode(params, { x });
        let state = sampler.init(random.key(4), [5, 4]);
        while (state.t >= 0) [state] = sampler.step(solving, state);
        return sampler.answer(state);
      };
      const eager = solve("eager", "adaptive");
      // Fixed ones between two adaptive ones: what was compiled is not taken for the other.
      const graph = solve("graph", "adaptive"), fixed = solve("graph", "fixed");
      assert(distance(eager, graph) < 1e-4);
      assert(distance(eager, solve("graph", "adaptive")) < 1e-4);
      assert(distance(fixed, graph) > 1e-3);
      assert(distance(fixed, solve("eager", "fixed")) < 1e-4);
    }
  }));

Deno.test("records and their rows name the length of steps where it is not the published one", () => {
  const of = (sampler: object) => {
    const settings = solverSettings(tasks.inverse, { sampler });
    return [recordedSettings(settings).sampler as Record<string, unknown>, solvedAt(settings, 60)];
  };
  for (const one of of({})) assert(!("stepLength" in one!));
  for (const one of of({ stepLength: "adaptive" })) assertEquals(one!.stepLength, "adaptive");
});
