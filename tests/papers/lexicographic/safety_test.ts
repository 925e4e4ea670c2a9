/** Safety first on the cliff with wind, penalties, and theorem 6 against episodes. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { gridworld } from "lib/datasets/gridworld.ts";
import { rng } from "lib/datasets/rng.ts";
import { smallestSafePenalty, withPenalty } from "lib/papers/lexicographic/penalty.ts";
import { penalised, safetyFirst, simulate } from "lib/papers/lexicographic/safety.ts";
import {
  evaluatePolicy,
  lexicographicValueIteration,
} from "lib/papers/lexicographic/value_iteration.ts";

const CLIFF = ["......", "......", "......", "SLLLLG"];
const cliff = (probability: number, rows?: number[]) =>
  gridworld(CLIFF, { probability, ...(rows && { rows }) });
const near = (a: number, b: number, digits: number) =>
  assert(Math.abs(a - b) < 10 ** -digits, `${a} is not ${b}`);

Deno.test("the cliff with wind: the safe policy's value is (0, −7.530102)", () => {
  const world = cliff(0.1, [2]);
  const { values } = lexicographicValueIteration(safetyFirst(world));
  assertEquals(values[0]![world.start]! === 0, true);
  near(values[1]![world.start]!, -7.530102, 6);
});

Deno.test("one number with a penalty: into the lava, past it, or around it", () => {
  const world = cliff(0.1, [2]);
  const at = (penalty: number) => withPenalty(world, penalty);
  for (const penalty of [1, 5]) {
    const { risk, value } = at(penalty);
    assertEquals([risk, value], [1, 0]);
  }
  near(at(7).risk, 1 - 0.9 ** 4, 12); // four cells with wind
  near(at(7).value, -4.057, 3);
  for (const penalty of [8, 100]) {
    assertEquals(at(penalty).risk, 0);
    near(at(penalty).value, -7.530102, 6);
  }
});

Deno.test("the smallest safe penalty grows like 0.41 / ε: no number is safe for all", () => {
  const known = [[0.1, 7.12], [0.03, 16.5], [0.01, 43.6], [0.003, 138.5], [0.001, 409.6]] as const;
  for (const [epsilon, penalty] of known) {
    const found = smallestSafePenalty(cliff(epsilon, [2]));
    assert(Math.abs(found - penalty) <= (penalty < 10 ? 0.005 : 0.05) + 1e-9, `${found}`);
    assert(withPenalty(cliff(epsilon, [2]), found * 0.999).risk > 0);
  }
  near(smallestSafePenalty(cliff(1e-4, [2])) * 1e-4, 0.41, 2);
});

Deno.test("wind on every row: zero risk is only to be had by never arriving", () => {
  const world = cliff(0.1), mdp = safetyFirst(world);
  const { values, policy } = lexicographicValueIteration(mdp);
  assertEquals(values[0]![world.start]! === 0, true);
  near(values[1]![world.start]!, -20, 9); // −1 / (1 − γ)
  // Follow all that may happen: the goal is never among it.
  const reached = new Set([world.start]);
  for (const s of reached) {
    for (const { next } of mdp.actions[s]![policy[s]!]?.outcomes ?? []) reached.add(next);
  }
  assert(![...reached].some((s) => world.cells[s] === "goal" || world.cells[s] === "lava"));
});

Deno.test("theorem 6's recursion agrees with 100,000 episodes", () => {
  const world = cliff(0.1, [2]);
  const policy = world.cells.map(() => [0.3, 0.1, 0.1, 0.5]);
  const [u1, u2] = evaluatePolicy(safetyFirst(world), policy).map((v) => v[world.start]!);
  const played = simulate(world, policy, { episodes: 100_000 }, rng(17));
  assert(u1! < -0.1 && u1! > -0.95, "some are lost and some are not");
  for (const [exact, { mean, standardError }] of [[u1!, played.u1], [u2!, played.u2]] as const) {
    assert(standardError > 0 && standardError < 0.03);
    assert(Math.abs(exact - mean) < 3 * standardError, `${mean} ± ${standardError}, not ${exact}`);
  }
});

Deno.test("steps with a mistyped option, or an impossible one, are refused", () => {
  const world = cliff(0.1), policy = world.cells.map(() => [0.25, 0.25, 0.25, 0.25]);
  const refused: readonly (readonly [object, string])[] = [
    [{ discont: 0.5 }, "Unknown option discont (did you mean discount?)"],
    [{ discount: 1.5 }, "discount must be a number from 0 to 1: current value is 1.5"],
    [{ reward: NaN }, "reward must be a finite number: current value is NaN"],
  ];
  for (const [options, message] of refused) {
    assertThrows(() => safetyFirst(world, options), RangeError, message);
    assertThrows(() => penalised(world, 1, options), RangeError, message);
    assertThrows(() => smallestSafePenalty(world, options), RangeError, message);
    const episodes = { ...options, episodes: 2 };
    assertThrows(() => simulate(world, policy, episodes, rng(1)), RangeError, message);
  }
  const none = { episodes: 0 };
  assertThrows(() => simulate(world, policy, none, rng(1)), RangeError, "episodes must be an int");
});
