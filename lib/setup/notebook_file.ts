/** Notebooks as files: what an executed one may not carry into a repository. */

/** As much of the notebook format as is touched here. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  [key: string]: unknown;
}

type Output = Record<string, unknown>;

interface Cell {
  id?: string;
  cell_type: string;
  metadata: Record<string, unknown>;
  outputs?: Output[];
  source?: string | string[];
  [key: string]: unknown;
}

/** Whether the cell of a notebook's parameters has one of that name. */
export function hasParameter(
  { cells }: { readonly cells: readonly Pick<Cell, "metadata" | "source">[] },
  name: string,
): boolean {
  const own = cells.find(({ metadata: { tags } }) =>
    Array.isArray(tags) && tags.includes("parameters")
  );
  const source = [own?.source ?? []].flat().join("");
  return new RegExp(`[{,\\n]\\s*${name}\\s*:`).test(source);
}

// deno-lint-ignore no-control-regex
const ESCAPE_CODES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07)/g;

/**
 * The text without escape codes, with each of `roots` (the project's absolute path, in its
 * spellings) replaced by `.`.
 */
export function cleanText(text: string, roots: readonly string[]): string {
  const plain = text.replace(ESCAPE_CODES, "");
  return roots.reduce(
    (result, root) => result.replaceAll(`file://${root}`, ".").replaceAll(root, "."),
    plain,
  );
}

/**
 * An executed notebook without timestamps, escape codes and absolute paths, and with stable cell ids,
 * so that two runs with the same results give the same file.
 */
export function cleanNotebook(notebook: Notebook, roots: readonly string[]): Notebook {
  const cells = notebook.cells.map((cell, index) => ({
    ...cell,
    id: cell.id ?? `cell-${String(index + 1).padStart(2, "0")}`,
    metadata: withoutTimes(cell.metadata),
    ...(cell.outputs && {
      outputs: inOrder(cell.outputs).map((output) => cleanOutput(output, roots)),
    }),
  }));
  const { widgets: _, ...metadata } = notebook.metadata;
  return { ...notebook, metadata, cells };
}

const ORDER = ["stdout", "stderr", "display_data", "execute_result", "error"];

/**
 * Printed text first, then charts, then the value. The kernel sends text and charts by different ways,
 * so that what a cell prints and shows in one instant arrives in an order that changes from run to run.
 */
function inOrder(outputs: readonly Output[]): Output[] {
  const rank = ({ name, output_type }: Output) => ORDER.indexOf(String(name ?? output_type));
  const merged: Output[] = [];
  for (const output of outputs.toSorted((a, b) => rank(a) - rank(b))) {
    const last = merged.at(-1);
    if (last?.name !== undefined && last.name === output.name) {
      last.text = [last.text, output.text].flat();
    } else {
      merged.push({ ...output });
    }
  }
  return merged;
}

function withoutTimes(metadata: Record<string, unknown>): Record<string, unknown> {
  const { execution: _, ExecuteTime: __, ...kept } = metadata;
  return kept;
}

function cleanOutput(value: Output, roots: readonly string[]): Output {
  return cleanValue(value, roots) as Output;
}

function cleanValue(value: unknown, roots: readonly string[]): unknown {
  if (typeof value === "string") return cleanText(value, roots);
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, roots));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      // Base64 of an image holds no path, and megabytes of it need not be searched.
      .map((
        [key, item],
      ) => [key, /^image\/(png|jpeg)$/.test(key) ? item : cleanValue(item, roots)]),
  );
}
