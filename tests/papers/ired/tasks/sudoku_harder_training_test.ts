/** Trainings beyond IRED's losses: clues that are hidden, the model's own descents, a given start. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { disposeTree, flatten, random, type Tensor, tf } from "../../../../lib/tensor/mod.ts";
import { sudokuRelational } from "../../../../lib/models/sudoku_relational.ts";
import type { IredConfig } from "../../../../lib/papers/ired/config.ts";
import { addition } from "../../../../lib/papers/ired/tasks/addition.ts";
import { hideClues } from "../../../../lib/papers/ired/tasks/sudoku/hidden_clues.ts";
import { sudoku } from "../../../../lib/papers/ired/tasks/sudoku/sudoku.ts";
import type { Split } from "../../../../lib/papers/ired/tasks/mod.ts";
import type { Problems } from "../../../../lib/papers/ired/problems.ts";
import {
  configOf,
  type LearnedWithPool,
  trainingProblem,
} from "../../../../lib/papers/ired/training.ts";
import { loadAverage, readManifest } from "../../../../lib/training/checkpoint.ts";
import { startingFrom } from "../../../../lib/training/gradient_learner.ts";
import { createTrainer } from "../../../../lib/training/trainer.ts";
import { inProcess as run, withFolder } from "../../../support/cli.ts";

const how = sudoku.networks.relational!;
const network = sudokuRelational({ width: 4, layers: 1 });

const configFor = (changes: Partial<IredConfig>) =>
  configOf(sudoku, "relational", { batch: 4, steps: 50, ...changes });

const trainerFor = (changes: Partial<IredConfig>) => {
  const config = configFor(changes);
  return createTrainer(trainingProblem(sudoku, how, config, network), config, undefined, "graph");
};

/** Clues of each puzzle. */
const clueCounts = ({ observed }: Problems) =>
  tf.tidy(() => [...tf.div(tf.sum(observed!.mask, [1, 2, 3]), 9).dataSync()].map(Math.round));

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

Deno.test("hidden clues: so many boards keep 0.4 to 1 of their clues, and nothing else changes", () => {
  const problems = sudoku.sample(random.key(3), 256, "train");
  const before = clueCounts(problems);
  for (const chance of [0, 0.5, 1]) {
    const hidden = hideClues(random.key(7), problems, chance);
    const after = clueCounts(hidden);
    const share = after.map((n, i) => n / before[i]!);
    const touched = share.filter((s) => s < 1).length / 256;
    // A share u of 31 to 42 clues is kept whole with chance u^n: of 36 clues, some 4.5 % of boards.
    assert(Math.abs(touched - 0.955 * chance) < 0.1, `${touched} of the boards at ${chance}`);
    const mean = sum(share) / 256;
    assert(Math.abs(mean - (1 - 0.3 * chance)) < 0.03, `a share of ${mean} at ${chance}`);
    assert(share.every((s) => s > 0.1 && s <= 1));
    tf.tidy(() => {
      const { x, mask } = hidden.condition as Record<string, Tensor>;
      const { x: x0, mask: mask0 } = problems.condition as Record<string, Tensor>;
      const most = (z: Tensor) => tf.max(z).dataSync()[0];
      // Clues that stay are the ones that were there; blank cells are -1 throughout.
      assertEquals(most(tf.sub(mask!, mask0!)), 0);
      const expected = tf.where(tf.cast(mask!, "bool"), x0!, tf.fill(x!.shape, -1));
      assertEquals(most(tf.abs(tf.sub(x!, expected))), 0);
      assertEquals(most(tf.abs(tf.sub(hidden.observed!.mask, mask!))), 0);
      assertEquals(most(tf.abs(tf.sub(hidden.observed!.values, x!))), 0);
      assertEquals(most(tf.abs(tf.sub(hidden.answer, problems.answer))), 0);
    });
    disposeTree(hidden);
  }
  disposeTree(problems);
});

Deno.test("clues are hidden in training only: validation and tests keep all of theirs", async () => {
  const { experience } = trainingProblem(
    sudoku,
    how,
    configFor({ batch: 64, hiddenClues: 1 }),
    network,
  );
  const batch = await experience.next(random.key(1), undefined as never);
  assert(Math.min(...clueCounts(batch)) < 31);
  for (const [split, least] of [["validation", 31], ["same", 31], ["harder", 19]] as const) {
    const problems = sudoku.sample(random.key(1), 64, split satisfies Split);
    assert(Math.min(...clueCounts(problems)) >= least);
    disposeTree(problems);
  }
  disposeTree(batch);
  assertThrows(
    () => trainingProblem(addition, addition.networks.mlp!, configFor({ hiddenClues: 0.5 })),
    RangeError,
    "hiddenClues must be 0 for addition, whose clues cannot be hidden: current value is 0.5",
  );
});

/** The losses of a few steps, and the parameters after them. */
async function trained(changes: Partial<IredConfig>) {
  const trainer = trainerFor(changes);
  const losses: number[] = [];
  for await (const { loss } of trainer.steps()) if (losses.push(loss) === 3) break;
  const values = flatten(trainer.progress.learned.params).map((
    [name, p],
  ) => [name, [...p.dataSync()]]);
  trainer.dispose();
  return { losses, values };
}

Deno.test("switched off, both leave training as it is, bit for bit; switched on, they do not", async () => {
  const usual = await trained({});
  assertEquals(await trained({ ownDescents: 0, hiddenClues: 0 }), usual);
  const own = await trained({ ownDescents: 0.5 }), hidden = await trained({ hiddenClues: 1 });
  assert(own.losses[0] !== usual.losses[0] && hidden.losses[0] !== usual.losses[0]);
});

Deno.test("a pool of own descents moves on, and holds as much memory after many steps as after few", async () => {
  const trainer = trainerFor({ ownDescents: 0.5, hiddenClues: 0.5 });
  const tensors: number[] = [], bytes: number[] = [];
  const levels = new Set<number>();
  let members = 0;
  for await (const { step, loss } of trainer.steps()) {
    assert(Number.isFinite(loss));
    const { pool } = trainer.progress.learned as LearnedWithPool;
    members = pool.t.shape[0];
    pool.t.dataSync().forEach((t) => levels.add(t));
    const { numTensors, numBytes } = tf.memory();
    if (step >= 3) tensors.push(numTensors), bytes.push(numBytes);
    if (step === 45) break;
  }
  assertEquals(members, 2); // half of the batch
  assertEquals([new Set(tensors).size, new Set(bytes).size], [1, 1]);
  // A descent takes some 17 steps: these were on every landscape, and began anew.
  assertEquals([...levels].sort((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  trainer.dispose();
});

Deno.test("a learner that starts from given parameters has copies of them, and nothing behind it", () => {
  const { learner } = trainingProblem(sudoku, how, configFor({}), network);
  const given = network.init(random.key(99));
  const learned = startingFrom(learner, given).init(random.key(0));
  const values = (tree: Parameters<typeof flatten>[0]) =>
    flatten(tree).map(([, tensor]) => [...tensor.dataSync()]);
  assertEquals([values(learned.params), values(learned.average)], [values(given), values(given)]);
  assert(values(learned.moments).flat().every((v) => v === 0));
  disposeTree(learned);
  assertEquals(flatten(given).every(([, tensor]) => !tensor.isDisposed), true);
  disposeTree(given);
});

Deno.test("train --from starts at the averaged parameters of a checkpoint", async () => {
  await withFolder(async (folder) => {
    const from = "data/checkpoints/addition_symmetric", out = `${folder}/run`;
    // A step that is far too small to be seen.
    const { code, err } = await run(
      "train",
      "--task=addition",
      "--network=symmetric",
      ...[`--from=${from}`, `--out=${out}`, "--steps=1", "--batch=2", "--learning-rate=1e-12"],
    );
    assertEquals(code, 0, err);
    const network = addition.networks.symmetric!.create();
    const [before, after] = [from, out].map((f) => loadAverage<IredConfig>(f, network));
    for (const [name, tensor] of Object.entries(before!.params)) {
      const now = after!.params[name]!.dataSync();
      tensor.dataSync().forEach((v, i) => assert(Math.abs(v - now[i]!) < 1e-6));
    }
    assertEquals(readManifest<IredConfig>(out).step, 1);
    [before, after].forEach((one) => disposeTree(one!.params));
  });
});
