/** TensorFlow's numbers, by the names that the JavaScript kernels know. */
import { ATTRIBUTE } from "./attributes.ts";
import { TF } from "./host_values.ts";

/** Data types and kinds of attributes. */
export const CONSTANTS = {
  TF_FLOAT: TF.FLOAT,
  TF_INT32: TF.INT32,
  TF_INT64: TF.INT64,
  TF_BOOL: TF.BOOL,
  TF_COMPLEX64: TF.COMPLEX64,
  TF_STRING: TF.STRING,
  TF_RESOURCE: TF.RESOURCE,
  TF_UINT8: TF.UINT8,
  TF_ATTR_STRING: ATTRIBUTE.STRING,
  TF_ATTR_INT: ATTRIBUTE.INT,
  TF_ATTR_FLOAT: ATTRIBUTE.FLOAT,
  TF_ATTR_BOOL: ATTRIBUTE.BOOL,
  TF_ATTR_TYPE: ATTRIBUTE.TYPE,
  TF_ATTR_SHAPE: ATTRIBUTE.SHAPE,
  TF_ATTR_RESOURCE: ATTRIBUTE.RESOURCE,
} as const;
