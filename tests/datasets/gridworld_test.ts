/** Worlds of cells, and checks of processes. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { gridworld, MOVES } from "lib/datasets/gridworld.ts";
import { checkMdp, type Mdp, type MdpOutcome, scalarised } from "lib/datasets/mdp.ts";

Deno.test("worlds: walls and edges hold, wind replaces the move", () => {
  const world = gridworld(["S#G", "..L"], { rows: [0], probability: 0.25 });
  assertEquals([world.rows, world.columns, world.start], [2, 3, 0]);
  assertEquals(world.transitions(0, "right"), [
    { next: 0, probability: 0.75 },
    { next: 3, probability: 0.25 },
  ]);
  assertEquals(world.transitions(0, "down"), [{ next: 3, probability: 1 }]);
  assertEquals(world.transitions(3, "right"), [{ next: 4, probability: 1 }]);
  assertEquals(world.transitions(3, "down"), [{ next: 3, probability: 1 }]);
  const everywhere = gridworld(["S.", ".."], { probability: 0.5, direction: "left" });
  assertEquals(everywhere.transitions(3, "up").map(({ next }) => next), [1, 2]);
});

Deno.test("worlds: probabilities sum to one, whatever the wind", () => {
  for (const probability of [0, 0.1, 1]) {
    const world = gridworld(["S..", ".#L", "..G"], { probability });
    for (let cell = 0; cell < 9; cell++) {
      for (const move of MOVES) {
        const all = world.transitions(cell, move);
        assert(Math.abs(all.reduce((sum, one) => sum + one.probability, 0) - 1) < 1e-15);
        assert(all.every((one) => world.cells[one.next] !== "wall" || one.next === cell));
      }
    }
  }
});

Deno.test("worlds: bad drawings are refused in a sentence", () => {
  assertThrows(() => gridworld(["S.", "."]), RangeError, "equally long");
  assertThrows(() => gridworld(["Sx"]), RangeError, '"x" is no cell');
  assertThrows(() => gridworld([".."]), RangeError, "no start");
  assertThrows(() => gridworld(["S"], { probability: 1.5 }), RangeError, "got 1.5");
});

const process = (outcome: Partial<MdpOutcome>): Mdp => ({
  dimensions: 2,
  states: ["here", "end"],
  actions: [[{
    name: "go",
    outcomes: [{ next: 1, probability: 1, reward: [0, 1], discount: 0.5, ...outcome }],
  }], []],
});

Deno.test("processes: what is malformed is refused in a sentence that says where", () => {
  checkMdp(process({}));
  const cases: [Partial<MdpOutcome>, string][] = [
    [{ probability: 0.9 }, "probabilities must sum to 1: got 0.9"],
    [{ probability: NaN }, "probabilities must sum to 1: got NaN"],
    [{ next: 2 }, "the next state must be 0 to 1: got 2"],
    [{ reward: [1] }, "a reward must have 2 finite numbers: got [1]"],
    [{ discount: [[1, 1], [0, 1]] }, "Γ must be lower triangular"],
    [{ discount: [[1, 0]] }, "Γ must have 2 rows of 2"],
    [{ discount: [[1.5, 0], [0, 1]] }, "the diagonal of Γ must lie in 0 to 1: got 1.5"],
    [{ discount: -0.1 }, "the diagonal of Γ must lie in 0 to 1: got -0.1"],
  ];
  for (const [outcome, message] of cases) {
    const error = assertThrows(() => checkMdp(process(outcome)), RangeError, message);
    assert(error.message.startsWith("Cannot use the process as in state here, action go, "));
  }
  assertThrows(() => checkMdp({ ...process({}), states: ["here"] }), RangeError, "list of actions");
});

Deno.test("processes: weighing rewards needs γ·I", () => {
  assertEquals(scalarised(process({}), [10, 1]).actions[0]![0]!.outcomes[0]!.reward, [1]);
  const triangular = process({ discount: [[1, 0], [1, 0.5]] });
  assertThrows(() => scalarised(triangular, [1, 1]), RangeError, "γ·I");
  for (const weights of [[1], [1, 2, 3], [1, NaN]]) {
    assertThrows(() => scalarised(process({}), weights), RangeError, "of 2 dimensions by");
  }
});

Deno.test("worlds: winds, moves and cells that there are not are refused", () => {
  const drawing = ["S.", ".G"], probability = 0.5;
  const refused: readonly (readonly [object, string])[] = [
    [
      { direction: "Down" },
      "direction must be one of up, down, left, right: current value is Down",
    ],
    [{ rows: [2] }, "Cannot let the wind blow on row 2: accepted are integers from 0 to 1"],
    [{ rows: [0.5] }, "Cannot let the wind blow on row 0.5"],
    [{ row: [0] }, "Unknown option row (did you mean rows?)"],
  ];
  for (const [wind, message] of refused) {
    assertThrows(() => gridworld(drawing, { probability, ...wind }), RangeError, message);
  }
  const world = gridworld(drawing);
  const typo = "rigth" as "right";
  assertThrows(() => world.transitions(0, typo), RangeError, "(did you mean right?)");
  const message = "Cannot move from cell 4: accepted are integers from 0 to 3";
  assertThrows(() => world.transitions(4, "up"), RangeError, message);
});
