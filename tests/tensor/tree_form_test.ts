import { assertEquals, assertThrows } from "@std/assert";
import { compile, disposeTree, onRecording, tf } from "../../lib/tensor/mod.ts";
import { flatten, formOf, leavesOf, type TensorTree, treeOf } from "../../lib/tensor/tree.ts";

const tree = () => ({ b: { y: tf.zeros([2]), x: tf.zeros([3, 1]) }, a: tf.scalar(1, "int32") });

Deno.test("leaves of a form are those of flatten(), and make the same tree again", () => {
  const one = tree(), form = formOf(one);
  const leaves = leavesOf(one, form)!;
  assertEquals(leaves.map(({ id }) => id), flatten(one).map(([, { id }]) => id));
  const again = treeOf<typeof one>(form, leaves);
  assertEquals([again.b.x.id, again.b.y.id, again.a.id], [one.b.x.id, one.b.y.id, one.a.id]);
  const other = tree();
  assertEquals(leavesOf(other, form)?.length, 3);
  [one, other].forEach((each) => disposeTree(each));
});

Deno.test("what differs in names, shapes, dtypes or depth is of another form", () => {
  const one = tree(), form = formOf(one);
  const others: TensorTree[] = [
    { ...one, c: one.a },
    { b: one.b },
    { ...one, a: one.b },
    { ...one, a: one.b.y },
    { ...one, b: one.a },
    { ...one, b: { x: one.b.y, y: one.b.x } },
    one.a,
  ];
  assertEquals(others.map((other) => leavesOf(other, form)), others.map(() => undefined));
  disposeTree(one);
  assertEquals(leavesOf(one, form), undefined);
});

Deno.test("a compiled function tells signatures apart, however often they take turns", () => {
  const double = compile(({ x }: { x: tf.Tensor }) => ({ y: tf.add(x, x) }), { mode: "graph" });
  const given = [1, 2, 3, 4, 5, 6].map((n) => tf.fill([n], n));
  for (const x of [...given, ...given, ...given.toReversed()]) {
    const { y } = double({ x });
    assertEquals([...y.dataSync()], Array.from({ length: x.size }, () => 2 * x.size));
    y.dispose();
  }
  given.forEach((x) => x.dispose());
  assertThrows(() => double({ x: given[0]! }), Error, "its input x was disposed");
  double.dispose();
});

Deno.test("a compiled function that was disposed of is recorded anew", () => {
  const double = compile(({ x }: { x: tf.Tensor }) => ({ y: tf.add(x, x) }), { mode: "graph" });
  const x = tf.tensor1d([1, 2]);
  const twice = () => {
    const { y } = double({ x });
    const found = [...y.dataSync()];
    y.dispose();
    return found;
  };
  // Called more than once, it is one of those that are looked at first.
  const before = [twice(), twice(), twice()], recorded = double.recordings.length;
  double.dispose();
  assertEquals([...before, twice()], [[2, 4], [2, 4], [2, 4], [2, 4]]);
  assertEquals(double.recordings.length, 2 * recorded);
  double.dispose();
  x.dispose();
});

Deno.test("what was recorded for one shape is not run on another", () => {
  // The number of entries is a constant of each recording.
  const scaled = compile(({ x }: { x: tf.Tensor }) => ({ y: tf.mul(x, x.size) }), {
    mode: "graph",
  });
  const given = [2, 3, 4].map((n) => tf.ones([n]));
  for (const x of [...given, ...given, ...given.toReversed()]) {
    const { y } = scaled({ x });
    assertEquals([...y.dataSync()], Array.from({ length: x.size }, () => x.size));
    y.dispose();
  }
  given.forEach((x) => x.dispose());
  scaled.dispose();
});

Deno.test("who listens to recordings may stop listening", () => {
  const heard: string[] = [], stop = onRecording(({ name }) => void heard.push(name));
  const one = compile(({ x }: { x: tf.Tensor }) => ({ y: tf.add(x, 1) }), { name: "one" });
  const call = (n: number) => {
    const x = tf.ones([n]);
    disposeTree({ x, ...one({ x }) });
  };
  call(2);
  const before = one.recordings.length;
  stop();
  call(3);
  assertEquals(heard, Array.from({ length: before }, () => "one"));
  one.dispose();
});
