/**
 * Gradients that are right to second order, and beyond: importing this module repairs the tape of
 * TensorFlow.js and registers the gradients of `gradients/`.
 *
 * Right, and tested against finite differences, are second derivatives through arithmetic,
 * elementwise functions, activations, reductions, softmax, products of matrices, einsum, pieces and
 * permutations of tensors, gather, convolutions, pooling, bilinear resizing, batch
 * normalisation, and the losses of cross-entropy.
 *
 * Refused with an error:
 * - second derivatives of conv3d, maxPool3d, avgPool3d, dilation2d and localResponseNormalization;
 *   of maxPool without libtensorflow;
 * - first derivatives of avgPool with padding "same" without libtensorflow;
 * - first derivatives of dilated convolutions; of resizing with `halfPixelCenters`; of einsum with
 *   an ellipsis or a label that occurs twice in one operand; and of ops for which TensorFlow.js
 *   knows no gradient (stridedSlice, gatherND, scatterND, topk, unique, fft, complex numbers).
 *
 * Where a function has a kink (relu, abs, max, clip), its second derivative is 0 there.
 *
 * @module
 */
import "./gradients/tape.ts";
import "./gradients/idle_kernels.ts";
import "./gradients/elementwise.ts";
import "./gradients/reductions.ts";
import "./gradients/shapes.ts";
import "./gradients/products.ts";
import "./gradients/images.ts";
import "./gradients/losses.ts";
import "./gradients/refused.ts";
