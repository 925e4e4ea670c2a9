/** Finds a Python that can make virtual environments. */
import type { Run } from "./process.ts";

/** What a Python says about itself. */
export interface PythonFacts {
  readonly version: readonly [major: number, minor: number];
  /** Whether it can make virtual environments with pip in them. */
  readonly venv: boolean;
}

const PROBE = "import sys, json, importlib.util as u; " +
  "print(json.dumps({'version': sys.version_info[:2], " +
  "'venv': all(u.find_spec(m) for m in ('venv', 'ensurepip'))}))";

const OLDEST = [3, 10] as const;
const INSTALL = "install Python 3.10 or newer (python.org, or your package manager)";

/** The commands under which a suitable Python may answer, the likeliest first. */
export function pythonCandidates(os: string): (readonly string[])[] {
  const versioned = [14, 13, 12, 11, 10].map((minor) => [`python3.${minor}`]);
  return os === "windows"
    ? [["python"], ["py", "-3"], ["python3"]]
    : [["python3"], ["python"], ...versioned];
}

/** Reads the answer to the probe; `undefined` where it is none. */
export function parseFacts(output: string): PythonFacts | undefined {
  try {
    const facts = JSON.parse(output.trim().split("\n").at(-1) ?? "");
    return Array.isArray(facts.version) ? facts : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The command of the first Python ≥ 3.10 with venv.
 *
 * @throws Error that says what to install where there is none.
 */
export async function findPython(run: Run, os: string): Promise<readonly string[]> {
  const seen: PythonFacts[] = [];
  for (const command of pythonCandidates(os)) {
    const { code, output } = await run(command[0], [...command.slice(1), "-c", PROBE]);
    const facts = code === 0 ? parseFacts(output) : undefined;
    if (!facts) continue;
    if (isRecent(facts) && facts.venv) return command;
    seen.push(facts);
  }
  throw new Error(whyNoPython(seen));
}

/** One sentence for the Pythons that were found wanting. */
export function whyNoPython(seen: readonly PythonFacts[]): string {
  if (seen.length === 0) return `No Python was found: ${INSTALL} and run the same command again.`;
  const recent = seen.find(isRecent);
  const version = (recent ?? seen[0]).version.join(".");
  return recent
    ? `Python ${version} was found, but without its venv module: install it ` +
      `(Debian and Ubuntu: apt install python${version}-venv) and run the same command again.`
    : `Python ${version} is too old: ${INSTALL} and run the same command again.`;
}

function isRecent({ version: [major, minor] }: PythonFacts): boolean {
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
