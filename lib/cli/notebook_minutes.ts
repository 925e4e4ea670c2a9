/** The README's table of notebooks: what each shows, and how long it takes. */

interface NotebookTime {
  readonly seconds: number;
  readonly machine: string;
}

interface Cell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
}

/** The title of a notebook, without its number, and its name. */
function readTitle(path: string): string {
  const { cells } = JSON.parse(Deno.readTextFileSync(path)) as { cells: readonly Cell[] };
  const heading = [cells[0]!.source].flat().join("").split("\n")[0]!;
  return heading.replace(/^#\s*(\d+\s*·\s*)?/, "");
}

/** Such as "3 min", or "under 1 min". */
const minutes = (seconds: number) =>
  seconds < 60 ? "under 1 min" : `${Math.round(seconds / 60)} min`;

/**
 * A line for each notebook; times are those that `deno task reproduce --in-place` recorded, and the
 * machine is named where it is not that of all.
 *
 * @param records Folder of the records, where the times are kept
 * @param notebooks Folder of the notebooks
 */
export function minutesTable(records: string, notebooks = "notebooks"): string {
  let times: Readonly<Record<string, NotebookTime>> = {};
  try {
    times = JSON.parse(Deno.readTextFileSync(`${records}/notebook_times.json`));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const names = [...Deno.readDirSync(notebooks)].map(({ name }) => name)
    .filter((name) => name.endsWith(".ipynb") && !name.includes(".failed.")).sort();
  const rows = names.map((file) => {
    const name = file.replace(".ipynb", ""), time = times[name];
    const link = `[${name}](notebooks/${file})`;
    return [
      link,
      readTitle(`${notebooks}/${file}`),
      time ? minutes(time.seconds) : "not measured yet",
    ];
  });
  const machines = [...new Set(Object.values(times).map(({ machine }) => machine))].sort();
  const where = machines.length ? `\nMeasured on: ${machines.join("; ")}.\n` : "";
  return [["notebook", "about", "takes"], ["---", "---", "---"], ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`).join("\n") + `\n${where}`;
}
