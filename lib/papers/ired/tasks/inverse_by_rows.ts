/** Inverses of smaller and larger matrices than in training, for networks that take any size. */
import { tf } from "../../../tensor/mod.ts";
import { inverseRidge, matrixInverse } from "../../../datasets/matrix.ts";
import type { Problems } from "../problems.ts";
import { inverse } from "./inverse.ts";
import type { Task } from "./task.ts";

/**
 * The inverse task with test sets by number of rows n, drawn as for training otherwise. Eigenvalues
 * are from 0.5 as there, and the largest grow with n, to about 8n/3.
 *
 * Of the trivial answers only zero is left: the mean inverse of the training set has 20 rows.
 */
export const inverseByRows: Task = {
  ...inverse,
  hardness: {
    name: "rows",
    values: [4, 8, 14, 20, 22, 24, 28, 32],
    sample: (key, count, rows) => matrixInverse(key, count, inverseRidge.same, rows) as Problems,
  },
  baselines: [{ name: "answer zero", answer: ({ answer }) => tf.zerosLike(answer) }],
};
