/** Binder and the devcontainer: what their files name exists here, in the version that is pinned. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DENO_VERSION, setUpKernel } from "lib/setup/kernel.ts";
import { placesIn } from "lib/setup/paths.ts";
import { fakeContext, inFolder } from "./fake.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => Deno.readTextFileSync(join(ROOT, path));
const { tasks } = JSON.parse(read("deno.json"));
const files = [".binder/postBuild", ".devcontainer/devcontainer.json"];

Deno.test("Binder and the devcontainer run tasks that exist, with the pinned Deno", () => {
  for (const path of files) {
    const text = read(path);
    const versions = [...text.matchAll(/\bdeno[@-](\d+\.\d+\.\d+)/g)].map(([, version]) => version);
    assert(versions.length > 0, path);
    assertEquals([...new Set(versions)], [DENO_VERSION], path);
    const named = [...text.matchAll(/deno@[\d.]+ task (\S+?)["']?(?=\s|$)/gm)].map(([, task]) =>
      task!
    );
    assert(named.length > 0, path);
    for (const task of named) assert(task.replace(/",?$/, "") in tasks, `${path}: ${task}`);
  }
});

Deno.test("postBuild copies the kernel from where set-up writes it, and caches files that exist", () =>
  inFolder(async (root) => {
    const text = read(".binder/postBuild");
    const { context } = fakeContext(root, () => Promise.resolve({ code: 0, output: "" }));
    await setUpKernel(context);
    const copied = /^cp -r (\S+) /m.exec(text)![1]!;
    const spec = JSON.parse(Deno.readTextFileSync(join(root, copied, "kernel.json")));
    assertEquals(spec.argv.slice(1), ["jupyter", "--kernel", "--conn", "{connection_file}"]);
    const [, deno, cached] = /^(\S+) cache (.+)$/m.exec(text)!;
    assertEquals(join(root, deno!), spec.argv[0]);
    assertEquals(join(root, deno!), join(placesIn(root).deno, `deno-${DENO_VERSION}`));
    for (const path of cached!.split(" ")) assert(Deno.statSync(join(ROOT, path)).isFile, path);
    assert((Deno.statSync(join(ROOT, ".binder/postBuild")).mode! & 0o100) !== 0, "it can be run");
    assertStringIncludes(text, "set -euo pipefail");
  }));

Deno.test("both have a Python and a Node that set-up accepts", () => {
  const environment = read(".binder/environment.yml");
  const [major, minor] = /python=(\d+)\.(\d+)/.exec(environment)!.slice(1).map(Number);
  assert(major === 3 && minor! >= 10, environment);
  assert(Number(/nodejs=(\d+)/.exec(environment)![1]) >= 18);
  assert(/jupyterlab=\d/.test(environment));
  const container = JSON.parse(read(".devcontainer/devcontainer.json"));
  const python = container.features["ghcr.io/devcontainers/features/python:1"].version;
  assertEquals(python, `${major}.${minor}`);
  assertEquals(
    container.image.match(/javascript-node:(\d+)/)[1],
    /nodejs=(\d+)/.exec(environment)![1],
  );
});
