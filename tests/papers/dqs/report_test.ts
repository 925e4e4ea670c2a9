/** Tables of measured agents. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { trainKind } from "lib/papers/dqs/kinds.ts";
import { atTemperature, measureBandit, references } from "lib/papers/dqs/report.ts";

Deno.test("KL at a temperature is a mean over lanes, and a share of what uniform actions lack", async () => {
  const one = await trainKind("bandit", "temperatures", { updates: 2, seed: 1 });
  const measure = { alpha: 1, count: 30, seed: 3 };
  const kls = measureBandit(one, measure).map(({ kl }) => kl);
  const [exact, uniform] = references(measure).map(({ kl }) => kl);
  const row = atTemperature(one, { ...measure, lanes: [0, 2] });
  assertEquals([row["α"], row.agents], [1, 2]);
  assertAlmostEquals(row["KL of DQS"], (kls[0]! + kls[2]!) / 2, 1e-12);
  const share = row["share of what uniform ones lack"];
  assertAlmostEquals(exact! + share * (uniform! - exact!), row["KL of DQS"], 1e-12);
});
