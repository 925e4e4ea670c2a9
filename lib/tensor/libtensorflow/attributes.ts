import type { Library } from "./library.ts";
import { cString, dimensions } from "./library.ts";

/** Kinds of op attributes, numbered as TensorFlow.js numbers them (`TF_AttrType`). */
export const ATTRIBUTE = {
  STRING: 0,
  INT: 1,
  FLOAT: 2,
  BOOL: 3,
  TYPE: 4,
  SHAPE: 5,
  RESOURCE: 9,
} as const;

/** An attribute of an op; a list where `value` is an array (a shape is not a list). */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string | object | readonly number[];
}

type Setters = ReturnType<typeof eagerSetters>;

/** The setters of an eager op. */
export function eagerSetters({ api, status }: Library) {
  return {
    type: api.TFE_OpSetAttrType,
    typeList: api.TFE_OpSetAttrTypeList,
    int: api.TFE_OpSetAttrInt,
    intList: api.TFE_OpSetAttrIntList,
    float: api.TFE_OpSetAttrFloat,
    floatList: api.TFE_OpSetAttrFloatList,
    bool: api.TFE_OpSetAttrBool,
    boolList: api.TFE_OpSetAttrBoolList,
    string: api.TFE_OpSetAttrString,
    shape: (
      op: Deno.PointerValue,
      name: Uint8Array<ArrayBuffer>,
      dims: BigInt64Array<ArrayBuffer>,
      rank: number,
    ) => api.TFE_OpSetAttrShape(op, name, dims, rank, status),
  };
}

/** The setters of a node under construction. */
export function nodeSetters({ api }: Library): Setters {
  return {
    type: api.TF_SetAttrType,
    typeList: api.TF_SetAttrTypeList,
    int: api.TF_SetAttrInt,
    intList: api.TF_SetAttrIntList,
    float: api.TF_SetAttrFloat,
    floatList: api.TF_SetAttrFloatList,
    bool: api.TF_SetAttrBool,
    boolList: api.TF_SetAttrBoolList,
    string: api.TF_SetAttrString,
    shape: api.TF_SetAttrShape,
  };
}

// The C API takes an address even for an empty list.
const padded = (values: readonly number[]) => values.length ? values : [0];

/**
 * Sets `attributes` on `target`, an eager op or a node, whichever `set` is for.
 *
 * @throws {TypeError} If an attribute is of a kind the engine does not know
 */
export function setAttributes(
  set: Setters,
  target: Deno.PointerValue,
  opName: string,
  attributes: readonly Attribute[],
): void {
  for (const { name, type, value } of attributes) {
    const key = cString(name);
    const list = Array.isArray(value) ? value as readonly number[] : undefined;
    switch (type) {
      case ATTRIBUTE.TYPE:
        if (list) set.typeList(target, key, Int32Array.from(padded(list)), list.length);
        else set.type(target, key, value as number);
        break;
      case ATTRIBUTE.INT:
        if (list) set.intList(target, key, dimensions(list), list.length);
        // As tfjs-node's own binding does: multinomial, for one, takes seeds such as 3.14.
        else set.int(target, key, BigInt(Math.trunc(value as number)));
        break;
      case ATTRIBUTE.FLOAT:
        if (list) set.floatList(target, key, Float32Array.from(padded(list)), list.length);
        else set.float(target, key, value as number);
        break;
      case ATTRIBUTE.BOOL:
        if (list) set.boolList(target, key, Uint8Array.from(padded(list), Number), list.length);
        else set.bool(target, key, value ? 1 : 0);
        break;
      case ATTRIBUTE.STRING: {
        const text = cString(value as string);
        set.string(target, key, text, BigInt(text.length - 1));
        break;
      }
      case ATTRIBUTE.SHAPE:
        set.shape(target, key, dimensions(list ?? []), list?.length ?? 0);
        break;
      default:
        throw new TypeError(`Cannot set attribute ${name} of ${opName}: unknown kind ${type}`);
    }
  }
}
