/** Actions by the estimate alone. */
import { assert, assertEquals } from "@std/assert";
import { measureActorless } from "lib/papers/dqs/actorless.ts";
import { references } from "lib/papers/dqs/report.ts";

Deno.test("with many samples the estimate alone is at the floor, with few it is not", () => {
  const measure = { alpha: 0.5, count: 200, seed: 3 };
  const [floor, uniform] = references(measure);
  const rows = measureActorless(measure, [
    { K: 200, eta: "optimal", steps: 15 },
    { K: 32, eta: 1, steps: 15 },
  ]);
  const [many, few] = rows;
  assertEquals(many!.method, "exact Q, no actor, η optimal, K = 200");
  assertEquals(few!.method, "exact Q, no actor, η = 1, K = 32");
  assert(many!.kl < floor!.kl + 0.1, `${many!.kl} ${floor!.kl}`);
  assert(few!.kl > many!.kl + 0.05 && few!.kl < uniform!.kl, `${few!.kl} ${uniform!.kl}`);
});
