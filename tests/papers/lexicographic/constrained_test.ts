/** Constrained processes: coins, starts, prices, and what they share with the lexicographic. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Mdp } from "lib/datasets/mdp.ts";
import { rng } from "lib/datasets/rng.ts";
import { solveConstrained } from "lib/papers/lexicographic/constrained.ts";
import {
  oneDecision,
  randomMdp,
  stayOrLeave,
  twoStarts,
} from "lib/papers/lexicographic/examples.ts";
import {
  allPolicies,
  evaluatePolicy,
  lexicographicValueIteration,
} from "lib/papers/lexicographic/value_iteration.ts";

const near = (a: number, b: number, tolerance = 1e-9) =>
  assert(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);
const budget = (value: number) => [{ number: 1, value }];

Deno.test("one decision, half a budget: a coin gets ½, no policy without a coin more than 0", async () => {
  const found = await solveConstrained(oneDecision, {
    maximise: 0,
    atLeast: budget(-0.5),
    start: 0,
  });
  near(found.values[0]!, 0.5);
  near(found.policy[0]![0]!, 0.5);
  assertEquals(found.randomised, 1);
  near(found.prices[0]!, 1);
  const kept = allPolicies(oneDecision).map((policy) => evaluatePolicy(oneDecision, policy))
    .filter(([, cost]) => cost![0]! >= -0.5);
  assertEquals(Math.max(...kept.map(([value]) => value![0]!)), 0);
});

Deno.test("the constrained optimum depends on the start, the lexicographic does not", async () => {
  const choices = await Promise.all([0, 1].map(async (start) => {
    const { policy } = await solveConstrained(
      twoStarts,
      { maximise: 0, atLeast: budget(-0.5), start },
    );
    return policy[2]![0]!;
  }));
  near(choices[0]!, 0.5);
  near(choices[1]!, 0);
  const { greedy } = lexicographicValueIteration(twoStarts);
  assert(greedy.every((own) => own.length <= 1), "one policy, the same from everywhere");
});

Deno.test("a bound that no policy keeps is said to be infeasible", async () => {
  const found = await solveConstrained(oneDecision, {
    maximise: 0,
    atLeast: budget(0.1),
    start: 0,
  });
  assertEquals(found.status, "infeasible");
});

Deno.test("told V₁* and the start, a constrained problem is the lexicographic one", async () => {
  for (let seed = 0; seed < 8; seed++) {
    const mdp = randomMdp(
      { states: 5, actions: 3, dimensions: 2, discounts: "scalar" },
      rng(200 + seed),
    );
    const { values } = lexicographicValueIteration(mdp);
    const atLeast = [{ number: 0, value: values[0]![0]! - 1e-9 }];
    const found = await solveConstrained(mdp, { maximise: 1, atLeast, start: 0 });
    near(found.values[0]!, values[0]![0]!, 1e-6);
    near(found.values[1]!, values[1]![0]!, 1e-5);
  }
});

Deno.test("without a bound, linear programming agrees with value iteration, from any mixture", async () => {
  for (let seed = 0; seed < 8; seed++) {
    const mdp = randomMdp(
      { states: 5, actions: 3, dimensions: 1, discounts: "scalar" },
      rng(300 + seed),
    );
    const start = [0.1, 0.2, 0.3, 0.4, 0];
    const { values } = lexicographicValueIteration(mdp);
    const found = await solveConstrained(mdp, { maximise: 0, atLeast: [], start });
    near(found.values[0]!, start.reduce((sum, p, s) => sum + p * values[0]![s]!, 0), 1e-7);
    assertEquals(found.randomised, 0);
    const [again] = evaluatePolicy(mdp, found.policy);
    near(start.reduce((sum, p, s) => sum + p * again![s]!, 0), found.values[0]!, 1e-6);
  }
});

Deno.test("a budget costs what its price says", async () => {
  const mdp = randomMdp({ states: 5, actions: 3, dimensions: 2, discounts: "scalar" }, rng(402));
  const at = (value: number) =>
    solveConstrained(mdp, { maximise: 0, atLeast: budget(value), start: 0 });
  const free = await solveConstrained(mdp, { maximise: 0, atLeast: [], start: 0 });
  const most = await solveConstrained(mdp, { maximise: 1, atLeast: [], start: 0 });
  assert(most.values[1]! > free.values[1]! + 0.1, "there is something to give up");
  const bound = (free.values[1]! + most.values[1]!) / 2, step = 1e-4;
  const [one, two] = [await at(bound), await at(bound + step)];
  assert(one.prices[0]! > 0);
  near((one.values[0]! - two.values[0]!) / step, one.prices[0]!, 1e-4);
});

Deno.test("what cannot be counted is refused in a sentence", async () => {
  const problem = { maximise: 0, atLeast: [], start: 0 } as const;
  await assertRejects(() => solveConstrained(stayOrLeave(1), problem), RangeError, "γ·I");
  const endless: Mdp = {
    dimensions: 1,
    states: ["here"],
    actions: [[
      { name: "stay", outcomes: [{ next: 0, probability: 1, reward: [1], discount: 1 }] },
      { name: "rest", outcomes: [{ next: 0, probability: 1, reward: [0], discount: 0.5 }] },
    ]],
  };
  await assertRejects(() => solveConstrained(endless, problem), RangeError, "no bound");
});

Deno.test("numbers of the reward, bounds and starts that there are not are refused", async () => {
  const problem = { maximise: 0, atLeast: budget(-0.5), start: 0 };
  const refused: readonly (readonly [object, string])[] = [
    [{ maximise: 9 }, "maximise must be a number of the reward, 0 to 1: current value is 9"],
    [{ start: 9 }, "start must be a state, 0 to 1, or a list of probabilities: current value is 9"],
    [{ start: [0.5, 0] }, "start must be 2 probabilities that add up to 1"],
    [{ start: [2, -1] }, "start must be 2 probabilities that add up to 1"],
    [{ start: [1] }, "start must be 2 probabilities that add up to 1"],
    [{ atLeast: undefined }, "atLeast must be a list, such as [{ number: 1, value: -0.5 }]"],
    [{ atLeast: [{ number: 2, value: 0 }] }, "number of atLeast must be a number of the reward"],
    [{ atLeast: [{ number: 1, value: NaN }] }, "value of atLeast must be a finite number"],
    [{ maximize: 0 }, "Unknown option maximize (did you mean maximise?)"],
  ];
  for (const [changed, message] of refused) {
    const given = { ...problem, ...changed } as typeof problem;
    await assertRejects(() => solveConstrained(oneDecision, given), RangeError, message);
  }
});
