/** From what a program printed to one sentence: what happened, and what to do. */
import { messageOf } from "../checks/not_set_up.ts";
import { isUsageError } from "../checks/usage.ts";

const CAUSES: readonly (readonly [RegExp, (subject: string, start: string) => string])[] = [
  [
    /no space left|ENOSPC|disk quota|os error 28\b/i,
    (subject) =>
      `The disk filled up while fetching ${subject}: free about 3 GB and run the same command again.`,
  ],
  [
    /CERTIFICATE_VERIFY_FAILED|invalid peer certificate|SSLError|self.signed certificate/i,
    (_, start) =>
      `${start} could not be fetched because the server's certificate was not trusted: ` +
      "set the certificate of your network (PIP_CERT for Python, DENO_CERT for npm) and run the same command again.",
  ],
  [
    /temporary failure in name resolution|name or service not known|nodename nor servname|getaddrinfo|dns error|ConnectionError|ConnectTimeout|connection (refused|reset|aborted|closed)|network is unreachable|ProxyError|cannot connect to proxy|error sending request|client error \(Connect\)|tcp connect|timed? ?out|ProtocolError|IncompleteRead|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/i,
    (_, start) =>
      `${start} could not be fetched because the network did not answer: ` +
      "check the connection, proxy or mirror and run the same command again.",
  ],
  [
    /lockfile is out of date|integrity check failed/i,
    () =>
      "deno.lock does not match deno.json: restore both with `git checkout deno.json deno.lock`, " +
      "or, if you changed the imports, run `deno install --frozen=false` once.",
  ],
  [
    /BadZipFile|whl is invalid|do not match the hashes|bad CRC/i,
    (subject) => `The download of ${subject} arrived damaged: run the same command again.`,
  ],
  [
    /no matching distribution|could not find a version/i,
    (subject) =>
      `The Python package index in use does not offer ${subject}: ` +
      "check the index of your pip configuration (`python3 -m pip config list`) and run the same command again.",
  ],
  [
    /permission denied|EACCES|read-only file system/i,
    (_, start) =>
      `${start} could not be written because this user may not write here: ` +
      "make the project folder writable and run the same command again.",
  ],
];

/**
 * One sentence for a fetch of `subject` that ended with `code` after printing `output`.
 * An unknown cause is named by the program's own last error line.
 */
export function explain(subject: string, output: string, code = 1): string {
  const start = subject.replace(/^the /, "The ");
  for (const [pattern, sentence] of CAUSES) {
    if (pattern.test(output)) return sentence(subject, start);
  }
  if (code === 137 || code === 143) {
    return `Fetching ${subject} was killed from outside (perhaps for want of memory): run the same command again.`;
  }
  const reason = lastErrorLine(output);
  return `${start} could not be set up (${reason}): run the same command again, and delete .venv and .runtime first if that fails too.`;
}

function lastErrorLine(output: string): string {
  const lines = output.split("\n").map((line) => line.trim()).filter(Boolean);
  const error = lines.findLast((line) => /^(error|\w*Error)\b/i.test(line)) ?? lines.at(-1) ??
    "it said nothing";
  return error.replace(/^error:\s*/i, "").replace(/[.:]+$/, "").slice(0, 200);
}

/**
 * Runs a command's main function: an error becomes its message on stderr and exit code 1, or 2 for a
 * mistake in the call, never a stack trace (set `DEBUG=1` to see it).
 */
export async function runMain(main: () => Promise<number | void>): Promise<void> {
  try {
    const code = await main();
    if (code) Deno.exit(code);
  } catch (error) {
    console.error(messageOf(error));
    if (Deno.env.get("DEBUG")) console.error(error);
    Deno.exit(isUsageError(error) ? 2 : 1);
  }
}
