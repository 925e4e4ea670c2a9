/** What `solve` says of its own answers, from the problems alone. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { answerBound } from "lib/papers/ired/evaluation/answer_bound.ts";
import { type SolverOptions, solverSettings } from "lib/papers/ired/evaluation/solver.ts";
import { methods } from "lib/papers/ired/method/methods.ts";
import { tasks } from "lib/papers/ired/tasks/mod.ts";
import { inProcess, withFolder } from "../support/cli.ts";

const N = 20;
const matrix = (of: (i: number, j: number) => number) =>
  Array.from({ length: N }, (_, i) => Array.from({ length: N }, (_, j) => of(i, j)));
const csv = (rows: number[][]) => rows.map((row) => row.join(",")).join("\n");
const condition = (...matrices: number[][][]) => ({
  x: { shape: [matrices.length, N, N], values: Float64Array.from(matrices.flat(2)) },
});
const solve = (name: string, input: string, ...flags: string[]) =>
  withFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/input`, input);
    const checkpoint = `--checkpoint=data/checkpoints/${name}`;
    return inProcess("solve", checkpoint, `--input=${folder}/input`, ...flags);
  });

Deno.test("an inverse is checked by AY - I, a sum by its difference, in words and as fields", () => {
  const a = condition(matrix((i, j) => Number(i === j) * 4 + Number(i + j === 1)));
  // The inverse of [[4, 1], [1, 4]], and of 4 elsewhere.
  const y = matrix((i, j) => i === j ? (i < 2 ? 4 / 15 : 1 / 4) : i + j === 1 ? -1 / 15 : 0);
  const right = tasks.inverse.own!.judge!(Float32Array.from(y.flat()), a, 6);
  assertStringIncludes(right.lines.join("\n"), "an inverse: largest entry of AY - I is ");
  assertEquals([right.lines.length, right.facts.right], [1, true]);
  y[0]![2] = 10;
  const wrong = tasks.inverse.own!.judge!(Float32Array.from(y.flat()), a, 6);
  assertEquals(wrong.lines, [
    "not an inverse: largest entry of AY - I is 40, 0.1 or less is taken as right",
    "1 of 400 entries is at the sampler's bound of ±6: the right answer may lie beyond",
  ]);
  assertEquals(wrong.facts, {
    right: false,
    largestDeviation: 40,
    limit: 0.1,
    atBound: 1,
    bound: 6,
  });
  const summands = condition(matrix((i, j) => i + j), matrix((i, j) => i - j));
  const sum = Float32Array.from(matrix((i) => 2 * i).flat());
  assertEquals(tasks.addition.own!.judge!(sum, summands, 100).facts.largestDeviation, 0);
  sum[5] = -1.5;
  assertEquals(tasks.addition.own!.judge!(sum, summands, 100).lines, [
    "not the sum: largest entry of answer - sum is 1.5, 0.1 or less is taken as right",
  ]);
});

Deno.test("of a completion one sees what it changed of what was shown, and the sampler's bound", () => {
  const { judge } = tasks.completion.own!;
  const answer = new Float32Array(400), shown = new Float64Array(400);
  const { x } = condition(matrix(() => 0));
  const asked = { x, observed: { shape: x.shape, values: shown } };
  shown[399] = 1;
  assertEquals(judge!(answer, asked, 6), {
    lines: ["largest change of a shown entry: 0"],
    facts: { largestChangeOfShown: 0 },
  });
  answer[399] = -0.25;
  answer[398] = 3; // hidden: anything may stand there
  assertEquals(judge!(answer, asked, 6).lines, ["largest change of a shown entry: 0.25"]);
  assertEquals(judge!(answer, asked, 6).facts, { largestChangeOfShown: 0.25 });
  answer.fill(-6, 0, 380);
  assertEquals(judge!(answer, asked, 6).lines, [
    "largest change of a shown entry: 0.25",
    "380 of 400 entries are at the sampler's bound of ±6: the right answer may lie beyond",
  ]);
});

Deno.test("the bound of an answer is that of method and preset", () => {
  const of = (options: SolverOptions) => answerBound(solverSettings(tasks.inverse, options));
  assertEquals(of({}), 6);
  assertEquals(of({ trainedAs: methods.irem }), 2);
  assertEquals(of({ trainedAs: methods.diffusion }), 6);
  assertEquals(of({ trainedAs: methods.feedforward }), Infinity);
  assertEquals(of({ preset: "reference" }).toFixed(3), "1.972");
});

Deno.test("solve says that its answer is no inverse, as of a board that it did not solve", async () => {
  const negative = csv(matrix((i, j) => -Number(i === j)));
  const { code, out } = await solve("inverse_symmetric", negative);
  assertEquals(code, 0);
  assertStringIncludes(out, "\n# not an inverse: largest entry of AY - I is ");
  assertStringIncludes(out, "entries are at the sampler's bound of ±6");
  const json = JSON.parse((await solve("inverse_symmetric", negative, "--json")).out);
  assertEquals([json.check.right, json.check.limit, json.check.bound], [false, 0.1, 6]);
  const good = csv(matrix((i, j) => Number(i === j) + 0.02));
  const { out: fine } = await solve("inverse_symmetric", good);
  assertStringIncludes(fine, "\n# an inverse: largest entry of AY - I is ");
});

Deno.test("matrices of other sizes than in training are inverted and added, where the network can", async () => {
  const four = "2,0,0,1\n0,2,0,0\n0,0,2,0\n1,0,0,2\n";
  const { out } = await solve("inverse_symmetric", four, "--inner-steps=20");
  assertStringIncludes(out, "\n# an inverse: largest entry of AY - I is ");
  const rows = out.split("\n").filter((line) => /^[-\d]/.test(line));
  assertEquals(rows.map((row) => row.split(",").length), [4, 4, 4, 4]);
  const sum = await solve("addition_symmetric", "0,1,0.5\n1,0,0.5\n1,0.2,0\n0,0.3,0\n");
  assertStringIncludes(sum.out, "\n# the sum: largest entry of answer - sum is ");
  const { code, err } = await solve("inverse_mlp", four);
  assertEquals(code, 2);
  assertStringIncludes(err, "matrices of training are 20×20, here they are 4×4");
});

Deno.test("a network of one size refuses problems of another before it is compiled", async () => {
  const { code, out, err } = await solve("inverse_mlp", "2,0\n0,2\n");
  assertEquals([code, out], [2, ""]);
  assertEquals(
    err,
    "The network of data/checkpoints/inverse_mlp takes problems of the size of its training only: " +
      "matrices of training are 20×20, here they are 2×2",
  );
  const two = await solve("inverse_mlp", '[{"x": [[[2, 0], [0, 2]]]}, {"x": [[[1]]]}]');
  assertEquals(two.code, 2);
  assertStringIncludes(two.err, "Problem 1: the network of data/checkpoints/inverse_mlp takes");
  const any = await solve("inverse_symmetric", "2,0\n0,2\n", "--inner-steps=0");
  assertEquals(any.code, 0, any.err);
});
