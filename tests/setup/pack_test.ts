/** The packed program: packing once more, and its script, with archives that hold little. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "lib/setup/paths.ts";
import { inFolder, sparseFile } from "./fake.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();

Deno.test("a pack over one that was run leaves out what its runs made", () =>
  inFolder(async (folder) => {
    const out = join(folder, "pack");
    for (const name of ["app", "cache", "programs"]) {
      Deno.mkdirSync(join(out, name), { recursive: true });
    }
    // Only its beginning is looked at: no second archive has to be made here.
    Deno.writeFileSync(join(out, "deno.xz"), Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0));
    Deno.writeTextFileSync(
      join(out, ".energy-pack"),
      `Made by \`deno task pack\` with Deno ${Deno.version.deno} (${Deno.build.target}).\n`,
    );
    for (const name of ["deno", "deno.part.123", "cache/a", "programs/b"]) {
      await sparseFile(join(out, name), 143e6);
    }
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", join(ROOT, "lib/setup/pack.ts"), `--out=${out}`],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
    }).output();
    assertEquals([code, text(stderr)], [0, ""]);
    // It says what it does before it does it, as that takes minutes.
    const [copying, deno, packed] = text(stdout).split("\n");
    assertEquals(copying, `Copying the program into ${out}.`);
    assertEquals(deno, "Deno is packed there already.");
    assert(packed!.startsWith("Packed "), packed);
    assertEquals(
      [...Deno.readDirSync(out)].map(({ name }) => name).sort(),
      [".energy-pack", "app", "deno.xz", "run"],
    );
  }));

/** A pack whose Deno prints what it is asked, in a world whose `gzip` takes its time. */
async function slowPack(folder: string) {
  const script = async (path: string, lines: string) => {
    await Deno.writeTextFile(join(folder, path), `#!/bin/sh\n${lines}\n`);
    await Deno.chmod(join(folder, path), 0o755);
  };
  for (const name of ["app", "bin"]) await Deno.mkdir(join(folder, name));
  const deno = new TextEncoder().encode('#!/bin/sh\necho "asked: $*"\nexit 3\n');
  await Deno.writeFile(join(folder, "deno.gz"), gzipSync(deno));
  const gzip = text(
    (await new Deno.Command("sh", { args: ["-c", "command -v gzip"] }).output()).stdout,
  );
  await script("bin/gzip", `sleep 0.5\n"${gzip}" "$@"\nsleep 0.5`);
  await Deno.copyFile(join(ROOT, "lib/setup/run.sh"), join(folder, "run"));
  const path = `${join(folder, "bin")}:${Deno.env.get("PATH")}`;
  return () =>
    new Deno.Command("sh", {
      args: [join(folder, "run"), "solve"],
      env: { PATH: path, PJRT_PLUGIN: "off" },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
}

Deno.test({
  name: "two first runs of a pack at the same time do not disturb each other",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inFolder(async (folder) => {
      const start = await slowPack(folder);
      const ends = await Promise.all([start(), start()].map((one) => one.output()));
      for (const { code, stdout, stderr } of ends) {
        assertEquals(text(stderr), "");
        assertEquals(code, 3, "the program's own exit code");
        assert(text(stdout).endsWith("lib/cli.ts solve"), text(stdout));
      }
      const left = [...Deno.readDirSync(folder)].map(({ name }) => name);
      assertEquals(left.filter((name) => name.startsWith("deno")).sort(), ["deno", "deno.gz"]);
    }),
});

Deno.test({
  name: "a first run of a pack that is ended while it unpacks leaves no part behind",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inFolder(async (folder) => {
      const start = await slowPack(folder);
      const child = start();
      const parts = () =>
        [...Deno.readDirSync(folder)].filter(({ name }) => name.startsWith("deno.part")).length;
      for (let waits = 0; parts() === 0 && waits < 500; waits++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      child.kill("SIGTERM");
      const { code } = await child.output();
      assertEquals([code, parts()], [1, 0]);
    }),
});
