import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { disposeTree, random, type Tensor, tf } from "../../../../lib/tensor/mod.ts";
import { checkConfig } from "../../../../lib/papers/ired/config.ts";
import { checkSamplerOptions, presets } from "../../../../lib/papers/ired/method/options.ts";
import {
  canonicalForm,
  countClues,
  decodeDigits,
  isSolution,
} from "../../../../lib/datasets/sudoku.ts";
import {
  consistentBoards as hostConsistent,
  sudokuMetrics as hostMetrics,
} from "../oracles/sudoku_metrics.ts";
import {
  assertEnough,
  problemBatches,
  problemsThere,
} from "../../../../lib/papers/ired/evaluation/problems.ts";
import { scorerOf } from "../../../../lib/papers/ired/evaluation/scores.ts";
import { sudoku } from "../../../../lib/papers/ired/tasks/sudoku/sudoku.ts";
import { sudokuSet } from "../../../../lib/papers/ired/tasks/sudoku/data.ts";
import { taskAt } from "../../../../lib/papers/ired/evaluation/sweeps.ts";
import { type Split, tasks } from "../../../../lib/papers/ired/tasks/mod.ts";
import type { Problems } from "../../../../lib/papers/ired/problems.ts";

const numbers = (x: Tensor) => Array.from(x.dataSync());
const digits = (x: Tensor) => decodeDigits(x.dataSync<"float32">());
const splits = ["train", "same", "harder"] as const satisfies readonly Split[];

/** The value of each metric, by its name. */
function scores(answer: Tensor, problems: Problems): Record<string, number> {
  const scorer = scorerOf(sudoku);
  scorer.add(answer, problems);
  return Object.fromEntries(scorer.scores([]).map(({ metric, mean }) => [metric, mean]));
}

/** Digits as answers, and the other way round the puzzle of problems. */
const asAnswer = (boards: Uint8Array) =>
  tf.tensor(
    Float32Array.from({ length: 9 * boards.length }, (_, i) =>
      boards[Math.floor(i / 9)] === i % 9 + 1 ? 1 : -1),
    [boards.length / 81, 9, 9, 9],
  );
const puzzlesOf = ({ condition }: Problems) => {
  const shown = numbers(tf.max(condition.x!, 3));
  return digits(condition.x!).map((d, i) => shown[i]! > 0 ? d : 0);
};

Deno.test("sudoku: splits have the published sizes and clue counts", () => {
  const expected = { train: [9000, 31, 42], same: [1000, 31, 42], harder: [1024, 19, 34] };
  for (const split of splits) {
    const { count, puzzles } = sudokuSet(split);
    const clues = Array.from(
      { length: count },
      (_, i) => countClues(puzzles.subarray(81 * i, 81 * i + 81)),
    );
    assertEquals([count, Math.min(...clues), Math.max(...clues)], expected[split]);
  }
});

Deno.test("sudoku: no test grid is a training grid in disguise", () => {
  const forms = (split: Split, count: number) => {
    const { solutions } = sudokuSet(split);
    return Array.from(
      { length: count },
      (_, i) => canonicalForm(solutions.subarray(81 * i, 81 * i + 81)),
    );
  };
  const training = new Set(forms("train", 9000));
  assertEquals(training.size, 9000);
  for (const form of [...forms("same", 1000), ...forms("harder", 1024)]) {
    assert(!training.has(form));
  }
});

Deno.test("sudoku: a batch holds puzzles, their solutions and their clues", () =>
  tf.tidy(() => {
    for (const split of splits) {
      const problems = sudoku.sample(random.key(1), 7, split);
      const { condition, answer, observed } = problems;
      for (const x of [answer, condition.x!, condition.mask!, observed!.mask, observed!.values]) {
        assertEquals(x.shape, [7, 9, 9, 9]);
      }
      const solutions = digits(answer), puzzles = puzzlesOf(problems);
      for (let b = 0; b < 7; b++) assert(isSolution(solutions.subarray(81 * b, 81 * b + 81)));
      assert(puzzles.every((d, i) => d === 0 || d === solutions[i]));
      const mask = numbers(condition.mask!);
      assertEquals(mask, numbers(observed!.mask));
      assert(mask.every((m, i) => m === (puzzles[Math.floor(i / 9)] === 0 ? 0 : 1)));
      assertEquals(numbers(observed!.values), numbers(condition.x!));
    }
  }));

Deno.test("sudoku: a key fixes the batch, and no board comes twice before all have come", () =>
  tf.tidy(() => {
    const draw = (seed: number, count = 4) =>
      numbers(sudoku.sample(random.key(seed), count, "harder").answer).join();
    assertEquals(draw(1), draw(1));
    assert(draw(1) !== draw(2));
    const all = digits(sudoku.sample(random.key(3), 1024, "harder").answer);
    const boards = Array.from(
      { length: 1024 },
      (_, i) => all.subarray(81 * i, 81 * i + 81).join(""),
    );
    assertEquals(new Set(boards).size, 1024);
  }));

Deno.test("sudoku: evaluation goes through the whole test set, in an order of its seed", () => {
  const boardsOf = (seed: number) => {
    const boards: string[] = [];
    for (
      const { problems } of problemBatches(sudoku, { difficulty: "same", problems: 1000, seed })
    ) {
      const all = digits(problems.answer);
      for (let at = 0; at < all.length; at += 81) boards.push(all.subarray(at, at + 81).join(""));
      disposeTree(problems);
    }
    return boards;
  };
  const first = boardsOf(0), second = boardsOf(1);
  assertEquals(new Set(first).size, 1000);
  assertEquals(first.toSorted(), second.toSorted());
  assert(first.join() !== second.join());
});

Deno.test("sudoku: hardness is the number of clues", () =>
  tf.tidy(() => {
    const { values, sample } = sudoku.hardness!;
    assertEquals([values[0], values.at(-1), values.length], [19, 42, 24]);
    for (const clues of [19, 34, 35, 42]) {
      const problems = sample(random.key(1), 3, clues);
      const puzzles = puzzlesOf(problems);
      for (let b = 0; b < 3; b++) {
        assertEquals(countClues(puzzles.subarray(81 * b, 81 * b + 81)), clues);
      }
    }
    assertThrows(() => sample(random.key(1), 3, 18), RangeError, "current value is 18");
  }));

Deno.test("sudoku: boards of a clue count end, and none counts twice", () => {
  for (const task of [sudoku, tasks.visual_sudoku]) {
    const there = taskAt(task, 19), { size } = task.hardness!.set!(19);
    assert(size < 256, "fewer than a block");
    assertEquals(problemsThere(there, ["harder"]), size);
    assertThrows(() => assertEnough(there, "harder", size + 1), RangeError, `at most ${size}`);
  }
  const there = taskAt(sudoku, 19), seen: string[] = [];
  const problems = problemsThere(there, ["harder"]);
  for (const batch of problemBatches(there, { difficulty: "harder", problems, seed: 3 })) {
    const puzzles = puzzlesOf(batch.problems);
    for (let b = 0; b < batch.count; b++) seen.push(puzzles.slice(81 * b, 81 * b + 81).join(""));
    disposeTree(batch.problems);
  }
  assertEquals(new Set(seen).size, problems);
  for (const one of seen) assertEquals(countClues(Uint8Array.from(one, Number)), 19);
});

Deno.test("sudoku: metrics of a solved board, of swapped digits, and of a board of fives", () =>
  tf.tidy(() => {
    const problems = sudoku.sample(random.key(1), 1, "same");
    const solution = digits(problems.answer), puzzle = puzzlesOf(problems);
    assertEquals(scores(problems.answer, problems), {
      "unknown cells right": 1,
      "boards solved": 1,
      "boards consistent": 1,
      "cells in balance": 1,
    });
    const unknown = [...puzzle.keys()].filter((k) => puzzle[k] === 0);
    const i = unknown[0]!, j = unknown.find((k) => solution[k] !== solution[i])!;
    const swapped = solution.slice();
    [swapped[i], swapped[j]] = [solution[j]!, solution[i]!];
    const found = scores(asAnswer(swapped), problems);
    const rate = (unknown.length - 2) / unknown.length;
    assertAlmostEquals(found["unknown cells right"]!, rate, 1e-6);
    assertEquals([found["boards solved"], found["boards consistent"]], [0, 0]);
    const fives = scores(asAnswer(new Uint8Array(81).fill(5)), problems);
    assertEquals([fives["cells in balance"], fives["boards consistent"]], [1, 0]);
    assertEquals(fives["boards solved"], 0);
  }));

Deno.test("sudoku: metrics over a batch are those of counting on the host", () =>
  tf.tidy(() => {
    const problems = sudoku.sample(random.key(2), 40, "harder");
    const noise = random.normal(random.key(3), problems.answer.shape);
    const strength = tf.reshape(tf.range(0, 40), [40, 1, 1, 1]);
    const answer = tf.add(problems.answer, tf.mul(noise, tf.div(strength, 40)));
    const rates = hostMetrics(digits(answer), puzzlesOf(problems), digits(problems.answer));
    const found = scores(answer, problems);
    assertAlmostEquals(found["unknown cells right"]!, rates.cellAccuracy, 1e-6);
    assertAlmostEquals(found["boards solved"]!, rates.solved, 1e-6);
    assertAlmostEquals(found["boards consistent"]!, rates.consistency, 1e-6);
    assertAlmostEquals(found["cells in balance"]!, rates.boardAccuracy, 1e-6);
    assert(rates.solved > 0 && rates.solved < 1, `${rates.solved}`);
    assertEquals(numbers(sudoku.finished!(answer)), [...hostConsistent(digits(answer))]);
    const errors = numbers(sudoku.error(answer, problems));
    assertEquals(errors[0], 0);
  }));

Deno.test("sudoku: metrics where nothing is unknown", () =>
  tf.tidy(() => {
    const { answer } = sudoku.sample(random.key(2), 2, "same");
    const observed = { mask: tf.onesLike(answer), values: answer };
    const problems = { condition: { x: answer, mask: observed.mask }, answer, observed };
    assertEquals(scores(answer, problems)["unknown cells right"], NaN);
    assertEquals(numbers(sudoku.error(tf.neg(answer), problems)), [0, 0]);
  }));

Deno.test("sudoku: trivial baselines keep the clues, and the random digits are legal", () =>
  tf.tidy(() => {
    const problems = sudoku.sample(random.key(4), 200, "same");
    const puzzles = puzzlesOf(problems);
    const values = Object.fromEntries(sudoku.baselines.map(({ name, answer }) => {
      const found = answer(problems, problems);
      const boards = digits(found);
      assert(boards.every((d, i) => puzzles[i] === 0 || d === puzzles[i]));
      if (name === "random legal digit") {
        for (let i = 0; i < 81 * 20; i++) {
          if (puzzles[i] !== 0) continue;
          const b = 81 * Math.floor(i / 81), r = Math.floor(i % 81 / 9), c = i % 9;
          for (let k = 0; k < 9; k++) {
            const box = 9 * (3 * Math.floor(r / 3) + Math.floor(k / 3)) + 3 * Math.floor(c / 3) +
              k % 3;
            for (const peer of [b + 9 * r + k, b + 9 * k + c, b + box]) {
              assert(puzzles[peer] !== boards[i], `cell ${i} and its peer ${peer}`);
            }
          }
        }
      }
      return [name, scores(found, problems)["unknown cells right"]!];
    }));
    assert(
      Math.abs(values["one digit everywhere"]! - 1 / 9) < 0.02,
      `${values["one digit everywhere"]}`,
    );
    const random9 = values["random legal digit"]!;
    assert(random9 > 0.3 && random9 < 0.6, `${random9}`);
  }));

Deno.test("sudoku: defaults of training and sampling are possible", () => {
  for (const [network, { training }] of Object.entries(sudoku.networks)) {
    checkConfig({ ...training, task: "sudoku", network, seed: 0 });
    checkSamplerOptions({ ...presets[training.preset].sampler, ...sudoku.sampler });
  }
  assertEquals([sudoku.sampler!.innerSteps, sudoku.loss!.contrastWeight], [20, 0.05]);
});
