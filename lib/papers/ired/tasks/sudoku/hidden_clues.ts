/** Harder puzzles from easier ones, to learn from: some of the clues hidden. */
import { compile, type Key, random, tf } from "../../../../tensor/mod.ts";
import type { Problems } from "../../problems.ts";
import { LEAST_KEPT } from "./constants.ts";
import { clueCells } from "./negatives.ts";

type Inputs = { readonly key: Key; readonly chance: tf.Scalar; readonly problems: Hidable };
type Hidable = Pick<Problems, "condition" | "answer">;

/** Compiled, as some hundred small ops would take longer than a step of training on an accelerator. */
const hide = compile(({ key, chance, problems: { condition, answer } }: Inputs): Problems => {
  const batch = answer.shape[0]!;
  const [shareKey, whetherKey, cellKey] = random.split(key, 3);
  const share = random.uniform(shareKey!, [batch, 1, 1, 1], LEAST_KEPT, 1);
  const hides = tf.less(random.uniform(whetherKey!, [batch, 1, 1, 1]), chance);
  const drops = tf.greater(random.uniform(cellKey!, [batch, 9, 9, 1]), share);
  const stays = tf.cast(tf.logicalNot(tf.logicalAnd(hides, drops)), "float32");
  const cells = tf.mul(clueCells(condition.mask!), stays);
  const mask = tf.tile(cells, [1, 1, 1, 9]);
  // A blank cell is nine times -1.
  const x = tf.sub(tf.mul(tf.add(condition.x!, 1), stays), 1);
  return {
    condition: { x, mask },
    answer: tf.clone(answer),
    observed: { mask: tf.clone(mask), values: tf.clone(x) },
  };
}, { name: "hide_clues", mode: "graph" });

/**
 * Each puzzle, with that chance, keeps each of its clues with one chance, drawn uniformly from 0.4 to 1. The
 * solution stays the one it had, though others may now fit too.
 */
export function hideClues(key: Key, { condition, answer }: Problems, chance: number): Problems {
  const given = tf.scalar(chance);
  const { x, mask } = condition;
  const hidden = hide({
    key,
    chance: given,
    problems: { condition: { x: x!, mask: mask! }, answer },
  });
  given.dispose();
  return hidden;
}
