import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { nativeBackend } from "lib/tensor/backend.ts";
import { compile, type Tensor, type TensorTree, tf } from "lib/tensor/mod.ts";

const { binding } = nativeBackend()!;

const disposed = () => {
  const tensor = tf.add(tf.tensor1d([1, 2]), 1);
  tensor.dispose();
  return tensor;
};

/** Checks that the engine still computes. */
function assertUsable(): void {
  tf.tidy(() => {
    assertEquals(tf.add(tf.scalar(1), 2).dataSync()[0], 3);
    const double = compile(({ x }: { x: Tensor }) => ({ y: tf.mul(x, 2) }));
    assertEquals(double({ x: tf.scalar(4) }).y.dataSync()[0], 8);
    double.dispose();
  });
}

Deno.test("an error of TensorFlow names the op and what it got", () => {
  const { message } = assertThrows(() =>
    tf.tidy(() => {
      const { TF_ATTR_BOOL, TF_ATTR_TYPE, TF_FLOAT } = binding;
      return nativeBackend()!.executeSingleOutput("MatMul", [
        { name: "T", type: TF_ATTR_TYPE, value: TF_FLOAT },
        { name: "transpose_a", type: TF_ATTR_BOOL, value: false },
      ], [tf.ones([2, 3]), tf.ones([2, 3])]);
    })
  );
  assertMatch(message, /^MatMul: .*\[2,3\]/);
  assertUsable();
});

Deno.test("an error while recording names the op, and leaves the engine usable", () => {
  const wrong = compile(({ x }: { x: Tensor }) => ({
    y: nativeBackend()!.executeSingleOutput("Reshape", [], [x, tf.tensor1d([7], "int32")]),
  }));
  const x = tf.ones([2, 3]);
  assertMatch(assertThrows(() => wrong({ x })).message, /^Reshape: .*6.*7/);
  x.dispose();
  assertUsable();
});

Deno.test("an op that does not exist", () => {
  assertThrows(() => binding.executeOp("NoSuchOp", [], [], 1), Error, "NoSuchOp");
  const wrong = compile(() => ({ y: nativeBackend()!.executeSingleOutput("NoSuchOp", [], []) }));
  assertThrows(() => wrong({}), Error, "NoSuchOp");
  assertUsable();
});

Deno.test("an error does not show again in the next op", () => {
  assertThrows(() => binding.executeOp("NoSuchOp", [], [], 1));
  const id = binding.createTensor([1], binding.TF_FLOAT, Float32Array.of(1));
  assertEquals(binding.tensorDataSync(id), Float32Array.of(1));
  binding.deleteTensor(id);
});

Deno.test("a disposed tensor used again is an error that names the op", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2]);
    assertThrows(() => tf.add(disposed(), x), Error, "Add: an input tensor was disposed");
    assertThrows(() => tf.relu(disposed()), Error, "Relu: an input tensor was disposed");
    assertThrows(() => tf.concat([x, disposed()]), Error, "ConcatV2: an input tensor was disposed");
    assertThrows(() => tf.split(disposed(), 2), Error, "an input tensor was disposed");
    assertThrows(() => tf.gather(disposed(), [0]), Error, "GatherV2: an input tensor was disposed");
    assertThrows(() => tf.reshape(disposed(), [2, 1]), Error, "was disposed");
    assertThrows(() => tf.clone(disposed()), Error, "Identity: its input tensor was disposed");
    assertThrows(() => tf.cast(disposed(), "int32"), Error, "was disposed");
    assertThrows(() => disposed().dataSync(), Error, "disposed");
  });
  assertUsable();
});

Deno.test("an id that the binding does not know is an error that names the op", () => {
  assertThrows(() => binding.executeOp("Relu", [], [123456789], 1), Error, "Cannot run Relu");
  assertThrows(() => binding.tensorDataSync(123456789), Error, "Cannot run a read");
  binding.deleteTensor(123456789);
});

Deno.test("values that do not fit the shape are refused", () => {
  const { TF_FLOAT, TF_STRING, TF_COMPLEX64 } = binding;
  for (
    const [dtype, values] of [[TF_FLOAT, [1]], [TF_STRING, ["a"]], [TF_COMPLEX64, [1, 2]]] as const
  ) {
    assertThrows(() => binding.createTensor([2], dtype, values), RangeError, "shape [2]");
  }
  assertThrows(() => binding.createTensor([1], 99, [1]), TypeError, "TF_DataType 99");
});

Deno.test("an attribute of an unknown kind is refused", () => {
  const attributes = [{ name: "T", type: 77, value: 1 }];
  const id = binding.createTensor([1], binding.TF_FLOAT, [1]);
  assertThrows(() => binding.executeOp("Relu", attributes, [id], 1), TypeError, "T of Relu");
  binding.deleteTensor(id);
});

Deno.test("reading a value while recording is an error that names the op before it", () => {
  const reads: Record<string, (x: Tensor) => unknown> = {
    dataSync: (x) => x.dataSync(),
    arraySync: (x) => x.arraySync(),
    bufferSync: (x) => x.bufferSync(),
  };
  for (const [name, read] of Object.entries(reads)) {
    const reader = compile(({ x }: { x: Tensor }) => {
      const sum = tf.sum(x);
      read(sum);
      return { sum };
    }, { name: "reader" });
    const x = tf.ones([2]);
    const { message } = assertThrows(() => reader({ x }));
    assertMatch(message, /^Cannot read the output of Sum while compile records reader/, name);
    x.dispose();
  }
  assertUsable();
});

Deno.test("reading a constant while recording is no error", () => {
  const reader = compile(({ x }: { x: Tensor }) => {
    const two = tf.tensor1d([2, 2]);
    return { y: tf.mul(x, two), z: tf.mul(x, two.dataSync()[0]!) };
  });
  tf.tidy(() => assertEquals(reader({ x: tf.scalar(3) }).z.dataSync()[0], 6));
  reader.dispose();
});

Deno.test("an op whose shape depends on values cannot be recorded, and says so", () => {
  const shapes = compile(({ x }: { x: Tensor }) => ({
    y: nativeBackend()!.executeSingleOutput("Where", [
      { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    ], [x]),
  }));
  const x = tf.ones([2]);
  assertThrows(() => shapes({ x }), Error, "Cannot record Where: the shape of its output");
  x.dispose();
  assertUsable();
});

Deno.test("a variable from outside is refused by name", () => {
  const weight = tf.variable(tf.scalar(2), true, "weight");
  const scale = compile(({ x }: { x: Tensor }) => ({ y: tf.mul(x, weight) }), { name: "scale" });
  const x = tf.scalar(3);
  assertThrows(
    () => scale({ x }),
    Error,
    "Cannot compile scale: it reads the variable weight, pass it as an input",
  );
  const product = compile(({ x, w }: { x: Tensor; w: Tensor }) => ({ y: tf.mul(x, w) }));
  assertEquals(tf.tidy(() => product({ x, w: weight }).y.dataSync()[0]), 6);
  product.dispose();
  tf.dispose([x, weight]);
  assertUsable();
});

Deno.test("a disposed input is refused by name", () => {
  const double = compile(({ p }: { p: { w: Tensor } }) => ({ y: tf.mul(p.w, 2) }), {
    name: "twice",
  });
  assertThrows(
    () => double({ p: { w: disposed() } }),
    Error,
    "Cannot run twice: its input p.w was disposed",
  );
  double.dispose();
});

Deno.test("a tensor that leaves its recording is an error where it is used", () => {
  let escaped: Tensor | undefined;
  const leak = compile(({ x }: { x: Tensor }) => {
    escaped = tf.keep(tf.add(x, 1));
    return { y: tf.mul(escaped, 2) };
  });
  tf.tidy(() => assertEquals(leak({ x: tf.scalar(1) }).y.dataSync()[0], 4));
  assertThrows(() => tf.add(escaped!, 1), Error, "Cannot run Add");
  assertThrows(() => escaped!.dataSync(), Error, "recorded inside compile");
  escaped!.dispose();
  leak.dispose();
});

Deno.test("a function that throws leaves the engine usable, and no tensors", () => {
  const before = [tf.memory().numTensors, binding.getNumOfTensors()];
  const x = tf.scalar(1);
  const broken = compile(({ x }: { x: Tensor }) => {
    const y = tf.tidy(() => tf.grad((x) => tf.sum(tf.square(x)))(x));
    if (tf.keep(y)) y.dispose();
    tf.tidy(() =>
      tf.grad((x) => {
        throw new RangeError(`not my day, ${x.shape.length}`);
      })(x)
    );
    return { y };
  });
  for (let i = 0; i < 3; i++) assertThrows(() => broken({ x }), RangeError, "not my day");
  x.dispose();
  assertEquals([tf.memory().numTensors, binding.getNumOfTensors()], before);
  assertUsable();
});

Deno.test("what is neither a tensor nor a record is refused by its path", () => {
  const lie = (value: unknown) => value as TensorTree;
  const x = tf.scalar(1);
  const id = compile(({ x }: { x: TensorTree }) => ({ x }), { name: "id" });
  assertThrows(() => id({ x: lie(3) }), TypeError, "x must be a tensor");
  assertThrows(() => id({ x: lie([x]) }), TypeError, "x must be a tensor");
  assertThrows(() => id({ x: lie(undefined) }), TypeError, "x must be a tensor");
  const waits = compile((_: { x: Tensor }) => lie(Promise.resolve(1)));
  assertThrows(() => waits({ x }), TypeError, "it is asynchronous");
  x.dispose();
  assertUsable();
});
