/** What setup shows: one line kept up to date on a terminal, plain lines elsewhere. */

/** Receives the news of parts that run side by side. */
export interface Report {
  /** Prints a line that stays. */
  say(line: string): void;
  /** Shows where a part stands. */
  update(part: string, text: string): void;
  /** Ends a part with a line that stays. */
  done(part: string, line: string): void;
  /** Stops redrawing; prints nothing more. */
  close(): void;
}

/** Where a report writes; `columns` is undefined where it is no terminal. */
export interface Screen {
  write(text: string): void;
  readonly columns?: number;
}

const PLAIN_INTERVAL_MS = 10_000;
const REDRAW_MS = 200;

/** This process's stdout as a {@link Screen}. */
export function standardScreen(): Screen {
  const encoder = new TextEncoder();
  const terminal = Deno.stdout.isTerminal() && Deno.env.get("TERM") !== "dumb";
  return {
    write: (text) => void Deno.stdout.writeSync(encoder.encode(text)),
    columns: terminal ? Deno.consoleSize().columns : undefined,
  };
}

/** The report for `screen`: redrawn five times a second on a terminal, a line per ten seconds elsewhere. */
export function createReport(screen: Screen, now: () => number = Date.now): Report {
  return screen.columns === undefined
    ? plainReport(screen, now)
    : liveReport(screen, screen.columns, now);
}

function plainReport(screen: Screen, now: () => number): Report {
  const shown = new Map<string, number>();
  const say = (line: string) => screen.write(line + "\n");
  return {
    say,
    update(part, text) {
      const last = shown.get(part);
      if (last === undefined) shown.set(part, now());
      if (last === undefined || now() - last < PLAIN_INTERVAL_MS) return;
      shown.set(part, now());
      say(`  ${part}: ${text}`);
    },
    done(part, line) {
      shown.delete(part);
      say(line);
    },
    close() {},
  };
}

function liveReport(screen: Screen, columns: number, now: () => number): Report {
  const begin = now();
  const parts = new Map<string, string>();
  const draw = () => {
    if (parts.size === 0) return;
    const states = [...parts].map(([part, text]) => `${part}: ${text}`).join(" | ");
    const line = `${Math.round((now() - begin) / 1000)} s | ${states}`;
    screen.write(`\r\x1b[K${line.slice(0, columns - 1)}`);
  };
  const say = (line: string) => {
    screen.write(`\r\x1b[K${line}\n`);
    draw();
  };
  const timer = setInterval(draw, REDRAW_MS);
  // A forgotten close() must not keep the process alive.
  Deno.unrefTimer(timer);
  return {
    say,
    update: (part, text) => void parts.set(part, text),
    done(part, line) {
      parts.delete(part);
      say(line);
    },
    close() {
      clearInterval(timer);
      screen.write("\r\x1b[K");
    },
  };
}
