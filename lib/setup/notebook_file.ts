/** Notebooks as files: what an executed one may not carry into a repository. */

/** As much of the notebook format as is touched here. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  [key: string]: unknown;
}

interface Cell {
  id?: string;
  cell_type: string;
  metadata: Record<string, unknown>;
  outputs?: Record<string, unknown>[];
  [key: string]: unknown;
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
    ...(cell.outputs && { outputs: cell.outputs.map((output) => cleanOutput(output, roots)) }),
  }));
  const { widgets: _, ...metadata } = notebook.metadata;
  return { ...notebook, metadata, cells };
}

function withoutTimes(metadata: Record<string, unknown>): Record<string, unknown> {
  const { execution: _, ExecuteTime: __, ...kept } = metadata;
  return kept;
}

function cleanOutput(value: Record<string, unknown>, roots: readonly string[]) {
  return cleanValue(value, roots) as Record<string, unknown>;
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
