/** Short trainings on meshes of two kinds, which must get the better of saying nothing. */
import { assert, assertEquals } from "@std/assert";
import { makeShapes } from "lib/datasets/mesh/mod.ts";
import { rng } from "lib/datasets/rng.ts";
import { accuracy, outputsFor, trainOnMeshes } from "lib/papers/emnn/train.ts";
import { tf } from "lib/tensor/mod.ts";

const set = makeShapes(rng(1), 10, { divisions: 1 }).filter(({ label }) => label < 2);
const meshes = set.map(({ mesh }) => mesh), labels = set.map(({ label }) => label);

Deno.test("trained on kinds, a network names them, and errs less than even odds would", () => {
  const seen: number[] = [];
  const trained = trainOnMeshes(meshes, labels.map((label) => [1 - label, label]), "kinds", {
    ...{ variant: "EGNN", seed: 1, steps: 40, observe: (_, loss) => seen.push(loss) },
  });
  const losses = outputsFor(trained, meshes).map((row, i) =>
    Math.log(row.reduce((sum, one) => sum + Math.exp(one), 0)) - row[labels[i]!]!
  );
  const mean = losses.reduce((sum, one) => sum + one / losses.length, 0);
  // Of two kinds, even odds have a cross-entropy of ln 2; none is below 0, but for rounding.
  assert(mean < Math.LN2, `${mean}`);
  assert(seen.every((loss) => loss > -1e-6) && seen.at(-1)! < Math.LN2, `${seen}`);
  assertEquals(accuracy(trained, meshes, labels), 1);
  tf.dispose(Object.values(trained.params));
});

Deno.test("trained on numbers, a network errs less than the mean of them would", () => {
  const wanted = labels.map((label) => 2 * label - 1);
  const trained = trainOnMeshes(meshes, wanted.map((value) => [value]), "numbers", {
    ...{ variant: "EGNN", seed: 1, steps: 40 },
  });
  // Half are 1 and half are -1, about a mean of 0: it errs by 1.
  const error = outputsFor(trained, meshes).reduce(
    (sum, [value], i) => sum + (value! - wanted[i]!) ** 2 / wanted.length,
    0,
  );
  assert(error < 0.5, `${error}`);
  tf.dispose(Object.values(trained.params));
});
