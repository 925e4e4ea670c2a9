/** Displays of a notebook that are seen while its cell computes. */

/** `Deno.jupyter.display`, which only a notebook has and passes in. */
export type NotebookDisplay = (
  data: Record<string, string>,
  options: { raw: true; display_id: string; update?: boolean },
) => Promise<void>;

/** The part of `Deno.jupyter` that is used here. */
export interface Kernel {
  readonly display: unknown;
  broadcast(type: string, content: Record<string, unknown>): Promise<void>;
}

/** This kernel's `Deno.jupyter`; asking for it outside a kernel throws. */
function thisKernel(): Kernel | undefined {
  try {
    return (Deno as { readonly jupyter?: Kernel }).jupyter;
  } catch {
    return undefined;
  }
}

/**
 * The kernel's display without its delay: `Deno.jupyter.display` sends nothing before the cell next
 * awaits something, which a sampler that computes for a minute does not; the message that it would
 * send goes out at once. Other displays stay as they are.
 */
export function atOnce(
  display: NotebookDisplay,
  kernel: Kernel | undefined = thisKernel(),
): NotebookDisplay {
  if (kernel === undefined || kernel.display !== display) return display;
  return (data, { display_id, update }) =>
    kernel.broadcast(update ? "update_display_data" : "display_data", {
      data,
      metadata: {},
      transient: { display_id },
    });
}
