import { assertEquals } from "@std/assert";
import { makeReadable } from "lib/setup/files.ts";

Deno.test({
  name: "what the owner can read, everybody can, and nothing else changes",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.mkdir(`${folder}/package/bin`, { recursive: true });
      const modes = { "package/a.js": 0o640, "package/bin/run": 0o750, "package/b.js": 0o644 };
      for (const [name, mode] of Object.entries(modes)) {
        await Deno.writeTextFile(`${folder}/${name}`, "");
        await Deno.chmod(`${folder}/${name}`, mode);
      }
      await Deno.symlink("nowhere", `${folder}/package/link`);
      await Deno.chmod(`${folder}/package`, 0o700);
      await makeReadable(folder);
      const modeOf = (name: string) => Deno.statSync(`${folder}/${name}`).mode! & 0o777;
      assertEquals(Object.keys(modes).map(modeOf), [0o644, 0o755, 0o644]);
      assertEquals(["", "package", "package/bin"].map((name) => modeOf(name) & 0o055), [
        0o055,
        0o055,
        0o055,
      ]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
