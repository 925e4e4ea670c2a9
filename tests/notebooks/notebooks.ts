/** The notebooks of the project as data. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const FOLDER = join(ROOT, "notebooks");

/** A cell; `source` is one text. */
export interface Cell {
  readonly id: string;
  readonly type: "markdown" | "code";
  readonly source: string;
  readonly tags: readonly string[];
  /** The cell's outputs as JSON. */
  readonly outputs: string;
}

/** A notebook, and what of its metadata counts. */
export interface NotebookFile {
  /** Such as "01_energy_landscapes". */
  readonly name: string;
  readonly kernel: { readonly name?: string; readonly language?: string };
  readonly cells: readonly Cell[];
}

interface RawCell {
  readonly id?: string;
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly metadata: { readonly tags?: readonly string[] };
  readonly outputs?: readonly unknown[];
}

/** All notebooks, sorted by name; what a failed in-place run left is not one. */
export function readNotebooks(): NotebookFile[] {
  const names = [...Deno.readDirSync(FOLDER)].map(({ name }) => name)
    .filter((name) => name.endsWith(".ipynb") && !name.includes(".failed.")).sort();
  return names.map((name) => {
    const { cells, metadata } = JSON.parse(Deno.readTextFileSync(join(FOLDER, name)));
    return {
      name: name.replace(/\.ipynb$/, ""),
      kernel: metadata.kernelspec ?? {},
      cells: (cells as RawCell[]).map((cell) => ({
        id: cell.id ?? "",
        type: cell.cell_type === "code" ? "code" : "markdown",
        source: [cell.source].flat().join(""),
        tags: cell.metadata.tags ?? [],
        outputs: JSON.stringify(cell.outputs ?? []),
      })),
    };
  });
}

/** The code cells as one module, imports first, each cell under a comment with its id. */
export function moduleOf({ name, cells }: NotebookFile): string {
  const imports: string[] = [];
  const bodies = cells.filter(({ type }) => type === "code").map(({ id, source }) => {
    const body = source.replace(/^import\b[\s\S]*?from\s+"[^"]+";$/gm, (statement) => {
      imports.push(statement);
      return "";
    });
    return `// ${name}, cell ${id}\n${body.trim()}\n;`;
  });
  return [...imports, ...bodies, "export {};", ""].join("\n");
}
