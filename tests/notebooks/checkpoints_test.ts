/** Which parameters a notebook's outputs are of. */
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { readRecord } from "../../lib/records/records.ts";
import { checkpointDigest, readManifest } from "../../lib/training/checkpoint.ts";
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

/** Checkpoints that no notebook loads: their records are shown, in notebook 8 and the README. */
const byRecord = ["connectivity_nlm_own_descents", "shortest_path_shifted_own_descents"];

for (const name of byRecord) {
  Deno.test(`the record of ${name} is that of the checkpoint`, () => {
    const { config, step, seconds } = readManifest(join(ROOT, "data/checkpoints", name));
    const { training } = readRecord(join(ROOT, `data/results/${name}.json`));
    assertEquals(
      { config: training!.config, step: training!.step, seconds: training!.seconds },
      { config: { ...config }, step, seconds },
    );
  });
}

/** Folders of shipped checkpoints, from data/checkpoints, that notebooks load. */
const shipped = ["", "ablations/"].flatMap((below) =>
  [...Deno.readDirSync(join(ROOT, "data/checkpoints", below))]
    .filter(({ isDirectory, name }) =>
      isDirectory && name !== "ablations" && !byRecord.includes(name)
    )
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
