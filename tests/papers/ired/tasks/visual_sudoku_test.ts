/** Visual Sudoku: its problems, negatives, trivial answers, written form, and where training starts. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import type { NumberArray } from "lib/datasets/read_arrays.ts";
import { CLUE_PIXELS } from "lib/datasets/sudoku/clue_images.ts";
import { baselineErrors } from "lib/papers/ired/evaluation/baselines.ts";
import { firstProblems } from "lib/papers/ired/evaluation/problems.ts";
import { readClues, readerAccuracy, trainReader } from "lib/papers/ired/evaluation/two_stage.ts";
import { loadTrained } from "lib/papers/ired/evaluation/trained.ts";
import type { Problems } from "lib/papers/ired/problems.ts";
import { ownPictures } from "lib/papers/ired/tasks/own/pictures.ts";
import { sudoku } from "lib/papers/ired/tasks/sudoku/sudoku.ts";
import { DIGITS_OF } from "lib/papers/ired/tasks/visual_sudoku/data.ts";
import {
  DIGIT_READER,
  visualSudokuTask as task,
} from "lib/papers/ired/tasks/visual_sudoku/visual_sudoku.ts";
import { configOf, trainingProblem } from "lib/papers/ired/training.ts";
import { disposeTree, random, type Tensor, tf } from "lib/tensor/mod.ts";
import { loadAsPart, loadAverage } from "lib/training/checkpoint.ts";
import { scaleByName } from "lib/training/optimizer.ts";
import { digitReader, visualSudoku } from "lib/models/sudoku_visual.ts";

const numbers = (x: Tensor) => Array.from(x.dataSync());

Deno.test("test boards are Sudoku's, each with the same pictures whoever asks", () =>
  tf.tidy(() => {
    for (const split of ["validation", "same", "harder"] as const) {
      const some = [7, 3, 7], set = task.testSet!(split);
      const visual = set.pick(some), plain = sudoku.testSet!(split).pick(some);
      assertEquals(numbers(visual.answer), numbers(plain.answer));
      assertEquals(numbers(visual.condition.mask!), numbers(plain.condition.mask!));
      const { x, mask } = visual.condition, images = numbers(x!), shown = numbers(mask!);
      assertEquals(x!.shape, [3, 9, 9, CLUE_PIXELS]);
      const board = 81 * CLUE_PIXELS;
      assertEquals(images.slice(0, board), images.slice(2 * board));
      assert(images.every((v) => v >= 0 && v <= 1));
      for (let cell = 0; cell < 81; cell++) {
        const ink = images.slice(cell * CLUE_PIXELS, (cell + 1) * CLUE_PIXELS).some((v) => v > 0);
        assertEquals(ink, shown[9 * cell] === 1);
      }
      assertEquals(visual.observed, undefined);
    }
  }));

Deno.test("digits of tests are in no training and no choice", () => {
  assertEquals([DIGITS_OF.train, DIGITS_OF.validation], ["train", "validation"]);
  assertEquals([DIGITS_OF.same, DIGITS_OF.harder], ["test", "test"]);
});

Deno.test("training shows a board with other pictures each time, the same for the same key", () =>
  tf.tidy(() => {
    const draw = (seed: number) => numbers(task.sample(random.key(seed), 2, "train").condition.x!);
    assertEquals(draw(5), draw(5));
    assert(draw(5).some((v, i) => v !== draw(6)[i]));
  }));

Deno.test("negatives change a cell at least, clue or not", () =>
  tf.tidy(() => {
    const problems = task.sample(random.key(2), 16, "train");
    const wrong = task.lossHooks!.negatives!(random.key(3), problems);
    const differs = tf.max(tf.abs(tf.sub(wrong, problems.answer)), 3);
    const perBoard = numbers(tf.sum(tf.cast(tf.greater(differs, 0), "float32"), [1, 2]));
    assert(perBoard.every((n) => n >= 1), `${perBoard}`);
    const clues = tf.slice(problems.condition.mask!, 0, [16, 9, 9, 1]);
    const ofClues = tf.sum(
      tf.mul(tf.squeeze(clues, [3]), tf.cast(tf.greater(differs, 0), "float32")),
    );
    assert(numbers(ofClues)[0]! > 0);
    // A digit in every cell, all the same.
    assertEquals(new Set(numbers(tf.sum(wrong, 3))), new Set([-7]));
  }));

Deno.test("the right answer is right by every measure; the trivial ones read some clues", () => {
  const problems = firstProblems(task, { difficulty: "same", seed: 1, problems: 4 });
  for (const { name, counts, value } of task.metrics) {
    const found = tf.tidy(() => counts(problems.answer, problems).arraySync());
    const sums = found[0]!.map((_, k) => found.reduce((sum, row) => sum + row[k]!, 0));
    assertEquals(value(Float64Array.from(sums), 4), 1, name);
  }
  assertEquals(numbers(tf.tidy(() => task.error(problems.answer, problems))), [0, 0, 0, 0]);
  disposeTree(problems);
  const [nearest] = baselineErrors(task, { problems: 32, seed: 1 });
  const read = nearest!.scores.find(({ metric }) => metric === "clues read")!.mean;
  assert(read > 0.6 && read < 0.9, `nearest means read ${read}`);
  const unknown = nearest!.scores.find(({ metric }) => metric === "unknown cells right")!.mean;
  assert(unknown > 0.2 && unknown < 0.45, `${unknown}`);
});

Deno.test("two stages: a classifier learns digits, and its readings stand where clues did", () => {
  const losses: number[] = [];
  const reader = trainReader({ seed: 1, steps: 90, observe: (_, loss) => losses.push(loss) });
  assert(losses.at(-1)! < 0.5 * losses[0]!, `${losses}`);
  const { right, count } = readerAccuracy(reader, "validation", 500);
  assert(right / count > 0.7, `${right} of ${count}`);
  tf.tidy(() => {
    const problems = task.testSet!("validation").pick([1, 2]);
    const read = readClues(reader, problems), { x, mask } = read.condition;
    assertEquals(numbers(mask!), numbers(problems.condition.mask!));
    assertEquals(numbers(read.observed!.values), numbers(x!));
    // One digit on each clue cell, none elsewhere.
    const ones = numbers(tf.sum(tf.mul(tf.add(x!, 1), 0.5), 3));
    assertEquals(ones, numbers(tf.squeeze(tf.slice(mask!, 0, [2, 9, 9, 1]), [3])));
  });
  disposeTree(reader);
});

Deno.test("training starts from Sudoku's parameters and the classifier's", () => {
  const how = task.networks.relational!, config = configOf(task, "relational");
  assertEquals(config.startedFrom, ["data/checkpoints/sudoku_relational", DIGIT_READER]);
  const network = how.create(), key = random.key(3);
  const learned = trainingProblem(task, how, config, network).learner.init(key);
  const before = {
    ...loadAverage(config.startedFrom![0]!, sudoku.networks.relational!.create()).params,
    ...loadAverage(DIGIT_READER, digitReader()).params,
  };
  assertEquals(Object.keys(before).sort(), Object.keys(learned.params).sort());
  for (const [name, tensor] of Object.entries(before)) {
    for (const tree of [learned.params, learned.average]) {
      assertEquals(numbers(tree[name]!), numbers(tensor));
    }
  }
  // Of a part, the rest is drawn.
  const part = { ...config, startedFrom: config.startedFrom!.slice(0, 1) };
  const other = trainingProblem(task, how, part, network).learner.init(key);
  const { startedFrom: _, ...scratch } = config;
  const drawn = trainingProblem(task, how, scratch, network).learner.init(key);
  for (const name of Object.keys(before)) {
    const expected = name.startsWith("reader/") ? drawn : learned;
    assertEquals(numbers(other.params[name]!), numbers(expected.params[name]!));
  }
  assertThrows(
    () => loadAsPart("data/checkpoints/sudoku_relational", visualSudoku({ width: 6 })),
    TypeError,
    "Cannot start visual_sudoku from data/checkpoints/sudoku_relational, of the network " +
      "sudoku_relational: ",
  );
  assertThrows(() => loadAsPart("data/checkpoints/addition_mlp", network), TypeError, "it has no");
  disposeTree({ key, before, learned, other, drawn } as unknown as Problems);
});

Deno.test("the composed network is a Sudoku network and a classifier, and nothing learned with both", () => {
  const { network, params, manifest } = loadTrained("data/checkpoints/visual_sudoku_composed");
  assertEquals(manifest.step, 0);
  const [solver, reader] = manifest.config.startedFrom as [string, string];
  const parts = {
    ...loadAverage(solver, sudoku.networks.relational!.create()).params,
    ...loadAverage(reader, digitReader()).params,
  };
  assertEquals(Object.keys(parts).sort(), Object.keys(network.parameters).sort());
  for (const [name, tensor] of Object.entries(parts)) {
    assertEquals(numbers(params[name]!), numbers(tensor), name);
  }
  disposeTree({ params, parts });
});

Deno.test("a reader from scratch: it learns at the full rate, what was started at a tenth of it", () => {
  const how = task.networks.posterior!, config = configOf(task, "posterior");
  const { learner } = trainingProblem(task, how, { ...config, batch: 1 });
  const key = random.key(5), state = learner.init(key);
  const sudokuParams = loadAverage(config.startedFrom![0]!, sudoku.networks.relational!.create());
  for (const [name, tensor] of Object.entries(sudokuParams.params)) {
    assertEquals(numbers(state.params[name]!), numbers(tensor));
  }
  const rates = scaleByName((name) => name.startsWith("reader/") ? 1 : config.startedRate!);
  const updates = { "reader/a": tf.tensor1d([1, 2]), "layer/b": tf.tensor1d([10]) };
  const [scaled] = rates.update(updates, rates.init(updates), updates, {});
  assertEquals([numbers(scaled["reader/a"]!), numbers(scaled["layer/b"]!)], [[1, 2], [1]]);
  // A first step of Adam moves no entry by more than its rate, and most by about as much.
  const numbered = Object.fromEntries(
    Object.entries(learner.numbers!(200)).map(([name, value]) => [name, tf.scalar(value)]),
  );
  const problems = how.sample!(key, 1);
  const [after] = tf.tidy(() => learner.update(key, state, problems, numbered));
  const moved = (name: string) =>
    tf.max(tf.abs(tf.sub(after.params[name]!, state.params[name]!))).dataSync()[0]!;
  const [reader, board] = [moved("reader/digits/bias"), moved("readout/bias")];
  assert(reader > 0 && board > 0, `${reader}, ${board}`);
  const most = (rate: number) => 1.01 * rate * numbered.learningRate!.dataSync()[0]!;
  assert(reader <= most(1) && board <= most(config.startedRate!), `${reader}, ${board}`);
  assert(reader > 3 * board, `${reader}, ${board}`);
});

Deno.test("about half of the boards that a reader learns from scratch by show all of their cells", () => {
  const { condition, answer, ...rest } = task.networks.posterior!.sample!(random.key(6), 24);
  const shown = numbers(tf.div(tf.sum(condition.mask!, [1, 2, 3]), 9));
  const full = shown.filter((count) => count === 81).length;
  assert(full >= 5 && full <= 19, `${full} of 24`);
  assert(shown.every((count) => count === 81 || (count >= 31 && count <= 42)), `${shown}`);
  // Every shown cell has ink, every other has none.
  const ink = numbers(tf.sum(condition.x!, 3)),
    mask = numbers(tf.slice(condition.mask!, [0, 0, 0, 0], [24, 9, 9, 1]));
  ink.forEach((sum, i) => assertEquals(sum > 0, mask[i] === 1));
  disposeTree({ condition, answer, ...rest } as Problems);
});

Deno.test("boards of one's own are drawn with unseen digits; what is no picture is refused", () => {
  const text = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79";
  const [condition] = ownPictures.read(text, {});
  const { warnings } = ownPictures.check(condition!);
  assertEquals(warnings, ["boards of training have 31 to 42 clues, this has 30"]);
  const { x, mask } = condition!;
  const changed = (array: NumberArray | undefined, at: number, value: number): NumberArray => {
    const values = array!.values.slice();
    values[at] = value;
    return { ...array!, values };
  };
  const refused = (change: Record<string, NumberArray>, message: string) =>
    assertThrows(() => ownPictures.check({ ...condition!, ...change }), RangeError, message);
  refused({ x: changed(x, 5, 1.5) }, 'entry [0][0][5] of "x" is 1.5; accepted are 0 to 1');
  refused({ mask: changed(mask, 1, 0) }, "nine times the same in a cell");
  refused({ mask: x! }, '"mask" must be 9×9×9 numbers');
  assertThrows(() => ownPictures.read(text.replace("53", "55"), {}), RangeError, "two 5s");
});
