import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { isComplete, writeManifest } from "lib/setup/manifest.ts";
import { downloadArguments, libraryPlan, wasmNotice } from "lib/setup/plan.ts";
import { setUpTensorflow, tensorflowNeeds } from "lib/setup/tensorflow.ts";
import { fakeContext, fakePip, inFolder, sparseFile } from "./fake.ts";

const PLAN = libraryPlan("linux", "x86_64")!;
const SIZES = PLAN.files.map(({ bytes }) => bytes);

Deno.test("every platform has the wheel that carries its library, or none", () => {
  const choice = (os: string, arch: string) => {
    const plan = libraryPlan(os, arch);
    return plan && [plan.package, plan.platformTag, plan.files[0].name];
  };
  assertEquals(choice("linux", "x86_64"), [
    "tensorflow-cpu",
    "manylinux_2_27_x86_64",
    "libtensorflow_cc.so.2",
  ]);
  assertEquals(choice("linux", "aarch64"), [
    "tensorflow",
    "manylinux_2_27_aarch64",
    "libtensorflow_cc.so.2",
  ]);
  assertEquals(choice("darwin", "aarch64"), [
    "tensorflow",
    "macosx_12_0_arm64",
    "libtensorflow_cc.2.dylib",
  ]);
  for (const [os, arch] of [["windows", "x86_64"], ["darwin", "x86_64"], ["freebsd", "x86_64"]]) {
    assertEquals(libraryPlan(os, arch), undefined);
  }
  assert(downloadArguments(PLAN, "folder").includes("tensorflow-cpu==2.21.0"));
});

Deno.test("a platform without libtensorflow gets one line and no error", () =>
  inFolder(async (root) => {
    const { run, calls } = fakePip(SIZES);
    const { context, lines } = fakeContext(root, run, { os: "windows" });
    await setUpTensorflow(context);
    assertEquals(lines, [wasmNotice("windows", "x86_64")]);
    assertStringIncludes(lines[0], "10 times slower");
    assertEquals(calls, []);
    assertEquals(await tensorflowNeeds(context), 0);
  }));

Deno.test("libtensorflow is fetched once", () =>
  inFolder(async (root) => {
    const { run, calls } = fakePip(SIZES);
    const { context } = fakeContext(root, run);
    assert(await tensorflowNeeds(context) > 1e9);
    await setUpTensorflow(context);
    await setUpTensorflow(context);
    assertEquals(calls, ["download", "extract"]);
    assertEquals([...Deno.readDirSync(context.places.temporary)], [], "the wheel must be gone");
    assertEquals(await tensorflowNeeds(context), 0);
  }));

Deno.test("a half-finished libtensorflow is fetched again", () =>
  inFolder(async (root) => {
    const { run, calls } = fakePip(SIZES);
    const { context } = fakeContext(root, run);
    const folder = context.places.libtensorflow;
    await Deno.mkdir(folder);
    await sparseFile(join(folder, PLAN.files[0].name), SIZES[0]);
    await setUpTensorflow(context);
    assertEquals(calls.length, 2, "one library of two was there");
    await sparseFile(join(folder, PLAN.files[1].name), 17);
    await setUpTensorflow(context);
    assertEquals(calls.length, 4, "a library was cut short although the manifest says ready");
    await Deno.writeTextFile(join(folder, "manifest.json"), '{"version": "2.2');
    assert(await isComplete(folder, PLAN), "a damaged manifest does not spoil complete files");
  }));

Deno.test("libraries unpacked by hand count if their sizes are those of the wheel", () =>
  inFolder(async (folder) => {
    for (const { name, bytes } of PLAN.files) await sparseFile(join(folder, name), bytes);
    assert(await isComplete(folder, PLAN));
    const manifest = JSON.parse(await Deno.readTextFile(join(folder, "manifest.json")));
    assertEquals(manifest.version, "2.21.0");
    await sparseFile(join(folder, PLAN.files[0].name), SIZES[0] - 1);
    assert(!await isComplete(folder, PLAN));
  }));

Deno.test("a manifest of another version does not count", () =>
  inFolder(async (folder) => {
    const { files } = PLAN;
    for (const { name } of files) await sparseFile(join(folder, name), 5);
    await writeManifest(folder, files.map(({ name }) => ({ name, bytes: 5 })), "own.whl");
    assert(await isComplete(folder, PLAN));
    const path = join(folder, "manifest.json");
    await Deno.writeTextFile(path, (await Deno.readTextFile(path)).replace("2.21.0", "2.9.1"));
    assert(!await isComplete(folder, PLAN));
  }));

Deno.test("what comes out of a wheel with wrong sizes never gets its final name", () =>
  inFolder(async (root) => {
    const { context } = fakeContext(root, fakePip([SIZES[0] - 1, SIZES[1]]).run);
    await assertRejects(() => setUpTensorflow(context), Error, "instead of 788086608");
    assert(!await isComplete(context.places.libtensorflow, PLAN));
  }));

Deno.test("a failing pip becomes one sentence", () =>
  inFolder(async (root) => {
    const output = "WARNING: Retrying after NewConnectionError\nERROR: No matching distribution";
    const { context } = fakeContext(root, () => Promise.resolve({ code: 1, output }));
    await assertRejects(
      () => setUpTensorflow(context),
      Error,
      "libtensorflow 2.21.0 could not be fetched because the network did not answer",
    );
  }));

Deno.test("LIBTENSORFLOW_DIR must hold the libraries", () =>
  inFolder(async (root) => {
    const env = (name: string) => name === "LIBTENSORFLOW_DIR" ? root : undefined;
    const { context, lines } = fakeContext(root, fakePip(SIZES).run, { env });
    await assertRejects(() => setUpTensorflow(context), Error, "there is no libtensorflow_cc.so.2");
    for (const { name } of PLAN.files) await Deno.writeTextFile(join(root, name), "");
    await setUpTensorflow(context);
    assertStringIncludes(lines[0], "LIBTENSORFLOW_DIR is used");
  }));
