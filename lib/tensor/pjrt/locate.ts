/** Where a PJRT plugin is. */
import { exists, namesIn } from "../../checks/paths.ts";
import { root } from "../libtensorflow/locate.ts";

/** A plugin, before it is opened. */
export interface PluginPath {
  readonly path: string;
  /** Whether it computes on something else than the CPU, by its name. */
  readonly accelerator: boolean;
  /** The path, as one would tell it to a user. */
  readonly shown: string;
}

/** `site-packages` folders of the project's virtual environment. */
export const sitePackages = (): string[] =>
  namesIn(`${root}/.venv/lib`).map((python) => `${root}/.venv/lib/${python}/site-packages`);

/** Shared libraries that are plugins by their name, in the folders that wheels put them in. */
function* pluginsIn(site: string): Generator<string> {
  const isPlugin = (name: string) => /(plugin|pjrt).*\.(so|dylib)$/.test(name);
  const folders = ["jax_plugins", "xla_plugins"].flatMap((parent) =>
    namesIn(`${site}/${parent}`).map((name) => `${site}/${parent}/${name}`)
  );
  const own = namesIn(site).filter((name) => /pjrt/.test(name)).map((name) => `${site}/${name}`);
  for (const folder of [...folders, ...own]) {
    for (const name of namesIn(folder)) if (isPlugin(name)) yield `${folder}/${name}`;
  }
}

const describe = (path: string): PluginPath => ({
  path,
  accelerator: !/cpu/i.test(path.split("/").slice(-2).join("/")),
  shown: path.replace(`${root}/`, ""),
});

/** Whether PJRT_PLUGIN names a file, there or not: a person who set it is told where nothing came of it. */
export const namesPlugin = (): boolean => !["", "off"].includes(Deno.env.get("PJRT_PLUGIN") ?? "");

/**
 * Looks at the variable PJRT_PLUGIN (a path, or `off`), then in the project's `.venv`; accelerators
 * come first.
 *
 * @returns The plugin, or one sentence that says why there is none
 */
export function locatePlugin(): PluginPath | string {
  const asked = Deno.env.get("PJRT_PLUGIN");
  if (asked === "off") return "PJRT_PLUGIN is off";
  if (asked) {
    return exists(asked) ? describe(asked) : `PJRT_PLUGIN names a file that is not there: ${asked}`;
  }
  const found = sitePackages().flatMap((site) => [...pluginsIn(site)]).map(describe);
  found.sort((a, b) => Number(b.accelerator) - Number(a.accelerator));
  return found[0] ??
    "no PJRT plugin is installed, run `deno task setup --accelerator=cuda13` or another";
}
