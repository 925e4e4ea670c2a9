/** Which parameters a notebook's outputs are of. */
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { checkpointDigest } from "../../lib/training/checkpoint.ts";
import { readNotebooks, ROOT } from "./notebooks.ts";

const notebooks = readNotebooks();

/** Checkpoints that a notebook of IRED uses, by the start of their folder's name. */
const used: Readonly<Record<string, readonly string[]>> = {
  "02_addition": ["addition_"],
  "03_completion": ["completion_"],
  "04_inverse": ["inverse_"],
  "05_sudoku": ["sudoku_"],
  "06_connectivity": ["connectivity_"],
  "07_shortest_path": ["shortest_path_"],
  "08_ablations": ["ablations/", "sudoku_relational", "shortest_path_relational"],
  "09_visual_sudoku": ["visual_sudoku_", "sudoku_relational"],
};

/** Folders of shipped checkpoints, from data/checkpoints. */
const shipped = ["", "ablations/"].flatMap((below) =>
  [...Deno.readDirSync(join(ROOT, "data/checkpoints", below))]
    .filter(({ isDirectory, name }) => isDirectory && name !== "ablations")
    .map(({ name }) => below + name)
);

for (const { name, cells } of notebooks) {
  const outputs = cells.map((cell) => cell.outputs).join("");
  const own = shipped.filter((folder) => used[name]?.some((start) => folder.startsWith(start)));
  if (own.length === 0) continue;
  Deno.test(`${name} was executed with the checkpoints that are shipped`, () => {
    const missing = own.filter((folder) =>
      !outputs.includes(checkpointDigest(join(ROOT, "data/checkpoints", folder)))
    );
    assertEquals(missing, [], "execute the notebook anew: deno task reproduce --in-place --only=…");
  });
}
