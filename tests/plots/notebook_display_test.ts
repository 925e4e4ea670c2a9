/** Displays that do not wait for the cell to pause. */
import { assert, assertEquals } from "@std/assert";
import { atOnce, type NotebookDisplay } from "lib/plots/notebook_display.ts";
import { progressBar } from "lib/plots/mod.ts";

const never: NotebookDisplay = () => Promise.reject(new Error("the slow display was used"));

Deno.test("the kernel's display is replaced by the message that it would send", () => {
  const sent: unknown[] = [];
  const broadcast = (type: string, content: Record<string, unknown>) =>
    Promise.resolve(void sent.push([type, content]));
  const display = atOnce(never, { display: never, broadcast });
  display({ "text/plain": "a" }, { raw: true, display_id: "x" });
  display({ "text/plain": "b" }, { raw: true, display_id: "x", update: true });
  const content = (text: string) => ({
    data: { "text/plain": text },
    metadata: {},
    transient: { display_id: "x" },
  });
  // Without a pause in between.
  assertEquals(sent, [["display_data", content("a")], ["update_display_data", content("b")]]);
});

Deno.test("a display that is not the kernel's, and one outside a kernel, stay as they are", () => {
  const broadcast = () => Promise.reject(new Error("the kernel was used"));
  assert(atOnce(never, { display: () => {}, broadcast }) === never);
  assert(atOnce(never, undefined) === never);
});

Deno.test("a progress bar is drawn while nothing is awaited", async () => {
  const shown: string[] = [];
  let time = 0;
  const bar = progressBar({
    total: 3,
    label: "sampling",
    now: () => time,
    display: (data) => Promise.resolve(void shown.push(data["text/plain"]!)),
  });
  for (let done = 1; done <= 3; done++) {
    time += 1000;
    bar.update(done);
  }
  assertEquals(shown.map((line) => /\d\/3/.exec(line)?.[0]), ["0/3", "1/3", "2/3", "3/3"]);
  await bar.finish();
});
