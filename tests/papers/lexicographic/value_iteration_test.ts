/** Lexicographic value iteration against enumeration, and where its theory ends. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { discountMatrix, type Mdp } from "lib/datasets/mdp.ts";
import { rng } from "lib/datasets/rng.ts";
import { randomMdp, slowTie, stayOrLeave } from "lib/papers/lexicographic/examples.ts";
import { compareLexicographic } from "lib/papers/lexicographic/order.ts";
import {
  allPolicies,
  evaluatePolicy,
  lexicographicValueIteration,
  simultaneousIteration,
} from "lib/papers/lexicographic/value_iteration.ts";

/** V of a deterministic policy by elimination on all d·S equations at once: V = r + Γ P V. */
function solveExactly(mdp: Mdp, policy: readonly number[]): number[][] {
  const [d, n] = [mdp.dimensions, mdp.states.length], size = d * n;
  const m = Array.from(
    { length: size },
    (_, i) => Array.from({ length: size + 1 }, (_, j) => Number(i === j)),
  );
  mdp.actions.forEach((own, s) => {
    if (own.length === 0) return;
    for (const { next, probability, reward, discount } of own[policy[s]!]!.outcomes) {
      const gamma = discountMatrix(discount, d);
      for (let k = 0; k < d; k++) {
        m[s * d + k]![size]! += probability * reward[k]!;
        for (let j = 0; j < d; j++) m[s * d + k]![next * d + j]! -= probability * gamma[k]![j]!;
      }
    }
  });
  for (let c = 0; c < size; c++) {
    let p = c;
    for (let r = c + 1; r < size; r++) if (Math.abs(m[r]![c]!) > Math.abs(m[p]![c]!)) p = r;
    [m[p], m[c]] = [m[c]!, m[p]!];
    for (let r = 0; r < size; r++) {
      if (r === c) continue;
      const f = m[r]![c]! / m[c]![c]!;
      for (let k = c; k <= size; k++) m[r]![k]! -= f * m[c]![k]!;
    }
  }
  return Array.from(
    { length: n },
    (_, s) => Array.from({ length: d }, (_, k) => m[s * d + k]![size]! / m[s * d + k]![s * d + k]!),
  );
}

for (const discounts of ["scalar", "triangular"] as const) {
  Deno.test(`theorem 7, ${discounts} Γ: a policy is best everywhere just if it is greedy`, () => {
    let ties = 0;
    for (let seed = 0; seed < 12; seed++) {
      const mdp = randomMdp({ states: 4, actions: 3, dimensions: 3, discounts }, rng(seed));
      const { values, greedy, policy } = lexicographicValueIteration(mdp);
      const best = mdp.states.map((_, s) => values.map((v) => v[s]!));
      let optimal = 0;
      for (const other of allPolicies(mdp)) {
        const its = solveExactly(mdp, other);
        const order = its.map((v, s) => compareLexicographic(v, best[s]!, 1e-7));
        assert(order.every((sign) => sign <= 0), "no policy is better anywhere");
        const isGreedy = other.every((a, s) => greedy[s]!.includes(a));
        assertEquals(order.every((sign) => sign === 0), isGreedy, `${other} of seed ${seed}`);
        optimal += Number(isGreedy);
      }
      assertEquals(optimal, greedy.reduce((product, own) => product * own.length, 1));
      ties += Number(optimal > 1);
      const own = evaluatePolicy(mdp, policy);
      own.forEach((v, k) => v.forEach((x, s) => assert(Math.abs(x - values[k]![s]!) < 1e-7)));
    }
    if (discounts === "scalar") assert(ties > 0, "some processes have several best policies");
  });
}

Deno.test("the order of numbers matters: later numbers break ties only", () => {
  let decided = 0;
  for (let seed = 0; seed < 30; seed++) {
    const mdp = randomMdp(
      { states: 4, actions: 3, dimensions: 2, discounts: "scalar" },
      rng(100 + seed),
    );
    const first = {
      ...mdp,
      dimensions: 1,
      actions: mdp.actions.map((own) =>
        own.map((action) => ({
          ...action,
          outcomes: action.outcomes.map((one) => ({ ...one, reward: one.reward.slice(0, 1) })),
        }))
      ),
    };
    const [both, alone] = [mdp, first].map((one) => lexicographicValueIteration(one));
    both!.values[0]!.forEach((x, s) => assert(Math.abs(x - alone!.values[0]![s]!) < 1e-9));
    both!.greedy.forEach((own, s) => {
      assert(own.every((a) => alone!.greedy[s]!.includes(a)));
      decided += Number(own.length < alone!.greedy[s]!.length);
    });
  }
  assert(decided > 10);
});

Deno.test("numbers swept together see a tie only once they have converged", () => {
  const mdp = slowTie(0.9);
  assertEquals(lexicographicValueIteration(mdp).greedy[0], [1]);
  const history = simultaneousIteration(mdp, 400);
  const choices = history.map(({ policy }) => policy[0]!);
  assert(choices.slice(0, 150).every((a) => a === 0), "the wrong action, sweep after sweep");
  const early = history[99]!.values.map((v) => v[0]!);
  assert(Math.abs(early[0]! - 1) < 1e-4, "though the first number is all but right");
  assertEquals(early[1], 0, "while the second is all wrong");
});

Deno.test("with a diagonal of 1, greedy is not enough: theorem 7 does not cover it", () => {
  const [, covered] = [1, 0.9].map((diagonal) =>
    lexicographicValueIteration(stayOrLeave(diagonal))
  );
  assertEquals(covered!.greedy[0], [1]);
  const mdp = stayOrLeave(1), { values, greedy } = lexicographicValueIteration(mdp);
  assertEquals([values[0]![0], greedy[0]], [1, [0, 1]]);
  assertEquals(evaluatePolicy(mdp, [0, -1])[0]![0], 0); // greedy, and gets nothing
  assertEquals(evaluatePolicy(mdp, [1, -1])[0]![0], 1);
});

Deno.test("values do not depend on which state comes first, whatever another one is worth", () => {
  const outcome = (next: number, reward: number, discount: number) => [{
    name: "go",
    outcomes: [{ next, probability: 1, reward: [reward], discount }],
  }];
  // A state that ends with 10¹², and one that gets 1 for ever: 1 / (1 - 0.999) = 1000.
  for (const [rich, poor] of [[0, 1], [1, 0]] as const) {
    const actions = [outcome(rich, 1e12, 0), outcome(poor, 1, 0.999)];
    const mdp: Mdp = {
      dimensions: 1,
      states: ["a", "b"],
      actions: rich === 0 ? actions : actions.toReversed(),
    };
    for (
      const [value] of [lexicographicValueIteration(mdp).values, evaluatePolicy(mdp, [0, 0])]
    ) {
      assertEquals(value![rich], 1e12);
      assert(Math.abs(value![poor]! - 1000) < 1e-6, `${value![poor]} with it in place ${poor}`);
    }
  }
});

Deno.test("what is as good but for rounding is a tie, however large values are", () => {
  const lottery = (name: string, shares: readonly number[], reward: readonly number[]) => ({
    name,
    outcomes: shares.map((probability, i) => (
      { next: 1, probability, reward: [1e12 / 3 * reward[i]!, 0], discount: 0 }
    )),
  });
  // Sums of products round differently, which at this size is far more than 10⁻⁹.
  const mdp: Mdp = {
    dimensions: 2,
    states: ["start", "end"],
    actions: [[
      lottery("two", [0.1, 0.2, 0.7], [1, 1, 0]),
      lottery("one", [0.3, 0.7], [1, 0]),
      lottery("less", [0.299, 0.701], [1, 0]),
    ], []],
  };
  assertEquals(lexicographicValueIteration(mdp).greedy[0], [0, 1]);
});

Deno.test("what does not settle, and too many policies, are refused in a sentence", () => {
  const mdp = stayOrLeave(1), [[stay, leave]] = mdp.actions as [[never, never], []];
  const growing: Mdp = {
    ...mdp,
    actions: [[
      { name: "stay", outcomes: [{ next: 0, probability: 1, reward: [1], discount: 1 }] },
      leave,
    ], []],
  };
  assert(stay);
  assertThrows(
    () => lexicographicValueIteration(growing, { sweeps: 100 }),
    RangeError,
    "do not settle within 100 sweeps",
  );
  const large = randomMdp({ states: 20, actions: 3, dimensions: 1, discounts: "scalar" }, rng(0));
  assertThrows(() => allPolicies(large), RangeError, "more than 100,000");
  const broken: Mdp = {
    ...mdp,
    actions: [[
      { name: "go", outcomes: [{ next: 1, probability: 0.5, reward: [1], discount: 1 }] },
    ], []],
  };
  assertThrows(() => lexicographicValueIteration(broken), RangeError, "must sum to 1: got 0.5");
});

Deno.test("options of value iteration that would give other values are refused", () => {
  const mdp = stayOrLeave(0.9), policy = [0, -1];
  const refused: readonly (readonly [object, string])[] = [
    [{ ties: -1 }, "ties must be at least 0 and below 1: current value is -1"],
    [{ tolerance: 10 }, "tolerance must be at least 0 and below 1: current value is 10"],
    [{ tolerence: 0.1 }, "Unknown option tolerence (did you mean tolerance?)"],
    [{ sweeps: 0 }, "sweeps must be an integer of at least 1: current value is 0"],
  ];
  for (const [options, message] of refused) {
    assertThrows(() => lexicographicValueIteration(mdp, options), RangeError, message);
    assertThrows(() => evaluatePolicy(mdp, policy, options), RangeError, message);
  }
});

Deno.test("policies that choose no action of a state are refused", () => {
  const mdp = stayOrLeave(0.9), [here] = mdp.states;
  const begin = `Cannot evaluate the policy in state ${here}: accepted are an action, 0 to 1, or`;
  for (const choice of [7, -1, 0.5, [0.5, 0], [2, -1], [1], undefined as never]) {
    assertThrows(() => evaluatePolicy(mdp, [choice, -1]), RangeError, begin);
  }
  assertThrows(() => evaluatePolicy(mdp, [0]), RangeError, "Cannot evaluate a policy for 1 states");
  assertEquals(evaluatePolicy(mdp, [[0, 1], []])[0]![0], 1);
});
