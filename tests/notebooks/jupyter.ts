/** Cells in a real kernel, through jupyter_client. */
import { fileURLToPath } from "node:url";

/** A cell, interrupted once it has printed `interruptAt`. */
export interface TestCell {
  readonly code: string;
  readonly interruptAt?: string;
}

/** What a cell ended with: its output, and the error's text. */
export interface Reply {
  readonly status: "ok" | "error" | "dead";
  readonly text: string;
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Runs `cells` in a fresh kernel. */
export async function jupyter(cells: readonly TestCell[]): Promise<Reply[]> {
  const { code, stdout, stderr } = await new Deno.Command(path("../../.venv/bin/python"), {
    args: [path("./interrupt_kernel.py"), JSON.stringify(cells)],
    cwd: path("../../notebooks"),
    env: { JUPYTER_PATH: path("../../.runtime/jupyter") },
  }).output();
  const text = new TextDecoder();
  if (code !== 0) throw new Error(text.decode(stderr));
  return JSON.parse(text.decode(stdout)) as Reply[];
}
