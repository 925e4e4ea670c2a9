import { assert, assertEquals } from "@std/assert";
import { compile, random, type Tensor, tf } from "../../../../lib/tensor/mod.ts";
import { decodeDigits } from "../../../../lib/datasets/sudoku.ts";

import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";
import { contrastiveLoss } from "../../../../lib/papers/ired/method/losses.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import { sudokuRelational } from "../../../../lib/models/sudoku_relational.ts";
import { sudoku } from "../../../../lib/papers/ired/tasks/sudoku/sudoku.ts";
import {
  type NegativeKind,
  sudokuNegatives,
} from "../../../../lib/papers/ired/tasks/sudoku/negatives.ts";
import type { Problems as Batch } from "../../../../lib/papers/ired/problems.ts";
import { levelsOf } from "../../../models/contract.ts";

const BATCH = 400;
const digits = (x: Tensor) => decodeDigits(x.dataSync<"float32">());

/** Of each board: its unknown cells, and the wrong cells of its negative; clues are checked. */
function draw(kind: NegativeKind, seed: number, batch: Batch) {
  const negative = sudokuNegatives(kind)(random.key(seed), batch);
  assertEquals(negative.shape, batch.answer.shape);
  const values = negative.dataSync();
  for (let cell = 0; cell < values.length; cell += 9) {
    const own = values.subarray(cell, cell + 9);
    assertEquals(own.filter((v) => v === 1).length, 1);
    assertEquals(own.filter((v) => v === -1).length, 8);
  }
  const wrong = digits(negative), right = digits(batch.answer);
  const mask = batch.observed!.mask.dataSync();
  return Array.from({ length: BATCH }, (_, b) => {
    let unknown = 0, changed = 0;
    for (let i = 81 * b; i < 81 * b + 81; i++) {
      const clue = mask[9 * i] === 1, differs = wrong[i] !== right[i];
      assert(!(clue && differs), "a clue was replaced");
      unknown += clue ? 0 : 1;
      changed += differs ? 1 : 0;
    }
    return { unknown, changed };
  });
}

const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

Deno.test("reference negatives change 0.05·8/9 of the unknown cells, and some boards not at all", () =>
  tf.tidy(() => {
    const boards = draw("reference", 1, sudoku.sample(random.key(2), BATCH, "train"));
    const rate = sum(boards.map((b) => b.changed)) / sum(boards.map((b) => b.unknown));
    assert(Math.abs(rate - 0.05 * 8 / 9) < 0.005, `${rate}`);
    const same = boards.filter((b) => b.changed === 0).length / BATCH;
    const expected = sum(boards.map((b) => (1 - 0.05 * 8 / 9) ** b.unknown)) / BATCH;
    assert(Math.abs(same - expected) < 0.06, `${same} and ${expected}`);
  }));

Deno.test("corrected negatives change a twentieth of the unknown cells, and one at least", () =>
  tf.tidy(() => {
    const boards = draw("corrected", 1, sudoku.sample(random.key(2), BATCH, "train"));
    const drawn = sum(boards.map((b) => 0.05 * b.unknown + 0.95 ** b.unknown));
    const changed = sum(boards.map((b) => b.changed));
    assert(Math.abs(changed / drawn - 1) < 0.1, `${changed} and ${drawn}`);
    assert(boards.every((b) => b.changed >= 1));
  }));

Deno.test("negatives of a board of clues are the board", () =>
  tf.tidy(() => {
    const { condition, answer } = sudoku.sample(random.key(2), BATCH, "train");
    const batch = { condition, answer, observed: { mask: tf.onesLike(answer), values: answer } };
    for (const kind of ["reference", "corrected"] as const) {
      assert(draw(kind, 3, batch).every((b) => b.changed === 0));
    }
  }));

Deno.test("negatives are the same compiled, and others for another key", () =>
  tf.tidy(() => {
    const batch = sudoku.sample(random.key(2), 5, "train");
    for (const kind of ["reference", "corrected"] as const) {
      const hook = sudokuNegatives(kind);
      const make = compile(
        ({ key, batch }: { key: random.Key; batch: Batch }) => ({ negative: hook(key, batch) }),
        { name: "negatives" },
      );
      const of = (seed: number) =>
        Array.from(make({ key: random.key(seed), batch }).negative.dataSync());
      assertEquals(of(1), Array.from(hook(random.key(1), batch).dataSync()));
      assert(of(1).some((v, i) => v !== of(2)[i]));
      make.dispose();
    }
  }));

Deno.test("a negative that is the answer gives a contrastive loss of ln 2 and no gradient", () =>
  tf.tidy(() => {
    const network = sudokuRelational({ width: 4, layers: 1 });
    const params = network.init(random.key(1));
    const { condition, answer, observed } = sudoku.sample(random.key(2), 3, "train");
    const t = levelsOf([0, 5, 9]);
    const noise = random.normal(random.key(3), answer.shape);
    const levels = levelsAt(cosineSchedule(10), t, 4);
    const names = Object.keys(params);
    const loss = (...values: Tensor[]) => {
      const p = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
      const encoded = network.encode(p, condition);
      return contrastiveLoss(
        (y) => network.energy(p, encoded, y, t),
        ...[answer, answer, noise, levels, observed] as const,
      );
    };
    const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => params[name]!));
    assert(Math.abs(value.dataSync()[0]! - Math.LN2) < 1e-6);
    grads.forEach((g) => assert(g.dataSync().every((v) => Math.abs(v) < 1e-6)));
  }));
