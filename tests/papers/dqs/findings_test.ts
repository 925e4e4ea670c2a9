import { assertEquals, assertMatch } from "@std/assert";
import { findings } from "lib/papers/dqs/findings.ts";
import type { EstimatorRow } from "lib/papers/dqs/estimator_errors.ts";
import type { BanditRow, MazeRow } from "lib/papers/dqs/report.ts";

const banditRow = (method: string, kl: number) => ({ method, kl }) as BanditRow;
const bandit = [
  banditRow("DQS", 0.2),
  banditRow("DQS, η optimal (ours)", 0.2),
  banditRow("QSM", 0.9),
  banditRow("SAC", 0.6),
  banditRow("32 uniform actions, weighted", 0.3),
  banditRow("exact actions", 0.1),
  banditRow("uniform actions", 1),
];

const methods = [
  ...["DQS", "DQS, soft values", "DQS, warm", "DQS, short memory"],
  ...["QSM", "SAC", "SAC, warm"],
];

/** One agent of each kind that goes to the upper goal; `after` says when both were seen. */
const mazeOf = (after: Readonly<Record<string, number | string>>): MazeRow[] =>
  methods.map((method) => ({
    ...{ method, agent: 0, "upper goal": 1, "lower goal": 0, solved: 1, "entropy, bits": 0 },
    ...{ steps: 20, "both found after": after[method] ?? 1000, seconds: 0 },
  }));

/** Errors of three estimators at two noise levels; QSM's, of K = 1, is no part of the claim. */
const estimatesOf = (gradient: readonly [number, number]): EstimatorRow[] =>
  [0.1, 1].flatMap((noise, i) =>
    ([["η = 0", 0.5], ["η = 1", gradient[i]!], ["η = optimal", 0.5], ["QSM", 0]] as const)
      .map(([estimator, rmse]) => ({
        ...{ estimator, K: estimator === "QSM" ? 1 : 32, t: noise, noise, rmse, bias: 0 },
      }))
  );

const judged = (
  after: Readonly<Record<string, number | string>>,
  gradient: readonly [number, number],
) => {
  const all = findings({ bandit, maze: mazeOf(after), estimates: estimatesOf(gradient) });
  return (claim: RegExp) => all.find((one) => claim.test(one.claim))!;
};

Deno.test("the gradient estimate must be near the best at every noise level", () => {
  const verdictOf = (gradient: readonly [number, number]) =>
    judged({}, gradient)(/gradient estimate/).verdict;
  assertEquals(verdictOf([0.52, 0.5]), "reproduced");
  assertEquals(verdictOf([0.3, 2]), "only partly");
  assertEquals(verdictOf([2, 2]), "not reproduced");
  assertMatch(judged({}, [0.3, 2])(/gradient estimate/).number, /at 1 of 2 levels/);
});

Deno.test("who explores better is told by when both goals were seen", () => {
  const verdictOf = (after: Readonly<Record<string, number | string>>) =>
    judged({ "DQS, warm": 900, ...after }, [1, 1])(/explores/).verdict;
  assertEquals(verdictOf({ SAC: 2000, "SAC, warm": 2000 }), "reproduced");
  assertEquals(verdictOf({ SAC: 2000, "SAC, warm": 500 }), "only partly");
  assertEquals(verdictOf({ DQS: "not found", "DQS, warm": 2000 }), "not reproduced");
});

Deno.test("exploring is not decided where ranges overlap, and a run of two kinds counts once", () => {
  const explores = (warm: readonly number[]) => {
    const runs = { DQS: [100, 300], SAC: [200, 400], "DQS, warm": warm, "SAC, warm": [150, 500] };
    const maze = Object.entries(runs).flatMap(([method, all]) =>
      all.map((after, agent) => ({ ...mazeOf({})[0]!, method, agent, "both found after": after }))
    );
    return findings({ bandit, maze, estimates: estimatesOf([1, 1]) })
      .find(({ claim }) => /explores/.test(claim))!;
  };
  assertEquals(explores([120, 600]).verdict, "not decided");
  // The first agent's run is that of DQS itself; the second, alone, is later than SAC's.
  assertEquals(explores([100, 600]).verdict, "not reproduced");
  assertMatch(explores([100, 600]).number, /DQS, warm 600 \(and 1 that is DQS's own run\)/);
  assertEquals(explores([100, 300]).verdict, "not decided");
});
