/** What stands at a path. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { assertTakesFiles, exists, isFile, isFolder, namesIn } from "lib/checks/paths.ts";
import { withFolder } from "../support/cli.ts";

Deno.test("files, folders, links, and what is not there are told apart", async () => {
  await withFolder((folder) => {
    const [file, inside, nothing] = ["b", "a", "c"].map((name) => `${folder}/${name}`);
    Deno.writeTextFileSync(file!, "");
    Deno.mkdirSync(inside!);
    Deno.symlinkSync(nothing!, `${folder}/link`);
    const seen = [file, inside, nothing, `${folder}/link`, `${file}/x`]
      .map((path) => [exists(path!), isFile(path!), isFolder(path!)]);
    const none = [false, false, false];
    assertEquals(seen, [[true, true, false], [true, false, true], none, none, none]);
    assertEquals(namesIn(folder), ["a", "b", "link"]);
    assertEquals([namesIn(file!), namesIn(nothing!)], [[], []]);
  });
});

Deno.test("a folder that takes files keeps none of the trial; no folder takes any", async () => {
  await withFolder((folder) => {
    assertTakesFiles(folder);
    assertEquals(namesIn(folder), []);
    assertThrows(() => assertTakesFiles(`${folder}/none`), Deno.errors.NotFound);
    assert(!exists(`${folder}/none`));
  });
});
