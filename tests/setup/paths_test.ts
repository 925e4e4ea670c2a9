/** How paths are told. */
import { assertEquals } from "@std/assert";
import { pathFrom } from "lib/setup/paths.ts";

Deno.test("a path in a folder is told from there, any other as it is", () => {
  assertEquals(pathFrom("/a/b", "/a/b/results/x"), "results/x");
  assertEquals(pathFrom("/a/b", "/a/b/..x"), "..x");
  for (const path of ["/tmp/x", "/a/bc", "/a"]) assertEquals(pathFrom("/a/b", path), path);
});
