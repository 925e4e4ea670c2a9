/** Scripts that make what is shipped name files and folders that are there. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { exists } from "../../lib/checks/paths.ts";
import { filesBelow, readSource, ROOT } from "./sources.ts";

const makers = filesBelow("lib", ".ts").filter((path) => /\/make_\w+\.ts$/.test(path))
  .map(readSource);

Deno.test("paths of data that a maker has by default exist", () => {
  const named = makers.flatMap(({ path, code }) =>
    // Whole texts without parts that flags fill in.
    [...code.matchAll(/["`](?:\.\.\/)*(data\/[^"`$]*)["`]/g)].map(([, data]) => ({
      path,
      data: data!,
    }))
  );
  assert(makers.length > 15 && named.length > 10, `${makers.length}, ${named.length}`);
  const gone = named.filter(({ data }) => !exists(join(ROOT, data)));
  assertEquals(gone, []);
});
