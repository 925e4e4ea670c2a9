/** Where libtensorflow is looked for. */
import { assertEquals, assertMatch } from "@std/assert";
import { locateLibrary } from "lib/tensor/libtensorflow/locate.ts";

Deno.test("without libtensorflow both ways to it are named, as a package has no setup of its own", () => {
  const before = Deno.env.get("LIBTENSORFLOW_DIR"), folder = Deno.makeTempDirSync();
  Deno.env.delete("LIBTENSORFLOW_DIR");
  try {
    const found = locateLibrary(folder);
    assertEquals(typeof found, "string");
    assertMatch(`${found}`, /`deno task setup` .*LIBTENSORFLOW_DIR$/);
  } finally {
    if (before !== undefined) Deno.env.set("LIBTENSORFLOW_DIR", before);
    Deno.removeSync(folder);
  }
});
