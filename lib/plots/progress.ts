import { formatSeconds } from "./format.ts";
import { atOnce, type NotebookDisplay } from "./notebook_display.ts";
import { escape } from "./svg.ts";

export type { NotebookDisplay };

/** Options of {@linkcode progressBar}. */
export interface ProgressOptions {
  /** What counts as done, a whole number above 0. */
  readonly total: number;
  /** "%": the total is 100 and only the share is shown, not the count. */
  readonly unit?: "%";
  /** What is being done, as "training addition". */
  readonly label: string;
  /** In a notebook: `Deno.jupyter.display`. */
  readonly display?: NotebookDisplay | undefined;
  /** Where to write lines outside a notebook; default: standard error. */
  readonly write?: (text: string) => void;
  /** "terminal" rewrites one line, "lines" adds one now and then; default: what there is. */
  readonly mode?: "terminal" | "lines";
  /** Milliseconds since any fixed moment; default: the system's clock. */
  readonly now?: () => number;
}

/** A bar that shows how far a run is. */
export interface ProgressBar {
  /** Reports that `done` of the total is done; cheap enough to be called at every step. */
  update(done: number, detail?: string): void;
  /** Shows the last state and ends the bar; await it in a notebook. */
  finish(detail?: string): Promise<void>;
}

/** Least milliseconds between two pictures. */
const PAUSE = { notebook: 500, terminal: 100, lines: 10_000 } as const;

interface State {
  readonly done: number;
  readonly total: number;
  readonly label: string;
  readonly detail: string;
  readonly seconds: number;
  readonly unit: "%" | undefined;
}

/**
 * A live progress bar: one updated display in a notebook, one updated line on a terminal, and a
 * plain line every ten seconds elsewhere.
 *
 * @param options Total, label, and where to show it
 * @returns The bar, already shown
 * @throws {RangeError} If `total` is not a whole number above 0
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { progressBar } from "lib/plots/mod.ts";
 * let shown = "";
 * const write = (text: string) => void (shown += text);
 * const bar = progressBar({ total: 2, label: "training", mode: "lines", write });
 * bar.update(1, "loss 0.5");
 * await bar.finish("loss 0.4");
 * assert(shown.includes("training  0/2"));
 * ```
 */
export function progressBar(options: ProgressOptions): ProgressBar {
  const { total, label, display, now = () => performance.now() } = options;
  if (!Number.isSafeInteger(total) || total < 1) {
    throw new RangeError(
      `Cannot show progress as total must be an integer >= 1: current value is ${total}`,
    );
  }
  const mode = display ? "notebook" : options.mode ?? (onTerminal() ? "terminal" : "lines");
  const show = display ? notebook(display) : stream(mode, options.write ?? toStandardError);
  const start = now();
  let drawn = "";
  let [done, detail, shownAt, finished] = [0, "", start, false];
  const state = (): State => ({
    done,
    total,
    label,
    detail,
    unit: options.unit,
    seconds: (now() - start) / 1000,
  });
  const current = () => `${done} ${detail}`;
  show.draw(state());
  return {
    update(value, text) {
      if (finished) return;
      [done, detail] = [Math.max(0, Math.min(total, value)), text ?? detail];
      if (now() - shownAt < PAUSE[mode]) return;
      [shownAt, drawn] = [now(), current()];
      show.draw(state());
    },
    async finish(text) {
      if (finished) return;
      [detail, finished] = [text ?? detail, true];
      // A line that was written last needs no second one.
      if (mode !== "lines" || current() !== drawn) await show.end(state());
    },
  };
}

interface Show {
  draw(state: State): void;
  end(state: State): Promise<void>;
}

let displays = 0;

/** One display, updated in order. */
function notebook(display: NotebookDisplay): Show {
  const id = `progress-${Date.now().toString(36)}-${++displays}`, show = atOnce(display);
  let [first, failure] = [true, undefined as unknown];
  let sent: Promise<void> = Promise.resolve();
  const draw = (state: State) => {
    const options = { raw: true, display_id: id, ...(first ? {} : { update: true }) } as const;
    first = false;
    const sending = show({ "text/html": page(state), "text/plain": line(state) }, options);
    sent = Promise.all([sent, sending.catch((error) => void (failure ??= error))]).then(() => {});
  };
  return {
    draw,
    async end(state) {
      draw(state);
      await sent;
      if (failure !== undefined) throw failure;
    },
  };
}

function stream(mode: "terminal" | "lines" | "notebook", write: (text: string) => void): Show {
  const put = (state: State) =>
    write(mode === "terminal" ? `\r\x1b[2K${fitted(line(state))}` : `${line(state)}\n`);
  return {
    draw: put,
    end(state) {
      put(state);
      if (mode === "terminal") write("\n");
      return Promise.resolve();
    },
  };
}

function line(state: State): string {
  const { done, total, label, detail } = state;
  const share = `${Math.floor((100 * done) / total)} %`;
  const count = `${done.toLocaleString("en-US")}/${total.toLocaleString("en-US")}`;
  return [label, state.unit ? "" : count, share, times(state), detail].filter(Boolean).join("  ");
}

function times({ done, total, seconds }: State): string {
  if (done === 0 || done >= total) return formatSeconds(seconds);
  return `${formatSeconds(seconds)}, ${formatSeconds((seconds / done) * (total - done))} left`;
}

function page(state: State): string {
  const { done, total } = state;
  return `<div><progress value="${done}" max="${total}" style="width: 16em"></progress> ` +
    `${escape(line(state))}</div>`;
}

/** A line that does not wrap, since a wrapped one cannot be rewritten. */
function fitted(text: string): string {
  let columns = 80;
  try {
    columns = Deno.consoleSize().columns;
  } catch {
    // Not a terminal after all, or one that does not tell its size.
  }
  return text.slice(0, Math.max(10, columns - 1));
}

function onTerminal(): boolean {
  return Deno.stderr.isTerminal() && Deno.env.get("NO_COLOR") === undefined;
}

function toStandardError(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let sent = 0; sent < bytes.length;) sent += Deno.stderr.writeSync(bytes.subarray(sent));
}
