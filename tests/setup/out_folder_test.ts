/** Folders that commands fill: what they refuse, before anything is made. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { dirname, join } from "node:path";
import { assertOutFolder } from "lib/setup/out_folder.ts";
import { assertPackFolder, hasDeno } from "lib/setup/pack.ts";
import { assertPackageFolder } from "lib/setup/package.ts";
import { ROOT } from "lib/setup/paths.ts";

const NAME = "@reasoning/energy";

/** Calls `use` with a folder that has these files, by path. */
function withFiles(files: Readonly<Record<string, string>>, use: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    for (const [path, text] of Object.entries(files)) {
      Deno.mkdirSync(dirname(join(folder, path)), { recursive: true });
      Deno.writeTextFileSync(join(folder, path), text);
    }
    use(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const oldPack: Record<string, string> = {
  "app/deno.json": JSON.stringify({ name: NAME }),
  "app/lib/cli.ts": "",
  "run": "",
  "deno.xz": "",
};

Deno.test("a pack goes into a folder that is new, empty or an earlier pack's", () => {
  const begun: Record<string, string> = {
    ...{ ".energy-pack": "", "app/x": "", "cache/y": "", "programs/z": "" },
    ...{ "deno": "", "deno.part": "", "deno.part.123": "" },
  };
  for (const files of [{}, oldPack, begun]) {
    withFiles(files, (folder) => {
      assertPackFolder(folder);
      assertPackFolder(join(folder, "new"));
    });
  }
});

Deno.test("a pack writes into no other folder, and removes nothing that was computed in one", () => {
  const refused: [Record<string, string>, string][] = [
    [{ "thesis.txt": "" }, "in FOLDER there is thesis.txt."],
    [{ ...oldPack, ".git/HEAD": "" }, "in FOLDER there is .git."],
    [{ "app/mine.ts": "" }, "FOLDER holds app, which no pack made."],
    [{ "deno.xz": "a letter" }, "FOLDER holds deno.xz, which no pack made."],
    [{ ...oldPack, "app/runs/a/checkpoint.json": "{}" }, "move FOLDER/app/runs away first."],
  ];
  for (const [files, message] of refused) {
    withFiles(files, (folder) => {
      const { message: said } = assertThrows(
        () => assertPackFolder(folder),
        SyntaxError,
        "--out must",
      );
      assertStringIncludes(said, message.replaceAll("FOLDER", folder));
    });
  }
  for (const folder of [ROOT, join(ROOT, "lib")]) {
    assertThrows(
      () => assertPackFolder(folder),
      SyntaxError,
      "--out must be a folder that is empty",
    );
  }
});

Deno.test("the Deno of an earlier pack is kept if it is an archive of this one", () => {
  const mark =
    `Made by \`deno task pack\` with Deno ${Deno.version.deno} (${Deno.build.target}).\n`;
  const kept = (files: Record<string, string>) => {
    let found = false;
    withFiles(files, (folder) => {
      if ("deno.gz" in files) {
        Deno.writeFileSync(join(folder, "deno.gz"), Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0));
      }
      found = hasDeno(folder);
    });
    return found;
  };
  assert(kept({ ".energy-pack": mark, "deno.gz": "" }));
  const others: Record<string, string>[] = [
    { ".energy-pack": mark },
    { "deno.gz": "" },
    { ".energy-pack": mark, "deno.xz": "text" },
    { ".energy-pack": mark.replace("Deno ", "Deno 1."), "deno.gz": "" },
  ];
  assertEquals(others.map(kept), [false, false, false, false]);
});

Deno.test("a package removes no folder but an earlier package, and lies beside nothing else", () => {
  const manifest = JSON.stringify({ name: NAME });
  const own: Record<string, string> = {
    "package/package.json": manifest,
    "reasoning-energy-0.2.0.tgz": "",
  };
  for (const files of [{}, own, { ...own, "pack/run": "" }]) {
    withFiles(files, (folder) => assertPackageFolder(folder, NAME));
  }
  const refused: [Record<string, string>, string][] = [
    [{ ...own, "thesis.txt": "" }, "in FOLDER there is thesis.txt."],
    [{ "other-0.2.0.tgz": "" }, "in FOLDER there is other-0.2.0.tgz."],
    [{ "package/mine.ts": "" }, "FOLDER/package is no earlier package, move it away first."],
    [{ "package/package.json": '{"name": "mine"}' }, "FOLDER/package is no earlier package"],
  ];
  for (const [files, message] of refused) {
    withFiles(files, (folder) => {
      const check = () => assertPackageFolder(folder, NAME);
      const { message: said } = assertThrows(check, SyntaxError, "--out must");
      assertStringIncludes(said, message.replaceAll("FOLDER", folder));
    });
  }
});

Deno.test("a folder that cannot be made is refused, and one that can is not made yet", () => {
  withFiles({ file: "" }, (folder) => {
    assertOutFolder(folder);
    assertOutFolder(join(folder, "a/b"));
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["file"]);
    for (const wrong of ["file", "file/a"]) {
      assertThrows(
        () => assertOutFolder(join(folder, wrong)),
        SyntaxError,
        "--out must be a folder that can be written to, or made: current value is",
      );
    }
  });
});

Deno.test("commands say in a sentence that --out cannot be written, before their work", async () => {
  const commands = ["setup/reproduce.ts", "site/main.ts", "setup/pack.ts", "setup/package.ts"];
  await Promise.all(commands.map(async (name) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", join(ROOT, "lib", name), "--out=README.md/x"],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
    }).output();
    const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
    assertEquals([code, out], [2, ""], err);
    const path = join(ROOT, "README.md/x");
    assertEquals(
      err,
      `--out must be a folder that can be written to, or made: current value is ${path}.`,
    );
  }));
});
