/** Files that several runs fill are neither taken for missing nor left half written. */
import { assertEquals, assertThrows } from "@std/assert";
import { namesIn } from "lib/checks/paths.ts";
import { parseJson, readIfThere, writeWhole } from "lib/checks/whole_file.ts";
import { withFolder } from "../support/cli.ts";

Deno.test("only what is not there is nothing yet", async () => {
  await withFolder((folder) => {
    assertEquals(readIfThere(`${folder}/none/none.json`), undefined);
    assertThrows(() => readIfThere(folder), Error, `Cannot read ${folder}: `);
    const cut = '{"rows": [';
    assertThrows(() => parseJson(cut, "x.json"), SyntaxError, "Cannot read x.json: ");
    assertEquals(parseJson("[1]", "x.json"), [1]);
  });
});

Deno.test("a file is written beside and moved, folders are made, and nothing is left over", async () => {
  await withFolder((folder) => {
    const path = `${folder}/a/b.json`;
    writeWhole(path, "1");
    writeWhole(new URL(`file://${path}`), "2");
    assertEquals(readIfThere(path), "2");
    assertEquals(namesIn(`${folder}/a`), ["b.json"]);
    // What cannot be moved there leaves what was there.
    Deno.mkdirSync(`${folder}/c/d`, { recursive: true });
    assertThrows(() => writeWhole(`${folder}/c`, "3"));
    assertEquals([namesIn(folder), namesIn(`${folder}/c`)], [["a", "c"], ["d"]]);
  });
});
