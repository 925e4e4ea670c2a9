/** The README's table of notebooks: what each shows, and how long it takes. */

interface NotebookTime {
  readonly seconds: number;
  readonly machine: string;
}

interface Cell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
}

/** What a notebook shows, in a line; its title where nothing is said. */
const ABOUT: Readonly<Record<string, string>> = {
  "01_energy_landscapes": "what IRED is, on a plane, trained in the notebook",
  "02_addition": "adding matrices, and harder ones than in training",
  "03_completion": "completing matrices, where the published result equals copying the input",
  "04_inverse": "inverting matrices: more steps for harder problems",
  "05_sudoku": "Sudoku, down to 19 clues: cells and whole boards",
  "06_connectivity": "which nodes of a graph are connected, on larger graphs than in training",
  "07_shortest_path": "the first move of a shortest path; walking to the goal by asking again",
  "08_ablations": "IREM, diffusion and feedforward beside IRED, and IRED with parts left out",
  "09_visual_sudoku": "Sudoku whose clues are handwritten, read and solved by one energy",
  "10_annealed_sampling":
    "sampling a model at another temperature: a published table recomputed, and a drift whose weights vary less; ladders of temperatures, learned, up to thirteen particles",
  "11_idem":
    "training a sampler from an energy alone, up to thirteen particles, and what needs no training",
  "12_diffusion_tree": "a tree of rollouts against particles and independent rollouts",
  "13_diffusion_q":
    "acting in several ways at once: a bandit with a known optimum, a maze with two goals",
  "14_symmetry_breaking":
    "why no equivariant network makes a rectangle of a square, and what to ask for instead",
  "15_canonicalisation":
    "learning on a slice instead of building a symmetry in: digits, particles, molecules",
  "16_meshes": "networks that read triangles: what turning and renaming do, what edges cannot know",
  "17_crystals": "crystals that have their space group by construction, beside a network without",
  "18_lexicographic":
    "what one reward cannot say: safety first, lexicographic value iteration, penalties",
  "19_causal_abstraction": "what a family of interventions can tell apart",
};

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
      ABOUT[name] ?? readTitle(`${notebooks}/${file}`),
      time ? minutes(time.seconds) : "not measured yet",
    ];
  });
  const machines = [...new Set(Object.values(times).map(({ machine }) => machine))].sort();
  const all = names.flatMap((file) => times[file.replace(".ipynb", "")]?.seconds ?? []);
  // Of a part of them a sum would say nothing.
  const total = all.length === names.length
    ? `All of them take ${minutes(all.reduce((a, b) => a + b))}. `
    : "";
  const where = machines.length ? `\n${total}Measured on: ${machines.join("; ")}.\n` : "";
  return [["notebook", "what it shows", "takes"], ["---", "---", "---"], ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`).join("\n") + `\n${where}`;
}
