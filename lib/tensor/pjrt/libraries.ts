/** The libraries that a CUDA plugin opens by name: where NVIDIA's wheels put them. */
import { isFolder, namesIn } from "../../checks/paths.ts";

/** `nvidia/*` of the site-packages that `plugin` lies in. */
function nvidiaFolders(plugin: string): string[] {
  const site = plugin.match(/^(.*\/site-packages)\//)?.[1];
  return site === undefined
    ? []
    : namesIn(`${site}/nvidia`).map((name) => `${site}/nvidia/${name}`).filter(isFolder);
}

/** Libraries stay open as long as the process. */
const opened: Deno.DynamicLibrary<Record<string, never>>[] = [];

/**
 * Makes ready what the CUDA plugin at `plugin` needs: NVIDIA's libraries are opened, so that the
 * plugin finds them by their names, and XLA is told where CUDA's device library and assembler are.
 * Where they are elsewhere, LD_LIBRARY_PATH and XLA_FLAGS say so instead.
 */
export function prepareCuda(plugin: string): void {
  const folders = nvidiaFolders(plugin);
  // Libraries need each other in no order that we know: as long as one more opens, try again.
  let waiting = folders.flatMap((folder) =>
    namesIn(`${folder}/lib`).filter((name) => /\.so(\.\d+)*$/.test(name))
      .map((name) => `${folder}/lib/${name}`)
  );
  for (let before = -1; before !== waiting.length;) {
    before = waiting.length;
    waiting = waiting.filter((path) => {
      try {
        opened.push(Deno.dlopen(path, {}));
        return false;
      } catch {
        return true;
      }
    });
  }
  const flags = Deno.env.get("XLA_FLAGS") ?? "";
  const data = folders.find((folder) => isFolder(`${folder}/nvvm/libdevice`));
  if (data !== undefined && !flags.includes("xla_gpu_cuda_data_dir")) {
    Deno.env.set("XLA_FLAGS", `${flags} --xla_gpu_cuda_data_dir=${data}`.trim());
  }
}
