/** Runs the command line, here or in a process of its own. */
import { fileURLToPath } from "node:url";
import { main } from "../../lib/cli.ts";

const CLI = fileURLToPath(new URL("../../lib/cli.ts", import.meta.url));

/** What a finished command left. */
export interface Finished {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[], stdin: "null" | "piped"): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", CLI, ...args],
    env: { NO_COLOR: "1" },
    stdin,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs a command to its end, with `input` on its standard input. */
export async function cli(args: readonly string[], input?: string): Promise<Finished> {
  const child = start(args, input === undefined ? "null" : "piped");
  if (input !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(input));
    await writer.close();
  }
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

/** Runs a command in this process, which is faster where nothing has to be piped or killed. */
export async function inProcess(...args: string[]): Promise<Finished> {
  const { log, error } = console;
  const out: string[] = [], err: string[] = [];
  console.log = (line: string) => void out.push(line);
  console.error = (line: string) => void err.push(line);
  try {
    return { code: await main(args), out: out.join("\n"), err: err.join("\n") };
  } finally {
    Object.assign(console, { log, error });
  }
}

/** Runs a command and sends it `signal` once `ready` holds, which is asked every 20 ms. */
export async function interrupt(
  args: readonly string[],
  signal: Deno.Signal,
  ready: () => boolean,
): Promise<Finished> {
  const child = start(args, "null");
  const timer = setInterval(() => {
    if (!ready()) return;
    clearInterval(timer);
    child.kill(signal);
  }, 20);
  const { code, stdout, stderr } = await child.output();
  clearInterval(timer);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

/** Calls `use` with a new folder that is removed afterwards. */
export async function withFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = Deno.makeTempDirSync();
  try {
    return await use(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
