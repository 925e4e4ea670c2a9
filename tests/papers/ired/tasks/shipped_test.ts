/** The defaults of a training are those of the checkpoint that is shipped. */
import { assert, assertEquals } from "@std/assert";
import type { IredConfig } from "../../../../lib/papers/ired/config.ts";
import { type Task, tasks } from "../../../../lib/papers/ired/tasks/mod.ts";
import { configOf } from "../../../../lib/papers/ired/training.ts";
import { readManifest } from "../../../../lib/training/checkpoint.ts";
import { ROOT } from "../../../readme/readme.ts";

const shipped = Object.values<Task>(tasks).flatMap((task) =>
  Object.entries(task.networks).filter(([, { checkpoint }]) => checkpoint === "shipped")
    .map(([network]) => ({ task, network }))
);

Deno.test("there are shipped checkpoints", () => assert(shipped.length >= 12));

for (const { task, network } of shipped) {
  Deno.test(`${task.name}, ${network}: its usual training is that of the shipped checkpoint`, () => {
    const folder = `${ROOT}/data/checkpoints/${task.name}_${network}`;
    assertEquals({ ...configOf(task, network) }, readManifest<IredConfig>(folder).config);
  });
}
