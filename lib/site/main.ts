/** `deno task site`: builds the site into results/site, from what is there, without a network. */
import { join, resolve } from "node:path";
import { runMain } from "../setup/errors.ts";
import { helpText, parseFlags } from "../setup/flags.ts";
import { assertOutFolder } from "../setup/out_folder.ts";
import { pathFrom, ROOT } from "../setup/paths.ts";
import { brokenLinks } from "./links.ts";

const FLAGS = {
  out: {
    value: "FOLDER",
    help: "where it goes (default: results/site): an empty folder, or one with an earlier site, " +
      "which is emptied first; any other is refused",
  },
  "no-reference": { help: "leave the reference of the library out, which takes longest" },
  help: { help: "show this help" },
} as const;

if (import.meta.main) {
  await runMain(async () => {
    const flags = parseFlags(Deno.args, FLAGS);
    if (flags.help) {
      console.log(helpText("site", "builds a site of all this, to be opened as files", FLAGS));
      return 0;
    }
    const folder = resolve(ROOT, flags.out ?? "results/site"), begin = performance.now();
    assertOutFolder(folder);
    // Its packages are there only once setup has run.
    const { buildSite } = await import("./build.ts");
    await buildSite(folder, { reference: flags["no-reference"] ? "left out" : "built" });
    const broken = brokenLinks(folder);
    const seconds = ((performance.now() - begin) / 1000).toFixed(0);
    console.log(`Built in ${seconds} s: open ${pathFrom(Deno.cwd(), join(folder, "index.html"))}.`);
    for (const one of broken) console.error(`This leads nowhere: ${one}`);
    return broken.length === 0 ? 0 : 1;
  });
}
