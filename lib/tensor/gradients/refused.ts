/** Second derivatives that are not known, as clear errors. */
import { tf } from "../tfjs.ts";
import { register } from "./register.ts";

const firstGradients: Readonly<Record<string, string>> = {
  LRNGrad: "localResponseNormalization",
  Conv3DBackpropInputV2: "conv3d",
  Conv3DBackpropFilterV2: "conv3d",
  MaxPool3DGrad: "maxPool3d",
  AvgPool3DGrad: "avgPool3d",
  Dilation2DBackpropInput: "dilation2d",
  Dilation2DBackpropFilter: "dilation2d",
};

for (const [kernelName, op] of Object.entries(firstGradients)) {
  if (tf.getGradient(kernelName)) continue;
  register(kernelName, [], () => {
    throw new Error(`Cannot take the second derivative of ${op}: it is not implemented`);
  });
}
