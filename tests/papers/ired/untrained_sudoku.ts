/** A network of Sudoku of a few channels that has learned nothing, as if it were trained. */
import { random } from "lib/tensor/mod.ts";
import { sudokuRelational } from "lib/models/sudoku_relational.ts";
import { methods } from "lib/papers/ired/method/methods.ts";
import { presets } from "lib/papers/ired/method/options.ts";
import { sudoku } from "lib/papers/ired/tasks/sudoku/sudoku.ts";
import type { Trained } from "lib/papers/ired/evaluation/trained.ts";

const network = sudokuRelational({ width: 4, layers: 1 });

/** Without a checkpoint's title and manifest. */
export const untrained: Omit<Trained, "title" | "manifest"> = {
  task: sudoku,
  network,
  params: network.init(random.key(1)),
  trainedAs: methods.ired,
  irem: presets.corrected.loss.irem,
  preset: "corrected",
};
