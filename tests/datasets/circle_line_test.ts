import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  circleLine,
  crossings,
  lineCondition,
  lineDistance,
  lineFigure,
  otherCrossing,
} from "lib/datasets/circle_line.ts";
import { circleLine as task, distanceToCrossing } from "lib/papers/ired/tasks/circle_line.ts";
import { random, tf } from "lib/tensor/mod.ts";

for (const difficulty of ["same", "harder"] as const) {
  Deno.test(`circleLine(): answers lie on the circle and on the line (${difficulty})`, () => {
    const { condition, answer } = circleLine(random.key(1), 500, lineDistance[difficulty]);
    const lines = condition.x!.arraySync() as number[][];
    const sides = { left: 0, right: 0 };
    for (const [i, [x, y]] of (answer.arraySync() as number[][]).entries()) {
      const [c, s, d] = lines[i]! as [number, number, number];
      assertAlmostEquals(x! ** 2 + y! ** 2, 1, 1e-5);
      assertAlmostEquals(c * x! + s * y!, d, 1e-5);
      const [least, most] = lineDistance[difficulty];
      assert(d >= least && d <= most, `d = ${d}`);
      sides[s * x! - c * y! > 0 ? "right" : "left"]++;
    }
    assert(Math.min(sides.left, sides.right) > 200, "a fair coin");
  });
}

Deno.test("otherCrossing() is right as well, and its own inverse", () => {
  const { condition, answer } = circleLine(random.key(2), 50, lineDistance.same);
  const other = otherCrossing(condition.x!, answer);
  const problems = { condition, answer };
  for (const error of distanceToCrossing(other, problems).dataSync()) {
    assertAlmostEquals(error, 0, 1e-3);
  }
  const back = otherCrossing(condition.x!, other);
  assert(tf.max(tf.abs(tf.sub(back, answer))).dataSync()[0]! < 1e-5);
});

Deno.test("distanceToCrossing() is that to the nearer one", () => {
  const line = { angle: 0, distance: 0 };
  const [up] = crossings(line) as [{ x: number; y: number }];
  const problems = { condition: lineCondition(line), answer: tf.tensor2d([[up.x, up.y]]) };
  const error = (y: number) => distanceToCrossing(tf.tensor2d([[0, y]]), problems).dataSync()[0]!;
  assertAlmostEquals(error(0.75), 0.25, 1e-6);
  assertAlmostEquals(error(-0.75), 0.25, 1e-6);
});

Deno.test("lineFigure() draws circle, line and both answers", () => {
  const rows = lineFigure({ angle: 1, distance: 0.5 });
  for (const { group, x, y } of rows) {
    if (group !== "line") assertAlmostEquals(x ** 2 + y ** 2, 1, 1e-9);
    if (group !== "circle") assertAlmostEquals(Math.cos(1) * x + Math.sin(1) * y, 0.5, 1e-9);
  }
  assertEquals(rows.filter(({ group }) => group === "right answers").length, 2);
});

Deno.test("the toy draws the same problems for the same key", () => {
  const [a, b] = [0, 0].map((seed) => task.sample(random.key(seed), 4, "same").answer.arraySync());
  assertEquals(a, b);
});
