import { assert, assertEquals } from "@std/assert";
// Loaded here, too, since its settings reach the processes that the tests start.
import "lib/tensor/mod.ts";

const script = `
  import { compile, tf } from "lib/tensor/mod.ts";
  const square = compile(({ x }) => ({ y: tf.exp(tf.matMul(x, x)) }), { mode: "xla", name: "exp" });
  console.log(tf.tidy(() => square({ x: tf.fill([3, 3], 0.3) }).y.dataSync().join()));
`;

/** Runs the script in a process of its own. */
async function run(cache: string): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", script],
    cwd: new URL("../../", import.meta.url),
    env: { NO_COLOR: "1", TENSOR_XLA_CACHE: cache },
  }).output();
  const decoder = new TextDecoder();
  assertEquals([code, decoder.decode(stderr)], [0, ""]);
  return decoder.decode(stdout);
}

const files = (folder: string) =>
  [...Deno.readDirSync(folder)].map(({ name }) => `${folder}/${name}`);

Deno.test("XLA's code is kept, found again, and repaired where it is damaged", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "xla cache " });
  const fresh = await run(folder);
  const [file] = files(folder);
  assertEquals(files(folder).length, 1);
  const written = () => Deno.statSync(file!).mtime!.getTime();
  const first = written();
  assertEquals(await run(folder), fresh);
  assertEquals([files(folder).length, written()], [1, first]);

  for (const damage of [(path: string) => Deno.truncateSync(path, 1000), Deno.truncateSync]) {
    damage(file!);
    assertEquals(await run(folder), fresh);
    assert(Deno.statSync(files(folder)[0]!).size > 1000);
    for (const left of files(folder)) Deno.removeSync(left);
    assertEquals(await run(folder), fresh);
  }
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("without a cache, and where none can be written, functions are compiled anew", async () => {
  const file = Deno.makeTempFileSync();
  assertEquals(await run("off"), await run(`${file}/no/folder`));
  Deno.removeSync(file);
});
