/** Which folders a site may empty. */
import { assertThrows } from "@std/assert";
import { join } from "node:path";
import { assertSiteFolder, ROOT } from "lib/site/build.ts";

/** A temporary folder with these files. */
function folderWith(paths: readonly string[]): string {
  const folder = Deno.makeTempDirSync();
  for (const path of paths) {
    Deno.mkdirSync(join(folder, path, ".."), { recursive: true });
    Deno.writeTextFileSync(join(folder, path), "");
  }
  return folder;
}

Deno.test("a site goes into a folder that is new, empty or an earlier site's", () => {
  const old = ["assets/page.css", "records.html", "solve.html", "path.html"];
  for (const paths of [[], [".energy-site", "index.html"], old]) {
    const folder = folderWith(paths);
    assertSiteFolder(folder);
    Deno.removeSync(folder, { recursive: true });
    assertSiteFolder(folder);
  }
});

Deno.test("a site empties no other folder", () => {
  for (const paths of [["thesis.txt"], ["index.html", "a/b"], [".energy-site", ".git/HEAD"]]) {
    const folder = folderWith(paths);
    assertThrows(
      () => assertSiteFolder(folder),
      SyntaxError,
      "--out must be a folder that is empty",
    );
    Deno.removeSync(folder, { recursive: true });
  }
  const file = Deno.makeTempFileSync();
  assertThrows(
    () => assertSiteFolder(file),
    SyntaxError,
    "--out must be a folder that can be read: ",
  );
  Deno.removeSync(file);
  assertThrows(() => assertSiteFolder(join(ROOT, "data")), SyntaxError, "holds ");
});

Deno.test("a site empties neither the project's folder nor one around it", () => {
  const around = folderWith([".energy-site", "project/deno.json"]);
  const project = join(around, "project");
  for (const folder of [around, project]) {
    assertThrows(() => assertSiteFolder(folder, project), SyntaxError, "the project's folder");
  }
  assertThrows(() => assertSiteFolder(ROOT), SyntaxError, "the project's folder");
  Deno.removeSync(around, { recursive: true });
});
