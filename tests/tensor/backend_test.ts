import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { backend, tf } from "lib/tensor/mod.ts";

const root = new URL("../../", import.meta.url);

/** Runs `script` in a process of its own, where the backend is chosen afresh. */
async function run(script: string, env: Record<string, string>) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", `import { backend, compile, tf } from "lib/tensor/mod.ts";\n${script}`],
    cwd: root,
    env: { NO_COLOR: "1", PJRT_PLUGIN: "off", ...env },
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout).trim(), err: decoder.decode(stderr).trim() };
}

const report = `console.log(JSON.stringify(backend()));`;

/** A compiled gradient step, and a report that nothing was recorded. */
const step = `
  const step = compile(({ x }) => ({ y: tf.grad((x) => tf.sum(tf.square(x)))(x) }));
  const before = tf.memory().numTensors;
  const x = tf.tensor1d([1, 2]);
  const { y } = step({ x });
  console.log(tf.getBackend(), y.dataSync().join(), step.recordings.length);
  tf.dispose([x, y]);
  if (tf.memory().numTensors !== before) throw new Error("leak");
  step.dispose();
`;

Deno.test("the report says what computes, and why", () => {
  const { name, version, device, threads, reason } = backend();
  assertEquals(name, "tensorflow");
  assertEquals(tf.getBackend(), "tensorflow");
  assertMatch(version, /^2\.\d+/);
  assert(device === "CPU" || device === "GPU");
  assert(Number.isInteger(threads) && threads >= 1);
  assertMatch(reason, /^libtensorflow was found in /);
});

Deno.test("loading prints nothing", async () => {
  const { code, out, err } = await run(report, {});
  assertEquals([code, err], [0, ""]);
  assertEquals(JSON.parse(out).name, "tensorflow");
});

Deno.test("TensorFlow's log is there for who asks for it, and stderr comes back", async () => {
  const mine = `console.error("from", backend().name);`;
  assertStringIncludes((await run(mine, { TF_CPP_MIN_LOG_LEVEL: "0" })).err, "oneDNN");
  assertEquals((await run(mine, {})).err, "from tensorflow");
});

Deno.test("TENSOR_THREADS sets the number of threads", async () => {
  const { out } = await run(report, { TENSOR_THREADS: "1" });
  assertEquals(JSON.parse(out).threads, 1);
  const { code, err } = await run(report, { TENSOR_THREADS: "many" });
  assertEquals(code, 1);
  assertStringIncludes(
    err,
    "TENSOR_THREADS must be an integer from 1 to 127: current value is many",
  );
});

Deno.test("a backend that is asked for is used", async () => {
  for (const name of ["tensorflow", "wasm", "cpu"]) {
    const { code, out, err } = await run(report + step, { TENSOR_BACKEND: name });
    assertEquals(code, 0, err);
    const [json, line] = out.split("\n").filter((text) => /^[{a-z]/.test(text));
    assertEquals(JSON.parse(json!).name, name);
    assertEquals(line, `${name} 2,4 ${name === "tensorflow" ? 1 : 0}`);
  }
});

Deno.test("gathered rows give their slopes back on every backend", async () => {
  // Row 0 is taken twice, row 1 never: 2 · (its value) for each time.
  const slope = `
    const rows = tf.tensor1d([0, 2, 0], "int32"), x = tf.tensor2d([[1, 2], [3, 4], [5, 6]]);
    console.log(tf.grad((x) => tf.sum(tf.square(tf.gather(x, rows))))(x).dataSync().join());
  `;
  for (const name of ["tensorflow", "wasm", "cpu"]) {
    const { code, out, err } = await run(slope, { TENSOR_BACKEND: name });
    assertEquals([code, out.split("\n").at(-1)], [0, "4,8,0,0,10,12"], err);
  }
});

Deno.test("products broadcast over both batches, sums run along the last axis, on every backend", async () => {
  const values = `
    const a = tf.reshape(tf.range(0, 12), [2, 1, 3, 2]), b = tf.reshape(tf.range(0, 12), [3, 2, 2]);
    const one = [0, 1].flatMap((i) => [0, 1, 2].flatMap((j) => [
      ...tf.matMul(tf.reshape(tf.slice(a, i, 1), [3, 2]), tf.reshape(tf.slice(b, j, 1), [2, 2])).dataSync(),
    ]));
    const far = tf.tile(a, [1, 2, 1, 1]), later = tf.matMul(far, tf.slice(tf.reshape(b, [3, 1, 2, 2]), 0, 2));
    const pairs = [0, 1].flatMap((i) => [0, 1].flatMap(() => [
      ...tf.matMul(tf.reshape(tf.slice(a, i, 1), [3, 2]), tf.reshape(tf.slice(b, i, 1), [2, 2])).dataSync(),
    ]));
    const rows = tf.tensor2d([[1, 2, 3], [4, 5, 6]]);
    console.log([
      tf.matMul(a, b).dataSync().join() === one.join(),
      later.dataSync().join() === pairs.join(),
      tf.cumsum(rows, -1).dataSync().join(),
      tf.cumprod(rows, -1).dataSync().join(),
      tf.gather(rows, tf.tensor1d([2, 0], "int32"), -1).dataSync().join(),
    ].join(" "));
  `;
  for (const name of ["tensorflow", "wasm", "cpu"]) {
    const { code, out, err } = await run(values, { TENSOR_BACKEND: name });
    const wanted = "true true 1,3,6,4,9,15 1,2,6,4,20,120 3,1,6,4";
    assertEquals([code, out.split("\n").at(-1)], [0, wanted], `${name}: ${err}`);
  }
});

Deno.test("a backend that does not exist is refused in one sentence", async () => {
  const { code, err } = await run(report, { TENSOR_BACKEND: "webgl" });
  assertEquals(code, 1);
  assertStringIncludes(
    err,
    "TENSOR_BACKEND must be one of pjrt, tensorflow, wasm, cpu: current value is webgl",
  );
});

Deno.test("a plugin that PJRT_PLUGIN names and that is not there is told in one line", async () => {
  const { code, out, err } = await run(report, { PJRT_PLUGIN: "/nope.so" });
  assertEquals([code, JSON.parse(out).name], [0, "tensorflow"], err);
  assertEquals(
    err,
    "Computing without a PJRT plugin, because PJRT_PLUGIN names a file that is not there: /nope.so.",
  );
  // Who asks for what has nothing to do with plugins is not told.
  const asked = await run(report, { PJRT_PLUGIN: "/nope.so", TENSOR_BACKEND: "tensorflow" });
  assertEquals([asked.code, asked.err], [0, ""]);
});

Deno.test("without libtensorflow, one line says what computes instead and why", async () => {
  const folder = Deno.makeTempDirSync();
  const { code, out, err } = await run(step, { LIBTENSORFLOW_DIR: folder });
  assertEquals(code, 0, err);
  assertEquals(out, "wasm 2,4 0");
  assertMatch(
    err,
    /^Computing with WebAssembly, .* because LIBTENSORFLOW_DIR has no libtensorflow\S+: .*\.$/,
  );
  assertEquals(err.split("\n").length, 1);
  Deno.removeSync(folder);
});

Deno.test("without libtensorflow, asking for it is an error that says why", async () => {
  const folder = Deno.makeTempDirSync();
  const { code, err } = await run(report, {
    LIBTENSORFLOW_DIR: folder,
    TENSOR_BACKEND: "tensorflow",
  });
  assertEquals(code, 1);
  assertStringIncludes(err, "Cannot use the tensorflow backend: LIBTENSORFLOW_DIR has no");
  Deno.removeSync(folder);
});

Deno.test("a library that does not load is no crash", async () => {
  const folder = Deno.makeTempDirSync();
  for (const name of ["libtensorflow_cc", "libtensorflow_framework"]) {
    for (const suffix of [".so.2", ".2.dylib"]) {
      Deno.writeTextFileSync(`${folder}/${name}${suffix}`, "cut off");
    }
  }
  const { code, out, err } = await run(step, { LIBTENSORFLOW_DIR: folder });
  assertEquals(code, 0, err);
  assertEquals(out, "wasm 2,4 0");
  assertMatch(err, /^Computing with WebAssembly.* because libtensorflow .* does not load/);
  Deno.removeSync(folder, { recursive: true });
});
