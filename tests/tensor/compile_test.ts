import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  compile,
  disposeTree,
  onRecording,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type TensorTree,
  tf,
} from "lib/tensor/mod.ts";

const modes = ["graph", "xla"] as const;

/** A tensor's values as an array. */
const values = (tensor: Tensor) =>
  Array.from(tensor.dataSync<"float32">() as Iterable<unknown>) as number[];

/** Runs `fn` eagerly and compiled in both modes, and compares the results. */
function assertCompiledAgrees<I extends TensorTree, O extends Readonly<Record<string, Tensor>>>(
  fn: (inputs: I) => O,
  inputs: I,
  tolerance = 1e-5,
): void {
  const eager = tf.tidy(() => fn(inputs) as tf.NamedTensorMap) as O;
  for (const mode of modes) {
    const compiled = compile(fn, { mode });
    for (const outputs of [compiled(inputs), compiled(inputs)]) {
      for (const name of Object.keys(eager)) {
        assertEquals(outputs[name]!.shape, eager[name]!.shape);
        assertEquals(outputs[name]!.dtype, eager[name]!.dtype);
        const expected = values(eager[name]!);
        values(outputs[name]!).forEach((value, i) =>
          assertAlmostEquals(value, expected[i]!, tolerance * (1 + Math.abs(expected[i]!)), mode)
        );
      }
      disposeTree(outputs);
    }
    compiled.dispose();
  }
  disposeTree(eager);
  disposeTree(inputs);
}

Deno.test("a function is recorded once per shape and dtype", () => {
  let runs = 0;
  const double = compile(({ x }: { x: Tensor }) => {
    runs++;
    return { y: tf.add(x, x) };
  });
  tf.tidy(() => {
    assertEquals(values(double({ x: tf.tensor1d([1, 2]) }).y), [2, 4]);
    assertEquals(values(double({ x: tf.tensor1d([3, 4]) }).y), [6, 8]);
    assertEquals(runs, 1);
    assertEquals(values(double({ x: tf.tensor1d([3]) }).y), [6]);
    assertEquals(values(double({ x: tf.tensor2d([[3]]) }).y), [6]);
    assertEquals(values(double({ x: tf.tensor1d([3], "int32") }).y), [6]);
    assertEquals(runs, 4);
    assertEquals(double.recordings.length, 4);
  });
  double.dispose();
});

Deno.test("a recording is reported", () => {
  const names: string[] = [];
  const stop = onRecording(({ name, nodes }) => names.push(`${name} ${nodes > 1}`));
  const triple = compile(({ x }: { x: Tensor }) => ({ y: tf.mul(x, 3) }), { name: "triple" });
  tf.tidy(() => {
    triple({ x: tf.scalar(1) });
    triple({ x: tf.scalar(2) });
  });
  stop();
  assertEquals(names, ["triple true"]);
  assert(triple.recordings[0]!.recordSeconds > 0);
  triple.dispose();
});

Deno.test("nested trees go in and come out", () => {
  const step = compile(
    ({ params, rate }: { params: { w: Tensor; inner: { b: Tensor } }; rate: Tensor }) => ({
      params: { inner: { b: tf.sub(params.inner.b, rate) }, w: tf.mul(params.w, rate) },
      norm: tf.sum(params.w),
    }),
  );
  tf.tidy(() => {
    const out = step({
      rate: tf.scalar(2),
      params: { inner: { b: tf.tensor1d([5]) }, w: tf.tensor1d([1, 2]) },
    });
    assertEquals(values(out.params.inner.b), [3]);
    assertEquals(values(out.params.w), [2, 4]);
    assertEquals(values(out.norm), [3]);
  });
  step.dispose();
});

Deno.test("inputs are matched by name, not by order", () => {
  const minus = compile(({ a, b }: { a: Tensor; b: Tensor }) => ({ y: tf.sub(a, b) }));
  tf.tidy(() => {
    const [a, b] = [tf.scalar(5), tf.scalar(3)];
    assertEquals([values(minus({ a, b }).y), values(minus({ b, a }).y)], [[2], [2]]);
  });
  minus.dispose();
});

Deno.test("results are tensors of their own, whichever way the function runs", () => {
  const outside = tf.tensor1d([7]);
  const same = compile(({ x }: { x: Tensor }) => {
    const twice = tf.mul(x, 2);
    return { x, twice, again: twice, outside };
  });
  for (const run of [same.eager, same]) {
    const before = tf.memory().numTensors;
    const x = tf.tensor1d([1, 2]);
    const out = run({ x });
    tf.dispose([out.x, out.twice, out.outside]);
    assertEquals([values(x), values(out.again), values(outside)], [[1, 2], [2, 4], [7]]);
    tf.dispose([x, out.again]);
    assertEquals(tf.memory().numTensors, before);
  }
  same.dispose();
  outside.dispose();
});

Deno.test("a gradient passes through an input that is returned as it is", () => {
  const same = compile(({ x }: { x: Tensor }) => ({ x }));
  const slope = tf.tidy(() =>
    values(tf.grad((x) => tf.sum(tf.square(same({ x }).x)))(tf.tensor1d([1, 2])))
  );
  assertEquals(slope, [2, 4]);
  same.dispose();
});

Deno.test("every dtype is an input, an output and a constant", () => {
  const dtypes = ["float32", "int32", "bool"] as const;
  for (const mode of modes) {
    const cast = compile(
      ({ x, flag, count }: { x: Tensor; flag: Tensor; count: Tensor }) => ({
        flag: tf.logicalAnd(flag, tf.tensor1d([true, false], "bool")),
        count: tf.add(count, tf.tensor1d([1, 2], "int32")),
        x: tf.add(x, tf.tensor1d([0.5, 0.25])),
        casts: tf.stack(dtypes.map((dtype) => tf.cast(tf.cast(x, dtype), "float32"))),
      }),
      { mode },
    );
    tf.tidy(() => {
      const out = cast({
        x: tf.tensor1d([0, 2.5]),
        flag: tf.tensor1d([true, true], "bool"),
        count: tf.tensor1d([3, 4], "int32"),
      });
      assertEquals([out.flag.dtype, values(out.flag)], ["bool", [1, 0]]);
      assertEquals([out.count.dtype, values(out.count)], ["int32", [4, 6]]);
      assertEquals([out.x.dtype, values(out.x)], ["float32", [0.5, 2.75]]);
      assertEquals(values(out.casts), [0, 2.5, 0, 2, 0, 1]);
    });
    cast.dispose();
  }
});

Deno.test("complex numbers and strings are recorded, too", () => {
  const mix = compile(({ z, words }: { z: Tensor; words: Tensor }) => ({
    z: tf.add(z, tf.complex([1], [1])),
    spectrum: tf.fft(z),
    words: tf.concat([words as Tensor1D, tf.tensor1d(["ü", "constant"])]),
  }));
  tf.tidy(() => {
    const out = mix({ z: tf.complex([2], [3]), words: tf.tensor1d(["in"]) });
    assertEquals([out.z.dtype, values(out.z)], ["complex64", [3, 4]]);
    assertEquals(values(out.spectrum), [2, 3]);
    assertEquals(values(out.words) as unknown[], ["in", "ü", "constant"]);
  });
  mix.dispose();
});

Deno.test("tensors without elements", () => {
  for (const mode of modes) {
    const sums = compile(({ x }: { x: Tensor }) => ({ s: tf.sum(x, 0), x: tf.relu(x) }), { mode });
    tf.tidy(() => {
      const out = sums({ x: tf.zeros([0, 2]) });
      assertEquals([values(out.s), out.x.shape], [[0, 0], [0, 2]]);
    });
    sums.dispose();
  }
});

Deno.test("tensors from outside stay valid after they are disposed outside", () => {
  const lazy = tf.tensor1d([1, 2]);
  const uploaded = tf.tidy(() => tf.add(tf.tensor1d([10, 20]), 0));
  const long = tf.range(0, 100);
  const sum = compile(({ x }: { x: Tensor }) => ({
    y: tf.add(tf.add(x, lazy), uploaded),
    z: tf.sum(long),
  }));
  tf.tidy(() => {
    assertEquals(values(sum({ x: tf.scalar(0) }).y), [11, 22]);
  });
  tf.dispose([lazy, uploaded, long]);
  tf.tidy(() => {
    const out = sum({ x: tf.scalar(1) });
    assertEquals([values(out.y), values(out.z)], [[12, 23], [4950]]);
  });
  sum.dispose();
});

Deno.test("a tensor from outside that was not uploaded yet stays usable outside", () => {
  const lazy = tf.tensor1d([1, 2]);
  const sum = compile(({ x }: { x: Tensor }) => ({ y: tf.add(x, lazy) }));
  tf.tidy(() => {
    sum({ x: tf.scalar(0) });
    assertEquals(values(tf.mul(lazy, 2)), [2, 4]);
  });
  lazy.dispose();
  sum.dispose();
});

Deno.test("a tensor from outside may be disposed by the function itself", () => {
  const before = tf.memory().numTensors;
  const outside = tf.tensor1d([1, 2]);
  const sum = compile(({ x }: { x: Tensor }) => {
    const y = tf.add(x, outside);
    outside.dispose();
    return { y };
  });
  tf.tidy(() => {
    assertEquals(values(sum({ x: tf.scalar(1) }).y), [2, 3]);
    assertEquals(values(sum({ x: tf.scalar(2) }).y), [3, 4]);
  });
  sum.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("inputs and constants may be passed through, and one tensor returned twice", () => {
  const outside = tf.scalar(9);
  for (const mode of modes) {
    const pass = compile(({ x }: { x: Tensor }) => {
      const y = tf.add(x, 1);
      return { x, again: x, y, same: y, constant: tf.scalar(3), outside };
    }, { mode });
    tf.tidy(() => {
      const x = tf.tensor1d([1, 2]);
      const out = pass({ x });
      x.dispose();
      out.y.dispose();
      assertEquals([values(out.x), values(out.again), values(out.same)], [[1, 2], [1, 2], [2, 3]]);
      assertEquals([values(out.constant), values(out.outside)], [[3], [9]]);
    });
    pass.dispose();
  }
  outside.dispose();
});

Deno.test("kernels that read their indices on the host are recorded", () => {
  assertCompiledAgrees(
    ({ x, i }: { x: Tensor; i: Tensor }) => ({
      rows: tf.gather(x, i as Tensor1D),
      columns: tf.gather(x, i as Tensor1D, 1),
      constant: tf.gather(x, [1, 0]),
    }),
    { x: tf.tensor2d([[1, 2], [3, 4]]), i: tf.tensor1d([1, 1, 0], "int32") },
  );
});

Deno.test("eager, graph and XLA agree on a network and its gradient", () => {
  type Inputs = { x: Tensor; w: Tensor; v: Tensor };
  const energy = (x: Tensor, w: Tensor, v: Tensor) =>
    tf.sum(
      tf.square(tf.matMul(tf.softplus(tf.matMul(x as Tensor2D, w as Tensor2D)), v as Tensor2D)),
    );
  assertCompiledAgrees(
    ({ x, w, v }: Inputs) => {
      const [dw, dv] = tf.grads((w, v) => energy(x, w!, v!))([w, v]);
      return { energy: energy(x, w, v), dw: dw!, dv: dv! };
    },
    {
      x: tf.tensor2d([[1, -0.5], [0.25, 2]]),
      w: tf.tensor2d([[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]]),
      v: tf.tensor2d([[0.7], [-0.8], [0.9]]),
    },
  );
});

Deno.test("grad, valueAndGrad and nested gradients are recorded", () => {
  const cube = (x: Tensor) => tf.sum(tf.pow(x, 3)) as tf.Scalar;
  assertCompiledAgrees(
    ({ x }: { x: Tensor }) => {
      const { value, grad } = tf.valueAndGrad(cube)(x);
      const second = tf.grad((x) => tf.sum(tf.square(tf.grad(cube)(x))))(x);
      return { value, grad, second };
    },
    { x: tf.tensor1d([1, -2, 0.5]) },
    1e-4,
  );
});

Deno.test("control flow of JavaScript is unrolled", () => {
  assertCompiledAgrees(
    ({ x }: { x: Tensor }) => {
      let y = x;
      for (let i = 0; i < 5; i++) {
        y = tf.sub(
          y,
          tf.mul(0.1, tf.grad((y) => tf.sum(tf.square(y)))(y)),
        );
      }
      return { y };
    },
    { x: tf.tensor1d([1, 2]) },
  );
});

Deno.test("a compiled function inside another is inlined", () => {
  const inner = compile(({ x }: { x: Tensor }) => ({ y: tf.square(x) }));
  const outer = compile(({ x }: { x: Tensor }) => ({ z: tf.add(inner({ x }).y, 1) }));
  tf.tidy(() => assertEquals(values(outer({ x: tf.scalar(3) }).z), [10]));
  assertEquals([inner.recordings.length, outer.recordings.length], [0, 1]);
  outer.dispose();
});

Deno.test("a gradient reaches through a compiled function inside another", () => {
  const inner = compile(({ x }: { x: Tensor }) => ({ y: tf.square(x) }));
  const outer = compile(({ x }: { x: Tensor }) => ({
    dx: tf.grad((x) => tf.sum(inner({ x }).y))(x),
  }));
  tf.tidy(() => assertEquals(values(outer({ x: tf.scalar(3) }).dx), [6]));
  outer.dispose();
});

Deno.test("a gradient taken outside reaches through a compiled function", () => {
  const square = compile(({ x }: { x: Tensor }) => ({ y: tf.square(x) }));
  tf.tidy(() => {
    const dx = tf.grad((x) => tf.add(tf.sum(square({ x }).y), tf.sum(x)))(tf.scalar(3));
    assertEquals(values(dx), [7]);
  });
  square.dispose();
});

Deno.test("equal ops are recorded once", () => {
  const sums = compile(({ x }: { x: Tensor }) => ({
    y: tf.add(tf.exp(tf.mul(x, 2)), tf.exp(tf.mul(x, 2))),
  }));
  tf.tidy(() => {
    assertAlmostEquals(values(sums({ x: tf.scalar(0.5) }).y)[0]!, 2 * Math.E, 1e-5);
  });
  // Placeholder, constant, product, exponential, sum.
  assertEquals(sums.recordings[0]!.nodes, 5);
  sums.dispose();
});

Deno.test("a reshaping of a reshaping is one, or none", () => {
  const shape = compile(({ x }: { x: Tensor }) => {
    const flat = tf.reshape(tf.reshape(x, [3, 2]), [-1]);
    return { back: tf.reshape(flat, [2, 3]), flat, wide: tf.reshape(flat, [1, 6]) };
  });
  tf.tidy(() => {
    const out = shape({ x: tf.tensor2d([[1, 2, 3], [4, 5, 6]]) });
    assertEquals(out.back.arraySync(), [[1, 2, 3], [4, 5, 6]]);
    assertEquals(out.flat.arraySync(), [1, 2, 3, 4, 5, 6]);
    assertEquals(out.wide.arraySync(), [[1, 2, 3, 4, 5, 6]]);
  });
  shape.dispose();
});

Deno.test("constants that differ only in sign or in where a string ends are kept apart", () => {
  const constants = compile(() => ({
    zero: tf.div(1, tf.scalar(0)),
    minus: tf.div(1, tf.scalar(-0)),
    a: tf.tensor1d(["a,b", "c"]),
    b: tf.tensor1d(["a", "b,c"]),
    long: tf.div(1, tf.tensor1d([...new Array(99).fill(0), -0])),
  }));
  tf.tidy(() => {
    const out = constants({});
    assertEquals([values(out.zero), values(out.minus)], [[Infinity], [-Infinity]]);
    assertEquals([values(out.a), values(out.b)] as unknown, [["a,b", "c"], ["a", "b,c"]]);
    assertEquals(values(out.long).slice(98), [Infinity, -Infinity]);
  });
  constants.dispose();
});

Deno.test("random draws of TensorFlow's own generators are not merged", () => {
  const { nodes } = (() => {
    const draw = compile(({ x }: { x: Tensor }) => ({
      y: tf.add(tf.multinomial(x as Tensor1D, 50, 1), tf.multinomial(x as Tensor1D, 50, 1)),
    }));
    tf.tidy(() => draw({ x: tf.tensor1d([0.5, 0.5]) }));
    draw.dispose();
    return draw.recordings[0]!;
  })();
  assertEquals(nodes, 10);
});

Deno.test("a function with no inputs", () => {
  const constant = compile(() => ({ y: tf.add(tf.scalar(1), 2) }));
  tf.tidy(() => assertEquals(values(constant({}).y), [3]));
  constant.dispose();
});

Deno.test("dispose frees; calling again records again", () => {
  const double = compile(({ x }: { x: Tensor }) => ({ y: tf.mul(x, 2) }));
  tf.tidy(() => {
    double({ x: tf.scalar(1) });
    double.dispose();
    assertEquals(values(double({ x: tf.scalar(4) }).y), [8]);
  });
  assertEquals(double.recordings.length, 2);
  double.dispose();
});

Deno.test("large constants of one value are not taken for small ones of the same bits", () => {
  // 2³⁰ is written as the bits of 2, which are 0x40000000; -2³¹ as those of -0.
  for (const value of [2 ** 30, -(2 ** 30), -(2 ** 31), 1065353216]) {
    const large = new Float32Array(5000).fill(value);
    assertCompiledAgrees(({ x }: { x: Tensor }) => ({
      large: tf.add(x, tf.tensor1d(large)),
      twice: tf.mul(x, 2),
      other: tf.mul(x, -2),
      one: tf.add(x, 1),
    }), { x: tf.ones([5000]) });
  }
});

Deno.test("a branch without tensors is another input than none", () => {
  const scaled = compile(({ x, double }: { x: Tensor; double?: Record<string, Tensor> }) => ({
    y: double ? tf.mul(x, 2) : tf.clone(x),
  }));
  const x = tf.scalar(3);
  const found = [{ x, double: {} }, { x }, { x, double: {} }].map((inputs) => {
    const { y } = scaled(inputs);
    return y.dataSync()[0];
  });
  assertEquals(found, [6, 3, 6]);
  scaled.dispose();
});
