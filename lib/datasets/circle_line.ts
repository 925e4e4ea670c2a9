/**
 * A problem small enough to be seen: where does a line cross the unit circle? A line
 * cos φ·y₁ + sin φ·y₂ = d has two crossings, so each problem has two right answers.
 */
import { type Key, random, type Tensor, tf } from "../tensor/mod.ts";

/** Distance of the lines to the origin, for {@link circleLine}; at 1 the crossings become one. */
export const lineDistance = { same: [0, 0.8], harder: [0.8, 0.98] } as const;

/** A batch: lines, and for each line one of its crossings. */
export interface CircleLineProblems {
  readonly condition: Readonly<Record<string, Tensor>>;
  readonly answer: Tensor;
}

/**
 * Lines at a random angle φ, with d uniform in `range` = [least, most], and one of the two crossings
 * d·n ± √(1 - d²)·n⊥, n = (cos φ, sin φ), chosen by a coin.
 *
 * @returns Condition `x` `[batch, 3]` of (cos φ, sin φ, d); answer `[batch, 2]`
 */
export function circleLine(
  key: Key,
  batch: number,
  [least, most]: readonly [number, number],
): CircleLineProblems {
  const [angleKey, distanceKey, sideKey] = random.split(key, 3);
  const angle = random.uniform(angleKey!, [batch], 0, 2 * Math.PI);
  const d = random.uniform(distanceKey!, [batch], least, most);
  const coin = tf.cast(tf.less(random.uniform(sideKey!, [batch]), 0.5), "float32");
  const along = tf.mul(tf.sub(tf.mul(coin, 2), 1), tf.sqrt(tf.sub(1, tf.square(d))));
  const [c, s] = [tf.cos(angle), tf.sin(angle)];
  const answer = tf.stack([
    tf.sub(tf.mul(d, c), tf.mul(along, s)),
    tf.add(tf.mul(d, s), tf.mul(along, c)),
  ], 1);
  return { condition: { x: tf.stack([c, s, d], 1) }, answer };
}

/** The other right answer: `answer` `[batch, 2]` mirrored at the line's foot point d·n. */
export function otherCrossing(x: Tensor, answer: Tensor): Tensor {
  const [normal, d] = tf.split(x, [2, 1], 1);
  return tf.sub(tf.mul(2, tf.mul(d!, normal!)), answer);
}

/** A line: the angle φ of its normal, and its distance d to the origin. */
export interface Line {
  readonly angle: number;
  readonly distance: number;
}

/** The condition of one line, `x` `[1, 3]`. */
export function lineCondition({ angle, distance }: Line): Readonly<Record<string, Tensor>> {
  return { x: tf.tensor2d([[Math.cos(angle), Math.sin(angle), distance]]) };
}

/** Both crossings of one line. */
export function crossings({ angle, distance }: Line): { readonly x: number; readonly y: number }[] {
  const [c, s, along] = [Math.cos(angle), Math.sin(angle), Math.sqrt(1 - distance ** 2)];
  return [1, -1].map((side) => ({
    x: distance * c - side * along * s,
    y: distance * s + side * along * c,
  }));
}

/** A drawing of the problem and its answers, as rows for `planeMaps`. */
export function lineFigure(line: Line) {
  const [a, b] = crossings(line) as [{ x: number; y: number }, { x: number; y: number }];
  const panel = `φ = ${line.angle.toFixed(1)}, d = ${line.distance.toFixed(2)}`;
  const circle = Array.from({ length: 73 }, (_, i) => ({
    panel,
    group: "circle",
    mark: "line" as const,
    x: Math.cos((Math.PI * i) / 36),
    y: Math.sin((Math.PI * i) / 36),
  }));
  const [along, across] = [[-2, 3], [3, -2]];
  const ends = along.map((_, i) => ({
    panel,
    group: "line",
    mark: "line" as const,
    x: along[i]! * a.x + across[i]! * b.x,
    y: along[i]! * a.y + across[i]! * b.y,
  }));
  const answers = [a, b].map((at) => (
    { panel, group: "right answers", mark: "cross" as const, ...at }
  ));
  return [...circle, ...ends, ...answers];
}
