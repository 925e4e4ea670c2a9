/** The meshes' record grows seed by seed and is not lost where it cannot be read. */
import { assertEquals, assertThrows } from "@std/assert";
import { meshRecordSoFar, readMeshRecord, writeMeshRecord } from "lib/papers/emnn/record.ts";
import { withFolder } from "../../support/cli.ts";

Deno.test("a record that cannot be read is not taken for none", async () => {
  await withFolder((folder) => {
    const path = `${folder}/record.json`;
    assertEquals(meshRecordSoFar(path), undefined);
    assertThrows(() => readMeshRecord(path), Error, "make it with deno run");
    const record = readMeshRecord();
    writeMeshRecord(record, path);
    assertEquals(meshRecordSoFar(path), record);
    Deno.writeTextFileSync(path, Deno.readTextFileSync(path).slice(0, 99));
    assertThrows(() => meshRecordSoFar(path), SyntaxError, `Cannot read ${path}: `);
  });
});
