import { backend } from "../tensor/mod.ts";

/** One line about what a number was measured on: processor, threads, library. */
export function describeMachine(): string {
  let processor = Deno.build.arch as string;
  try {
    const info = Deno.readTextFileSync("/proc/cpuinfo");
    processor = info.match(/^model name\s*:\s*(.+)$/m)?.[1]?.trim() ?? processor;
  } catch {
    // not Linux
  }
  const { name, version, device, threads } = backend();
  return `${processor}, ${threads} threads, ${name} ${version} (${device}), Deno ${Deno.version.deno}`;
}
