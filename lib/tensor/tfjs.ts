/** The one place that imports TensorFlow.js; everything else goes through `lib/tensor/mod.ts`. */
import "./node_shim.ts";
import * as tf from "npm:@tensorflow/tfjs@4.22.0";

export { tf };
export type {
  NamedTensorMap,
  Rank,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
} from "npm:@tensorflow/tfjs@4.22.0";
export type DataType = tf.DataType;
