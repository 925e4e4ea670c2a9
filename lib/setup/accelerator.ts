/** `deno task setup --accelerator=NAME`: a PJRT plugin, and the libraries it needs, into `.venv`. */
import { fileURLToPath } from "node:url";
import { namesIn } from "../checks/paths.ts";
import { type Context, secondsSince } from "./context.ts";
import { explain } from "./errors.ts";

const GUARD = fileURLToPath(new URL("./guard.py", import.meta.url));

/** Names of accelerators. */
export const ACCELERATORS = ["cuda12", "cuda13", "rocm", "oneapi", "metal", "cpu"] as const;

/** An accelerator that has a plugin. */
export type Accelerator = typeof ACCELERATORS[number];

/** What pip installs: requirements, pinned by hash where a line has one. */
const REQUIREMENTS: Readonly<Record<Accelerator, readonly string[]>> = {
  cuda12: ["jax-cuda12-plugin[with-cuda]==0.10.2"],
  cuda13: ["jax-cuda13-plugin[with-cuda]==0.10.2"],
  rocm: ["jax-rocm7-pjrt==0.12.0"],
  oneapi: ["jax-oneapi-pjrt==0.11.2"],
  metal: ["metal-pjrt-core==0.0.5"],
  cpu: [
    "xla-cpu-pjrt==0.0.1 " +
    "--hash=sha256:55837b6b7b47daa717f2d9a5a03563ea0ceaa338d06a81a1e2d3f060d960decc",
  ],
};

/** Installs the plugin of `name` with pip. */
export async function setUpAccelerator(context: Context, name: Accelerator): Promise<void> {
  const begin = performance.now();
  const python = await context.python();
  const list = `${context.places.temporary}/accelerator.txt`;
  const lines = REQUIREMENTS[name];
  await Deno.mkdir(context.places.temporary, { recursive: true });
  await Deno.writeTextFile(list, lines.join("\n") + "\n");
  context.report.say(`Accelerator: fetching ${lines.join(", ").replace(/ --hash\S+/, "")}.`);
  const { code, output } = await context.run(
    python,
    [
      GUARD,
      "pip",
      "install",
      "--no-input",
      "--disable-pip-version-check",
      "--retries=2",
      // A plugin is all that we need of the CPU's; its Python side is JAX's.
      ...(name === "cpu" ? ["--no-deps"] : []),
      `--requirement=${list}`,
    ],
    { env: { PIP_USER: "0", PIP_REQUIRE_VIRTUALENV: "0" }, signal: context.signal },
  );
  if (code !== 0) throw new Error(explain(`the PJRT plugin for ${name}`, output, code));
  context.report.done(
    "Accelerator",
    `Accelerator: the PJRT plugin for ${name} is installed (${secondsSince(begin)}).`,
  );
}

/** Folders of plugins in a virtual environment, such as `xla_cuda13`. */
export function pluginsIn(venv: string): string[] {
  const lib = `${venv}/lib`;
  return namesIn(lib).map((python) => `${lib}/${python}/site-packages`).flatMap((site) => [
    ...namesIn(`${site}/xla_plugins`),
    ...namesIn(`${site}/jax_plugins`),
    ...namesIn(site).filter((name) => /pjrt/.test(name) && !name.endsWith(".dist-info")),
  ]);
}

/** Whether a plugin of the CPU, or one that the environment names, is there. */
export function hasPlugin({ places }: Pick<Context, "places">): boolean {
  return !!Deno.env.get("PJRT_PLUGIN") ||
    pluginsIn(places.venv).some((plugin) => plugin.includes("cpu"));
}
