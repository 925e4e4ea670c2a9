/** Verdicts of the problem in the plane. */
import { assertEquals } from "@std/assert";
import { stepsNeeded, toyVerdicts } from "lib/papers/ired/report/toy_verdict.ts";

/** A landscape of four cells per level. */
const cells = (energies: readonly number[]) =>
  [9, 0].flatMap((t) => energies.map((energy, i) => ({ t, x: i, y: 0, energy })));

const point = (difficulty: "same" | "harder", steps: number, value: number) => ({
  method: "net",
  split: difficulty,
  difficulty,
  steps,
  value,
  low: value - 0.01,
  high: value + 0.01,
  problems: 8,
  seconds: 1,
});

const good = {
  learned: cells([0, 1, 2, 4]),
  ideal: cells([1, 3, 5, 9]), // 1 + 2·learned
  sweep: [
    point("same", 0, 0.9),
    point("same", 1, 0.1),
    point("same", 5, 0.1),
    point("harder", 0, 0.9),
    point("harder", 1, 0.5),
    point("harder", 5, 0.2),
  ],
  trivial: 0.4,
};

Deno.test("stepsNeeded() is where a curve is within a tenth of its best", () => {
  const curve = [[1, 0.5], [2, 0.109], [5, 0.1]].map(([steps, value]) => (
    { steps: steps!, value: value! }
  ));
  assertEquals(stepsNeeded(curve), 2);
});

Deno.test("the claims on the plane hold or not by what was found", () => {
  assertEquals(toyVerdicts(good).map(({ holds }) => holds), [true, true, true, true]);
  const flat = {
    learned: cells([0, 1, 2, 4]),
    ideal: cells([4, 1, 2, 0]),
    sweep: good.sweep.map((row) => ({ ...row, value: 0.3, low: 0.2, high: 0.5 })),
    trivial: 0.4,
  };
  assertEquals(toyVerdicts(flat).map(({ holds }) => holds), [false, false, false, false]);
});

Deno.test("a curve is near its best from a tenth above it on", () => {
  const needed = (second: number) =>
    stepsNeeded([{ steps: 1, value: 0.5 }, { steps: 2, value: second }, { steps: 5, value: 0.1 }]);
  assertEquals([0.109, 0.111].map(needed), [2, 5]);
});

Deno.test("each claim on the plane fails by what it is about", () => {
  const holds = (changes: Partial<typeof good>) =>
    toyVerdicts({ ...good, ...changes }).map((claim) => claim.holds);
  // One landscape of two that is of another shape; their correlation is 3/5.
  const [sharp, off] = [cells([0, 1, 2, 3]), cells([1, 0, 3, 2].map((energy) => 0.5 * energy))];
  const mixed = [...sharp.filter(({ t }) => t === 9), ...off.filter(({ t }) => t === 0)];
  assertEquals(holds({ learned: mixed, ideal: sharp }), [false, true, true, true]);
  const sweep = (harder: readonly (readonly [steps: number, value: number])[]) => [
    ...good.sweep.filter(({ difficulty }) => difficulty === "same"),
    ...harder.map(([steps, value]) => point("harder", steps, value)),
  ];
  // Intervals of ±.01 that overlap; before any step the error is of no matter.
  assertEquals(
    holds({ sweep: sweep([[0, 0.1], [1, 0.215], [5, 0.2]]) }),
    [true, false, false, true],
  );
  assertEquals(
    holds({ sweep: sweep([[0, 0.1], [1, 0.395], [5, 0.35]]), trivial: 0.355 }),
    [true, true, true, false],
  );
});
