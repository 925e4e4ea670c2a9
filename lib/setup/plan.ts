/** Which wheel carries libtensorflow for which platform, and what it must contain. */

/** The TensorFlow version that the engine is written for. */
export const TENSORFLOW_VERSION = "2.21.0";

/** A library inside the wheel, with its exact size. */
export interface LibraryFile {
  readonly name: string;
  readonly bytes: number;
}

/** Where libtensorflow comes from on one platform. */
export interface LibraryPlan {
  readonly package: string;
  readonly platformTag: string;
  readonly wheelBytes: number;
  readonly files: readonly LibraryFile[];
}

const PLANS: Readonly<Record<string, LibraryPlan>> = {
  "linux x86_64": {
    package: "tensorflow-cpu",
    platformTag: "manylinux_2_27_x86_64",
    wheelBytes: 273_829_956,
    files: [
      { name: "libtensorflow_cc.so.2", bytes: 788_086_608 },
      { name: "libtensorflow_framework.so.2", bytes: 65_222_328 },
    ],
  },
  // tensorflow-cpu has no aarch64 wheel; tensorflow's is CPU-only there.
  "linux aarch64": {
    package: "tensorflow",
    platformTag: "manylinux_2_27_aarch64",
    wheelBytes: 281_828_020,
    files: [
      { name: "libtensorflow_cc.so.2", bytes: 814_885_544 },
      { name: "libtensorflow_framework.so.2", bytes: 68_176_664 },
    ],
  },
  "darwin aarch64": {
    package: "tensorflow",
    platformTag: "macosx_12_0_arm64",
    wheelBytes: 223_405_849,
    files: [
      { name: "libtensorflow_cc.2.dylib", bytes: 691_352_648 },
      { name: "libtensorflow_framework.2.dylib", bytes: 49_452_976 },
    ],
  },
};

/**
 * The plan for an operating system and processor as `Deno.build` names them, or `undefined` where no
 * wheel has a separate libtensorflow: Windows links it into a Python module, and Intel Macs have no
 * wheel of this version.
 */
export function libraryPlan(os: string, arch: string): LibraryPlan | undefined {
  return PLANS[`${os} ${arch}`];
}

/** The arguments of pip that download the wheel of `plan` into `folder`. */
export function downloadArguments(plan: LibraryPlan, folder: string): string[] {
  return [
    "download",
    "--no-deps",
    "--only-binary=:all:",
    // The libraries do not depend on Python: any wheel of the platform has the same ones.
    "--python-version=3.11",
    `--platform=${plan.platformTag}`,
    "--retries=1",
    "--no-cache-dir",
    "--no-input",
    "--disable-pip-version-check",
    `--dest=${folder}`,
    `${plan.package}==${TENSORFLOW_VERSION}`,
  ];
}

/** The line that says what happens on a platform without libtensorflow. */
export function wasmNotice(os: string, arch: string): string {
  return `TensorFlow: no libtensorflow to fetch for ${os} ${arch}; ` +
    "the wasm backend from npm is used instead, roughly 10 times slower.";
}
