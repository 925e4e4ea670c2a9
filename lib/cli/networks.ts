/** What the help of commands says of networks. */
import { type Task, tasks } from "../papers/ired/tasks/mod.ts";
import { table } from "../plots/table.ts";

/** The networks of each task, with what their training is by default. */
export function networksOfTasks(): string {
  const rows = Object.values<Task>(tasks).flatMap(({ name, networks }) =>
    Object.entries(networks).map(([network, { title, training }]) => ({
      task: name,
      network,
      "what it is": title,
      steps: training.steps,
      batch: training.batch,
      "learning rate": training.learningRate,
      schedule: training.schedule,
      preset: training.preset,
    }))
  );
  return table(rows, { caption: "Networks, and the defaults of their training:" }).text();
}

/** The names of each task's networks, a line each. */
export function networkNames(): string {
  const lines = Object.values<Task>(tasks).map(({ name, networks }) =>
    `  ${name}: ${Object.keys(networks).join(", ")}`
  );
  return ["Networks, by task:", ...lines].join("\n");
}
