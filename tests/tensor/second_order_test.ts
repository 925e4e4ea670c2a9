import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { compile, inverse, swish, tf } from "lib/tensor/mod.ts";
import { type Case, derivativeErrors, type Mode } from "./derivatives.ts";
import { elementwise, images, products, reductions, shapes } from "./second_order_cases.ts";

const TOLERANCE = 1e-3;

function assertDerivatives(name: string, subject: Case, mode: Mode): void {
  const { first, second } = derivativeErrors(subject, mode);
  assert(first < TOLERANCE, `${name}, ${mode}: the first derivative is off by ${first}`);
  assert(second < TOLERANCE, `${name}, ${mode}: the second derivative is off by ${second}`);
}

const groups = { elementwise, reductions, shapes, products, images };

for (const [group, cases] of Object.entries(groups)) {
  for (const mode of ["eager", "graph"] as const) {
    Deno.test(`first and second derivatives, ${group}, ${mode}`, async (t) => {
      for (const [name, subject] of Object.entries(cases)) {
        await t.step(name, () => assertDerivatives(name, subject, mode));
      }
    });
  }
}

Deno.test("first and second derivatives, xla", async (t) => {
  const all: Record<string, Case> = { ...elementwise, ...reductions, ...products, ...images };
  for (const name of ["swish()", "squaredNorm()", "Softmax", "BatchMatMul", "Conv2D", "AvgPool"]) {
    await t.step(name, () => assertDerivatives(name, all[name]!, "xla"));
  }
});

const scalarGradient = (f: (x: tf.Tensor) => tf.Tensor) =>
  tf.grad((x: tf.Tensor) => tf.sum(f(x)) as tf.Tensor);

Deno.test("swish() is x · sigmoid(x), and so are its derivatives up to the third, on any backend", async () => {
  const composed = (x: tf.Tensor) => tf.mul(x, tf.sigmoid(x)) as tf.Tensor;
  const derivatives = (f: (x: tf.Tensor) => tf.Tensor) => {
    const orders = [f];
    for (let i = 0; i < 3; i++) orders.push(scalarGradient(orders[i]!));
    const x = tf.tensor1d([-30, -2, -0.3, 0, 1.1, 30]);
    return tf.tidy(() => orders.map((order) => Array.from(order(x).dataSync())));
  };
  for (const backend of ["tensorflow", "cpu"]) {
    await tf.setBackend(backend);
    try {
      const expected = derivatives(composed);
      derivatives(swish).forEach((values, order) =>
        values.forEach((value, i) =>
          assertAlmostEquals(value, expected[order]![i]!, 2e-6, `${backend}, derivative ${order}`)
        )
      );
    } finally {
      await tf.setBackend("tensorflow");
    }
  }
});

Deno.test("third derivatives of exp, tanh and sigmoid have their closed forms", () => {
  const at = 0.4, s = 1 / (1 + Math.exp(-at)), y = Math.tanh(at);
  const expected: [(x: tf.Tensor) => tf.Tensor, number][] = [
    [tf.exp, Math.exp(at)],
    [tf.tanh, (1 - y * y) * (6 * y * y - 2)],
    [tf.sigmoid, s * (1 - s) * (1 - 6 * s + 6 * s * s)],
  ];
  tf.tidy(() => {
    for (const [f, value] of expected) {
      const third = scalarGradient(scalarGradient(scalarGradient(f)))(tf.scalar(at));
      assertAlmostEquals(third.dataSync()[0]!, value, 1e-5);
    }
  });
});

Deno.test("a custom gradient that saves its output is right to second order", () => {
  tf.tidy(() => {
    const exponential = tf.customGrad((x, save) => {
      const value = tf.exp(x as tf.Tensor);
      (save as tf.GradSaveFunc)([value]);
      return { value, gradFunc: (dy, [y]) => tf.mul(dy, y!) };
    });
    const second = scalarGradient(scalarGradient((x) => exponential(x)))(tf.scalar(0.7));
    assertAlmostEquals(second.dataSync()[0]!, Math.exp(0.7), 1e-5);
  });
});

Deno.test("what where() does not choose may be infinite", () => {
  tf.tidy(() => {
    const f = (x: tf.Tensor) => tf.where(tf.greater(x, 0), x, tf.zerosLike(x));
    const dy = tf.tensor1d([1, Infinity]);
    assertEquals([...tf.grad(f)(tf.tensor1d([1, -1]), dy).dataSync()], [1, 0]);
  });
});

Deno.test("elu and its derivatives do not overflow", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([200, -200]);
    assertEquals([...scalarGradient(tf.elu)(x).dataSync()], [1, 0]);
    assertEquals([...scalarGradient(scalarGradient(tf.elu))(x).dataSync()], [0, 0]);
  });
});

Deno.test("a comparison between x and y is a constant to the gradient", () => {
  tf.tidy(() => {
    const f = (x: tf.Tensor) => tf.mul(x, tf.cast(tf.less(x, 0), "float32"));
    assertEquals([...scalarGradient(f)(tf.tensor1d([2, -3])).dataSync()], [0, 1]);
  });
});

Deno.test("what is not known is refused in one sentence", () => {
  tf.tidy(() => {
    const square = tf.ones([2, 2]);
    assertThrows(
      () => scalarGradient((x) => tf.einsum("ii->i", x))(square),
      Error,
      'Cannot differentiate einsum "ii->i"',
    );
    const image = tf.ones([1, 2, 2, 1]) as tf.Tensor4D;
    const resize = (x: tf.Tensor) => tf.image.resizeBilinear(x as tf.Tensor4D, [4, 4], false, true);
    assertThrows(() => scalarGradient(resize)(image), Error, "halfPixelCenters");
    const volume = tf.ones([1, 2, 2, 2, 1]);
    const filter = tf.ones([1, 1, 1, 1, 1]) as tf.Tensor5D;
    const conv3d = (x: tf.Tensor) =>
      tf.square(tf.conv3d(x as tf.Tensor5D, filter, 1, "same") as tf.Tensor);
    assertThrows(
      () => scalarGradient(scalarGradient(conv3d))(volume),
      Error,
      "Cannot take the second derivative of conv3d",
    );
    const normalise = (x: tf.Tensor) => tf.localResponseNormalization(x as tf.Tensor4D);
    assertThrows(
      () => scalarGradient(scalarGradient(normalise))(image),
      Error,
      "Cannot take the second derivative of localResponseNormalization",
    );
  });
});

Deno.test("second derivatives of pools and dilations that are not known are refused by name", () => {
  tf.tidy(() => {
    const volume = tf.ones([1, 2, 2, 2, 1]), image = tf.ones([1, 2, 2, 1]) as tf.Tensor4D;
    const filter = tf.ones([1, 1, 1]);
    const cases: [string, tf.Tensor, (x: tf.Tensor) => tf.Tensor][] = [
      ["maxPool3d", volume, (x) => tf.maxPool3d(x as tf.Tensor5D, 2, 1, "same")],
      ["avgPool3d", volume, (x) => tf.avgPool3d(x as tf.Tensor5D, 2, 1, "same")],
      [
        "dilation2d",
        image,
        (x) => tf.dilation2d(x as tf.Tensor4D, filter as tf.Tensor3D, 1, "same"),
      ],
      ["dilation2d", filter, (x) => tf.dilation2d(image, x as tf.Tensor3D, 1, "same")],
    ];
    for (const [name, at, op] of cases) {
      const slope = scalarGradient((x) => tf.square(op(x)));
      assertEquals(slope(at).shape, at.shape);
      const refused = `Cannot take the second derivative of ${name}: it is not implemented`;
      assertThrows(() => scalarGradient(slope)(at), Error, refused);
    }
  });
});

Deno.test("a reshape or a transposition keeps its shape although nothing moves in memory", () => {
  tf.tidy(() => {
    const x = tf.tensor2d([[1, 2, 3]]);
    for (const moved of [tf.transpose(x), tf.reshape(x, [3, 1])]) {
      assertEquals(moved.shape, [3, 1]);
      assertEquals(moved.arraySync(), [[1], [2], [3]]);
    }
  });
});

Deno.test("what other backends get wrong is refused there", async () => {
  await tf.setBackend("cpu");
  try {
    tf.tidy(() => {
      const image = tf.ones([1, 3, 3, 1]) as tf.Tensor4D;
      const average = (x: tf.Tensor) => tf.avgPool(x as tf.Tensor4D, 2, 1, "same");
      assertThrows(() => scalarGradient(average)(image), Error, 'avgPool with padding "same"');
      const most = (x: tf.Tensor) => tf.square(tf.maxPool(x as tf.Tensor4D, 2, 1, "valid"));
      assertThrows(
        () => scalarGradient(scalarGradient(most))(image),
        Error,
        "Cannot take the second derivative of maxPool without libtensorflow",
      );
    });
  } finally {
    await tf.setBackend("tensorflow");
  }
});

const energyGradient = ({ x, w }: { x: tf.Tensor; w: tf.Tensor }) => {
  const energy = (y: tf.Tensor) => {
    const h = tf.matMul(y, w);
    return tf.sum(tf.square(tf.mul(h, tf.sigmoid(h)))) as tf.Scalar;
  };
  const loss = (v: tf.Tensor) =>
    tf.sum(tf.square(tf.grad((y: tf.Tensor) => energy(tf.mul(y, v)))(x))) as tf.Scalar;
  return { gradient: tf.grad(loss)(x) };
};

Deno.test("second derivatives leave no tensors behind", () => {
  const x = tf.ones([2, 3]), w = tf.ones([3, 3]);
  const step = () => tf.dispose(tf.tidy(() => energyGradient({ x, w })));
  step();
  const before = tf.memory().numTensors;
  for (let i = 0; i < 5; i++) step();
  assertEquals(tf.memory().numTensors, before);
  tf.dispose([x, w]);
});

Deno.test("casts and reshapes that change nothing are not recorded", () => {
  const nodes = (fn: (o: { x: tf.Tensor }) => { y: tf.Tensor }) => {
    const compiled = compile(fn, { name: "idle" });
    const x = tf.ones([2, 1, 3]);
    tf.dispose([compiled({ x }), x]);
    return compiled.recordings[0]!.nodes;
  };
  const idle = nodes(({ x }) => ({
    y: tf.transpose(tf.reshape(tf.cast(x, "float32"), [2, 1, 3]), [0, 1, 2]),
  }));
  assertEquals(idle, nodes(({ x }) => ({ y: tf.clone(x) })));
});

Deno.test("the recorded gradient of an energy's gradient stays small", () => {
  const compiled = compile(energyGradient);
  const x = tf.ones([2, 3]), w = tf.ones([3, 3]);
  tf.dispose([compiled({ x, w }), x, w]);
  const { nodes } = compiled.recordings[0]!;
  assert(nodes <= 100, `${nodes} nodes`);
});

Deno.test("the inverse times its matrix does not change with it; what is no matrix is refused", () => {
  const a = tf.tensor3d([[[2, 1], [0.5, 3]]]);
  const gradient = tf.grad((x) => tf.matMul(inverse(x as tf.Tensor3D), x as tf.Tensor3D))(a);
  for (const value of gradient.dataSync()) assertAlmostEquals(value, 0, 1e-6);
  const others = [tf.eye(2), tf.ones([1, 2, 3]), tf.cast(a, "int32")];
  for (const x of others) {
    assertThrows(
      () => inverse(x as tf.Tensor3D),
      TypeError,
      "accepted are float32 of [batch, n, n]",
    );
  }
  const before = tf.memory().numTensors;
  inverse(a).dispose();
  assertEquals(tf.memory().numTensors, before);
});
