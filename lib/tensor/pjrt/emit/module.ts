/**
 * StableHLO in MLIR's text form, built op by op: what https://openxla.org/stablehlo/spec says.
 *
 * Equal ops are written once: gradients that recompute their inputs, as ours do to be right to
 * second order, would otherwise double the program.
 */
import type { Element } from "../elements.ts";

/** A value of the program. */
export interface Value {
  /** `%12`, or `%12#1` for one of several results. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly element: Element;
}

/** Number of entries of a tensor of that shape. */
export const count = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

/** Whether two shapes are equal. */
export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, i) => size === b[i]);

/** `tensor<2x3xf32>` */
export function typeOf({ shape, element }: { shape: readonly number[]; element: Element }): string {
  return `tensor<${shape.map((size) => `${size}x`).join("")}${element}>`;
}

const types = (values: readonly Value[]) => values.map(typeOf).join(", ");
const names = (values: readonly Value[]) => values.map(({ name }) => name).join(", ");

/** Little-endian bytes as MLIR's `"0x…"`. */
function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return `"0x${text.toUpperCase()}"`;
}

const single = new Float32Array(1), singleBits = new Uint32Array(single.buffer);

/** One number as MLIR writes it; floats by their bits, which loses nothing. */
function literal(value: number, element: Element): string {
  if (element === "i1") return value ? "true" : "false";
  if (element !== "f32") return `${value}`;
  single[0] = value;
  return `0x${singleBits[0]!.toString(16).toUpperCase().padStart(8, "0")}`;
}

/**
 * How precisely products of float32 matrices are computed: in full; with the hardware's short
 * mantissas; or in full from entries that were rounded to such mantissas before, which shows on a
 * device without that hardware what it costs.
 */
export type Precision = "float32" | "tf32" | "tf32 emulated";

/** A function under construction. */
export class Module {
  readonly #lines: string[] = [];
  readonly #made = new Map<string, readonly Value[]>();
  readonly #arguments: Value[] = [];
  #next = 0;
  /** Ops so far. */
  get nodes(): number {
    return this.#lines.length;
  }

  /** @param devices How many devices the program runs on; tensors are whole on each between ops */
  constructor(readonly precision: Precision = "float32", readonly devices = 1) {}

  /** Adds an argument of the function. */
  argument(shape: readonly number[], element: Element): Value {
    const made = { name: `%arg${this.#arguments.length}`, shape: [...shape], element };
    this.#arguments.push(made);
    return made;
  }

  /** `x`, of which each device computes with a share of the rows from here on. */
  split(x: Value): Value {
    if (this.devices === 1 || x.shape.length === 0 || x.shape[0]! % this.devices !== 0) return x;
    const grid = x.shape.map((_, axis) => axis === 0 ? this.devices : 1);
    const sharding = `mhlo.sharding = "{devices=[${grid}]<=[${this.devices}]}"`;
    const text = `stablehlo.custom_call @Sharding(${x.name}) {${sharding}} : ` +
      `(${typeOf(x)}) -> ${typeOf(x)}`;
    return this.ops(text, [x])[0]!;
  }

  /** Adds an op of several results, or finds an equal one; `text` is all that follows the `=`. */
  ops(text: string, results: readonly Omit<Value, "name">[]): readonly Value[] {
    let made = this.#made.get(text);
    if (!made) {
      const name = `%${this.#next++}`;
      const several = results.length > 1;
      this.#lines.push(`${name}${several ? `:${results.length}` : ""} = ${text}`);
      made = results.map((result, i) => ({ ...result, name: several ? `${name}#${i}` : name }));
      this.#made.set(text, made);
    }
    return made;
  }

  /** Adds an op of `inputs`; `attributes` follow them. */
  op(
    name: string,
    inputs: readonly Value[],
    shape: readonly number[],
    element: Element = inputs[0]!.element,
    attributes = "",
  ): Value {
    const type = typeOf({ shape, element });
    const text = `stablehlo.${name} ${names(inputs)}${attributes} : (${types(inputs)}) -> ${type}`;
    return this.ops(text, [{ shape, element }])[0]!;
  }

  /** Adds an op in MLIR's generic form, which takes all `attributes` by name. */
  generic(
    name: string,
    inputs: readonly Value[],
    results: readonly Omit<Value, "name">[],
    attributes = "",
    region = "",
  ): readonly Value[] {
    const to = results.map(typeOf).join(", ");
    const text = `"stablehlo.${name}"(${names(inputs)}) ${region ? `(${region}) ` : ""}` +
      `${attributes ? `{${attributes}} ` : ""}: (${types(inputs)}) -> (${to})`;
    return this.ops(text, results);
  }

  /** A tensor whose entries are all `value`. */
  fill(value: number, shape: readonly number[], element: Element): Value {
    const type = typeOf({ shape, element });
    const dense = count(shape) === 0 ? "" : literal(value, element);
    return this.ops(`stablehlo.constant dense<${dense}> : ${type}`, [{ shape, element }])[0]!;
  }

  /** A constant tensor. */
  constant(
    values: Float32Array | Int32Array | Uint8Array,
    shape: readonly number[],
    element: Element,
  ): Value {
    const first = values[0]!;
    if (values.every((value) => Object.is(value, first))) return this.fill(first, shape, element);
    if (element === "i1") {
      const numbers = this.constant(Int32Array.from(values), shape, "i32");
      return this.op("convert", [numbers], shape, "i1");
    }
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const text = `stablehlo.constant dense<${hex(bytes)}> : ${typeOf({ shape, element })}`;
    return this.ops(text, [{ shape, element }])[0]!;
  }

  /**
   * The whole module, whose function returns `results`.
   *
   * @param aliases Results that may take the memory of arguments: argument by result
   */
  text(name: string, results: readonly Value[], aliases: ReadonlyMap<number, number>): string {
    const whole = this.devices === 1 ? [] : ['mhlo.sharding = "{replicated}"'];
    const head = this.devices === 1
      ? ""
      : ` attributes {mhlo.num_partitions = ${this.devices} : i32, mhlo.num_replicas = 1 : i32}`;
    const donated = new Map([...aliases].map(([result, argument]) => [argument, result]));
    const inputs = this.#arguments.map((value, i) => {
      const result = donated.get(i);
      const alias = result === undefined ? [] : [`tf.aliasing_output = ${result} : i32`];
      const attributes = [...alias, ...whole].join(", ");
      return `${value.name}: ${typeOf(value)}${attributes && ` {${attributes}}`}`;
    });
    const outputs = results.map((value) => typeOf(value) + (whole.length ? ` {${whole}}` : ""));
    return [
      `module @${name}${head} {`,
      `func.func public @main(${inputs.join(", ")}) -> (${outputs.join(", ")}) {`,
      ...this.#lines,
      `return ${names(results)}${results.length ? ` : ${types(results)}` : ""}`,
      "}",
      "}",
    ].join("\n");
  }
}
