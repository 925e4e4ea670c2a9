/** Which checkpoints `evaluate` says can hop. */
import { assertEquals } from "@std/assert";
import { couldHop } from "lib/cli/evaluate.ts";
import { loadTrained } from "lib/papers/ired/evaluation/trained.ts";

Deno.test("of the shipped networks, Sudoku's of own descents alone could hop", () => {
  const folders = [...Deno.readDirSync("data/checkpoints")].map(({ name }) => name)
    .filter((name) => /^(sudoku|connectivity|inverse)/.test(name));
  assertEquals(
    folders.filter((name) => couldHop(loadTrained(`data/checkpoints/${name}`))),
    ["sudoku_own_descents"],
  );
});
