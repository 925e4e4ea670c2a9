/** Running other programs, in one replaceable function so that tests need none of them. */

/** How a program ended: its exit code and all it printed, both streams in order. */
export interface Finished {
  readonly code: number;
  readonly output: string;
}

/** What a program runs with; `onLine` sees each line as it is printed. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** Runs a program to its end. A program that does not exist ends with code 127. */
export type Run = (
  command: string,
  args: readonly string[],
  options?: RunOptions,
) => Promise<Finished>;

/**
 * The real {@link Run}. The program's stdin stays open until this process ends: `guard.py` and
 * `run_notebook.py` take its closing as the sign that nobody waits for them any more.
 */
export const run: Run = async (command, args, options = {}) => {
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(command, {
      args: [...args],
      cwd: options.cwd,
      env: options.env,
      signal: options.signal,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied) {
      return { code: 127, output: `${command}: ${error.message}` };
    }
    throw error;
  }
  const lines: string[] = [];
  const keep = (line: string) => {
    lines.push(line);
    options.onLine?.(line);
  };
  const [status] = await Promise.all([
    child.status,
    eachLine(child.stdout, keep),
    eachLine(child.stderr, keep),
  ]);
  await child.stdin.close().catch(() => {});
  return { code: status.code, output: lines.join("\n") };
};

/** Calls `take` with each line of a byte stream, the last one even without a line end. */
export async function eachLine(
  stream: ReadableStream<Uint8Array>,
  take: (line: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of stream) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? "";
    lines.forEach(take);
  }
  if (rest) take(rest);
}
