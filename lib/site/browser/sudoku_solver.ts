/**
 * The solver of the page: the library's network, sampler and hopping, bundled for a browser.
 *
 * @module
 */
import { encodeDigits } from "../../datasets/sudoku/encode.ts";
import { clueMask, decodeDigits } from "../../datasets/sudoku/encode.ts";
import { isSolution } from "../../datasets/sudoku/grid.ts";
import { cosineSchedule } from "../../diffusion/schedule.ts";
import { sudokuRelational } from "../../models/sudoku_relational.ts";
import { annealedDescent } from "../../papers/ired/method/annealed_descent.ts";
import type { SamplerOptions } from "../../papers/ired/method/options.ts";
import { disposeTree, random, type Tensor, tf } from "../../tensor/mod.ts";
import { startWasm } from "../../tensor/browser/start.ts";
import { descent, paramsOf } from "./descent.ts";

/** What happened on a landscape. */
export interface Seen {
  /** 0 on the first way down, then one per hop. */
  readonly hop: number;
  readonly t: number;
  /** 81 digits, 1 to 9. */
  readonly digits: Uint8Array;
  /** With which the answer arrives on the landscape. */
  readonly before: number;
  /** With which it leaves. */
  readonly energy: number;
}

/** What was found. */
export interface Found {
  /** `[729]`, ±1 over row, column and digit. */
  readonly answer: Float32Array;
  readonly digits: Uint8Array;
  /** On the sharpest landscape that was seen. */
  readonly energy: number;
  readonly hops: number;
  /** Whether every row, column and box holds each digit once. */
  readonly solved: boolean;
}

/** How long it may think. */
export interface Thinking {
  readonly seed?: number;
  /** Most hops after the first way down. */
  readonly hops?: number;
  /** "finished" ends as soon as the board keeps all rules; "never" goes all the way. */
  readonly stop?: "finished" | "never";
  /** Sees each landscape and is waited for; ends the thinking by `true`. */
  readonly onLandscape?: (seen: Seen) => Promise<boolean | void> | boolean | void;
}

/** A loaded network. */
export interface SudokuSolver {
  /**
   * @param clues 81 digits, 0 for blank
   * @returns undefined where `onLandscape` ended it
   */
  solve(clues: Uint8Array, thinking?: Thinking): Promise<Found | undefined>;
}

/** Level that hops go back to: better than 3, 4 and 7 in the training experiments. */
const HOP_LEVEL = 5;

const SHAPE = [1, 9, 9, 9];

const board = (values: Float32Array) =>
  tf.tensor4d(values, SHAPE as [number, number, number, number]);

/**
 * Loads parameters.
 *
 * @param weights A safetensors file
 * @param options The sampler's
 * @param kernels Address of the WebAssembly kernels
 */
export async function loadSolver(
  weights: Uint8Array,
  options: SamplerOptions,
  kernels: string,
): Promise<SudokuSolver> {
  await startWasm(kernels);
  const network = sudokuRelational(), schedule = cosineSchedule(10);
  const params = paramsOf(weights);
  const solver = annealedDescent(network, schedule, options, { mode: "eager" });

  return {
    async solve(clues, { seed = 0, hops = 0, stop = "finished", onLandscape } = {}) {
      const x = board(encodeDigits(clues)), mask = board(clueMask(clues));
      const solving = solver.encode(params, { x, mask }, { mask, values: x });
      let best: Found | undefined, last = 0;
      // The first descent's keys are those of run(), so that the library gives the same answer; hops draw other noise.
      const root = random.key(seed), keys = [root];
      try {
        for (let hop = 0; hop <= hops && !best?.solved; hop++) {
          last = hop;
          const key = random.fold(root, hop);
          keys.push(key);
          const start = hop === 0
            ? solver.init(key, solving, SHAPE)
            : { y: noised(key, best!.answer) };
          const first = hop === 0 ? 0 : solver.steps - 1 - HOP_LEVEL;
          for (const left of descent({ solver, network, schedule }, key, solving, start, first)) {
            const { t, answer, before, energy } = left;
            const digits = decodeDigits(answer), solved = isSolution(digits);
            if (await onLandscape?.({ hop, t, digits, before, energy })) return undefined;
            const ends = (solved && stop === "finished") || t === 0;
            // Energies of one landscape can be compared, those of two cannot.
            if (ends && (!best || solved || energy < best.energy)) {
              best = { answer, digits, energy, hops: hop, solved };
            }
            if (ends) break;
          }
        }
        return { ...best!, hops: last };
      } finally {
        [x, mask, solving.encoded, ...keys].forEach(disposeTree);
      }
    },
  };

  /** √ᾱ_s·answer + σ_s·ε. */
  function noised(key: ReturnType<typeof random.key>, answer: Float32Array): Tensor {
    return tf.tidy(() => {
      const noise = tf.mul(schedule.sigma[HOP_LEVEL]!, random.normal(random.fold(key, 2), SHAPE));
      return tf.add(tf.mul(schedule.sqrtAlphaBar[HOP_LEVEL]!, board(answer)), noise);
    });
  }
}
