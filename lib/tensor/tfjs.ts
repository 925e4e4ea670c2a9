/** The one place that imports TensorFlow.js; everything else goes through `lib/tensor/mod.ts`. */
import "./node_shim.ts";
import * as tf from "npm:@tensorflow/tfjs@4.22.0";

export { tf };
export type { NamedTensorMap, Rank, Tensor } from "npm:@tensorflow/tfjs@4.22.0";

/** A tensor of rank 1. */
export type Tensor1D = tf.Tensor1D;
/** A tensor of rank 2. */
export type Tensor2D = tf.Tensor2D;
/** A tensor of rank 3. */
export type Tensor3D = tf.Tensor3D;
/** A tensor of rank 4. */
export type Tensor4D = tf.Tensor4D;
export type DataType = tf.DataType;
