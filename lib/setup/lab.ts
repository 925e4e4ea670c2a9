/** `deno task lab`: sets up, then opens JupyterLab on the project's kernel; arguments go to JupyterLab. */
import { join } from "node:path";
import { runMain } from "./errors.ts";
import { helpText } from "./flags.ts";
import { ENGINE_ENV, jupyterPath } from "./kernel.ts";
import { assertPort, quietLab } from "./lab_settings.ts";
import { ROOT } from "./paths.ts";
import { setUp } from "./setup.ts";

if (import.meta.main) {
  await runMain(async () => {
    if (Deno.args.includes("--help")) {
      console.log(helpText("lab", "opens JupyterLab on the notebooks, with the Deno kernel", {
        "port": { value: "N", help: "where Lab listens on this machine (default: 8888)" },
        "no-browser": { help: "print the address and open no browser" },
        help: { help: "show this help; every other argument goes to JupyterLab" },
      }));
      return 0;
    }
    assertPort(Deno.args);
    const context = await setUp();
    await quietLab(context.places.venv);
    const args = ["-m", "jupyterlab", "--MultiKernelManager.default_kernel_name=deno"];
    // Containers often have no other user, and Lab listens on this machine only, behind a token.
    if (Deno.uid() === 0) args.push("--allow-root");
    const lab = new Deno.Command(context.places.python, {
      args: [...args, ...Deno.args],
      cwd: ROOT,
      env: { ...ENGINE_ENV, JUPYTER_PATH: jupyterPath(context) },
      stdin: "inherit",
      stdout: "inherit",
      stderr: "inherit",
    }).spawn();
    // What help() shows takes seconds to collect; Lab takes as long to start.
    const docs = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", join(ROOT, "lib/notebooks/help.ts")],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    docs.unref();
    // Lab asks once more on Ctrl-C and shuts its kernels down; it must not lose its parent before.
    Deno.addSignalListener("SIGINT", () => {});
    // Others end this process alone, and would leave Lab behind, listening.
    if (Deno.build.os !== "windows") {
      for (const signal of ["SIGTERM", "SIGHUP"] as const) {
        Deno.addSignalListener(signal, () => lab.kill("SIGTERM"));
      }
    }
    return (await lab.status).code;
  });
}
