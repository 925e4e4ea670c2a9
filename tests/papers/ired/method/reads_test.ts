/** What each method's solver looks at. */
import { assertEquals } from "@std/assert";
import { random, tf } from "../../../../lib/tensor/mod.ts";
import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";
import { methods } from "../../../../lib/papers/ired/method/methods.ts";
import type { Method } from "../../../../lib/papers/ired/method/method.ts";
import { reference, type SamplerOptions } from "../../../../lib/papers/ired/method/options.ts";
import { run } from "../../../../lib/samplers/sampler.ts";
import { network, sample } from "../../../training/tiny.ts";
import { distance } from "./ideal.ts";

const base: SamplerOptions = { ...reference.sampler, jump: "off" };

const changes: { readonly [name in keyof SamplerOptions]: SamplerOptions[name] } = {
  innerSteps: 2,
  clampJump: 0.1,
  clampDescent: 0.1,
  clampFinal: 0.1,
  multiplierAfterFirst: 0.5,
  stepLength: "adaptive",
  jump: "on",
  posteriorNoise: "on",
  answerScale: "unscaled",
  reverse: "ancestral",
};

function answerBy(method: Method, options: SamplerOptions) {
  const schedule = cosineSchedule(3);
  const { irem } = reference.loss;
  const solver = method.solver({ network, schedule, options, irem, mode: "eager" });
  const params = network.init(random.key(3)), { condition } = sample(random.key(4), 16);
  const solving = solver.encode(params, condition);
  return solver.result(run(solver, random.key(5), solving, [16, 2]));
}

for (const [name, method] of Object.entries(methods)) {
  Deno.test(`${name} solves by the constants that it says, and by no others`, () =>
    tf.tidy(() => {
      for (const [option, value] of Object.entries(changes)) {
        // A bound on the jump is one only where there is a jump.
        const from = { ...base, ...(option === "clampJump" && { jump: "on" as const }) };
        const moved = distance(
          answerBy(method, from),
          answerBy(method, { ...from, [option]: value }),
        );
        const reads = method.reads.includes(option as keyof SamplerOptions);
        assertEquals([option, moved > 1e-6], [option, reads], `${option} moves by ${moved}`);
      }
    }));
}
