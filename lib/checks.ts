/** Refusals of impossible options. */
import { suggestion } from "./checks/spelling.ts";

/** Throws unless `value` is as large as `least` says; infinite will do. */
export function assertNumber(name: string, value: number, least: "at least 0" | "above 0"): void {
  // Notebooks have no type check: a text would be compared as the number that it spells.
  if (!(typeof value === "number" && (least === "above 0" ? value > 0 : value >= 0))) {
    throw new RangeError(`${name} must be a number ${least}: current value is ${value}`);
  }
}

/** Throws unless `value` is finite and as large as `least` says. */
export function assertFinite(name: string, value: number, least: "at least 0" | "above 0"): void {
  if (!(Number.isFinite(value) && (least === "above 0" ? value > 0 : value >= 0))) {
    throw new RangeError(`${name} must be a finite number ${least}: current value is ${value}`);
  }
}

/** Throws unless `value` is a number from 0 to 1. */
export function assertShare(name: string, value: number): void {
  if (typeof value === "number" && value >= 0 && value <= 1) return;
  throw new RangeError(`${name} must be a number from 0 to 1: current value is ${value}`);
}

/** Throws a TypeError unless `given` is a function, such as a score that is missing. */
export function assertFunction(name: string, given: unknown): void {
  if (typeof given === "function") return;
  throw new TypeError(`${name} must be a function: it is ${typeof given}`);
}

/** Throws unless `value` counts steps. */
export function assertSteps(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0) {
    throw new RangeError(`${name} must be an integer of at least 0: current value is ${value}`);
  }
}

/** Throws unless `value` counts something that there is at least one of. */
export function assertCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${name} must be an integer of at least 1: current value is ${value}`);
  }
}

/** Throws unless `value` is one of `accepted`. */
export function assertChoice(name: string, value: string, accepted: readonly string[]): void {
  if (!accepted.includes(value)) {
    throw new RangeError(
      `${name} must be one of ${accepted.join(", ")}: current value is ${value}${
        suggestion(value, accepted)
      }`,
    );
  }
}
