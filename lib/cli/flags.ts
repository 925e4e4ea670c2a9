/** Flags of a command: parsed, typed, and refused with what is accepted. */
import { parseArgs } from "node:util";
import { usageError } from "../checks/usage.ts";
import { hintRenamed, kebabCase, suggestion } from "../checks/spelling.ts";
import { pathFromCaller, program } from "./packed.ts";

/** One flag. */
export interface Flag {
  /** What it does, in a line. */
  readonly help: string;
  /** Placeholder of its value in the help; a flag without one is a switch. */
  readonly value?: string;
  /** "number" by default where there is a value. */
  readonly kind?: "number" | "text";
  /** The only accepted values. */
  readonly choices?: readonly string[];
  /** Least and greatest accepted number. */
  readonly range?: readonly [number, number];
  /** Whether a number may have a fraction; whole numbers only by default. */
  readonly numbers?: "whole" | "any";
}

/** Flags by name, in the order of the help; `learningRate` is written `--learning-rate`. */
export type FlagTable = Readonly<Record<string, Flag>>;

/** What was given: numbers, texts, and true for switches. */
export type FlagValues = Readonly<Record<string, number | string | true>>;

/** What every command takes: what the variable TENSOR_BACKEND says otherwise. */
export const deviceFlag = {
  device: {
    help: "what computes, by default the best that is found",
    value: "NAME",
    choices: ["pjrt", "tensorflow", "wasm", "cpu"],
  },
} as const satisfies FlagTable;

/** Spellings such as learning-rate and learningRate are the same flag, or choice; the first is its name. */
const plain = (name: string) => name.replace(/[-_]/g, "").toLowerCase();

const written = (name: string) => `--${kebabCase(name)}`;

const usage = (name: string, { value }: Flag) =>
  value ? `${written(name)}=${value}` : written(name);

/**
 * Runs `read`; where it refuses an option by a message that begins with its name, such as
 * "innerSteps must be", that is a mistake in the flag of that name.
 *
 * @throws {SyntaxError} With cause "usage", for what it refuses so
 */
export function readingFlags<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError) || !/^[a-z]/.test(error.message)) throw error;
    throw usageError(error.message.replace(/^\w+/, written));
  }
}

/** Placeholders of values that are paths. */
const PATHS: readonly string[] = ["FILE", "FOLDER"];

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

function parseNumber(name: string, text: string, flag: Flag): number {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  const whole = flag.numbers !== "any";
  const [low, high] = flag.range ?? [-Infinity, Infinity];
  if (
    !Number.isFinite(value) || (whole && !Number.isInteger(value)) || value < low || value > high
  ) {
    const from = Number.isFinite(low) ? ` from ${low}` : "";
    const to = Number.isFinite(high) ? ` to ${high}` : "";
    const what = whole ? "a whole number" : "a number";
    throw usageError(`${written(name)} must be ${what}${from}${to}: current value is ${text}`);
  }
  return value;
}

function parseValue(name: string, text: string | undefined, flag: Flag): number | string | true {
  if (flag.value === undefined) {
    if (text !== undefined) {
      throw usageError(`${written(name)} takes no value: current value is ${text}`);
    }
    return true;
  }
  if (text === undefined || text === "") {
    throw usageError(`${written(name)} needs a value: write ${usage(name, flag)}`);
  }
  const chosen = flag.choices?.find((choice) => plain(choice) === plain(text));
  if (flag.choices && chosen === undefined) {
    const accepted = flag.choices.join(", "), hint = suggestion(text, flag.choices);
    throw usageError(
      `${written(name)} must be one of ${accepted}: current value is ${text}${hint}`,
    );
  }
  if (chosen !== undefined) return chosen;
  if (flag.kind !== "text") return parseNumber(name, text, flag);
  return PATHS.includes(flag.value) ? pathFromCaller(text) : text;
}

/**
 * Parses `args` (`--name=value`, `--name value`, `--switch`) by `table`.
 *
 * @throws {SyntaxError} With cause "usage", for what `table` does not accept
 */
export function parseFlags(args: readonly string[], table: FlagTable): FlagValues {
  const names = new Map(Object.keys(table).map((name) => [plain(name), name]));
  const spelled = args.flatMap((arg) => /^--([^=]+)/.exec(arg)?.[1] ?? []);
  const options = Object.fromEntries(spelled.map((spelling) => {
    const flag = table[names.get(plain(spelling)) ?? ""];
    return [spelling, { type: flag?.value === undefined ? "boolean" as const : "string" as const }];
  }));
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, number | string | true> = {};
  for (const token of tokens) {
    const name = token.kind === "option" ? names.get(plain(token.name)) : undefined;
    if (token.kind !== "option" || name === undefined) {
      const accepted = Object.entries(table).map(([n, flag]) => usage(n, flag)).join(", ");
      const word = token.kind === "option"
        ? token.name
        : token.kind === "positional"
        ? token.value
        : "";
      const hint = suggestion(word, Object.keys(table).map(kebabCase), "--");
      throw usageError(`Unknown argument ${args[token.index]}${hint}: accepted are ${accepted}`);
    }
    if (token.name !== kebabCase(name)) hintRenamed(token.name, kebabCase(name));
    if (name in values) throw usageError(`${written(name)} is given twice: give it once`);
    // As in `--out $FOLDER --resume` where FOLDER is empty.
    const swallowed = token.inlineValue === false && token.value?.startsWith("--");
    values[name] = parseValue(name, swallowed ? undefined : token.value, table[name]!);
  }
  return values;
}

/** The device that `args` name, if it is one; {@link parseFlags} refuses others. */
export function deviceOf(args: readonly string[]): string | undefined {
  const given = args.flatMap((arg, i) => {
    const [, name, value = args[i + 1]] = /^--([^=]+)(?:=(.*))?$/.exec(arg) ?? [];
    return name !== undefined && plain(name) === "device" ? [value] : [];
  });
  return deviceFlag.device.choices.find((name) => name === plain(given[0] ?? ""));
}

/** Whether a help has each choice in brackets, behind what it means. */
const explains = ({ help, choices }: Flag) =>
  choices?.every((choice) => help.includes(`(${choice}`)) ?? false;

/** The help of a command: what it does, a line per flag, further lines, an example. */
export function helpText(
  command: string,
  purpose: string,
  table: FlagTable,
  example: string,
  more = "",
): string {
  const rows = Object.entries(table).map(([name, flag]) => [
    usage(name, flag),
    flag.choices && !explains(flag) ? `${flag.help}: ${flag.choices.join(", ")}` : flag.help,
  ]);
  const width = Math.max(...rows.map(([flag]) => flag!.length));
  const lines = rows.map(([flag, help]) => `  ${flag!.padEnd(width)}  ${help}`);
  const further = more === "" ? [] : [more, ""];
  return [
    `${program()} ${command}: ${purpose}`,
    "",
    ...lines,
    "",
    ...further,
    `Example: ${example.replace(/^deno task/, program())}`,
  ].join("\n");
}
