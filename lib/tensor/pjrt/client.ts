/** A plugin's devices: buffers on them, and programs. */
import { addressOf, type Api, bytesAt, struct, textAt, type Words } from "./api.ts";
import { kindOf, type Values } from "./elements.ts";
import { memoryOptions, memoryShare } from "./memory_option.ts";

/** Addresses of the `PJRT_Buffer`s of one tensor, one on each device in use; who has it frees it. */
export type Buffer = readonly bigint[];

/** A program on the device. */
export interface Program {
  readonly outputs: number;
  /**
   * Starts a run, which goes on after the call; nothing is copied to the host.
   *
   * @param kept Places of inputs whose memory the results may not take, though the program says so
   */
  run(inputs: readonly Buffer[], kept?: readonly number[]): Buffer[];
  /** The program in the plugin's own form, for {@link Client.load}. */
  serialize(): Uint8Array<ArrayBuffer>;
  dispose(): void;
}

/** Memory of a device, in bytes, as far as the plugin tells. */
export interface DeviceMemory {
  readonly inUse: number;
  readonly peak?: number;
  readonly limit?: number;
}

/** What {@link createClient} makes. */
export interface Client {
  /** As the plugin calls it, such as "cuda" or "cpu". */
  readonly platform: string;
  readonly platformVersion: string;
  readonly api: Api;
  /** What kind of device each is, such as "NVIDIA H200". */
  readonly devices: readonly string[];
  /** How many of them each program runs on. */
  readonly used: number;
  put(shape: readonly number[], dtype: number, values: ArrayLike<number>): Buffer;
  /** Waits for what computes the buffer; the values are a copy. */
  get(buffer: Buffer, dtype: number, count: number, what: string): Values;
  free(buffer: Buffer): void;
  /** @param mlir A StableHLO module in MLIR's text form */
  compile(mlir: string, name: string): Program;
  load(program: Uint8Array<ArrayBuffer>, name: string): Program;
  memory(device?: number): DeviceMemory | undefined;
}

const encoder = new TextEncoder();
const MLIR = encoder.encode("mlir");

/**
 * `CompileOptionsProto { executable_build_options { num_replicas: 1, num_partitions: devices,
 * use_spmd_partitioning: devices > 1 } }`
 */
const compileOptions = (devices: number) =>
  devices === 1
    ? Uint8Array.of(0x1a, 4, 0x20, 1, 0x28, 1)
    : Uint8Array.of(0x1a, 6, 0x20, 1, 0x28, devices, 0x30, 1);

/**
 * Starts the plugin's client, which takes the devices that it sees.
 *
 * @param wanted How many of them each program runs on
 * @throws {RangeError} If there are fewer, or that is no number of devices
 */
export function createClient(api: Api, wanted = 1): Client {
  const { call, wait } = api;
  const starting = `Cannot start the devices of ${api.path}`;
  const share = memoryShare();
  const options = share === undefined ? undefined : memoryOptions(share);
  const asked = options ? struct(options.address, options.count) : struct();
  const client = call("Client_Create", asked, starting)[8]!;
  if (options?.kept.length === 0) throw new Error("unreachable"); // read until here
  const text = (name: "Client_PlatformName" | "Client_PlatformVersion") => {
    const answer = call(name, struct(client), starting);
    return textAt(answer[3]!, answer[4]!);
  };
  const list = call("Client_AddressableDevices", struct(client), starting);
  const count = Number(list[4]);
  if (!(Number.isInteger(wanted) && wanted >= 1 && wanted <= Math.min(count, 127))) {
    throw new RangeError(`TENSOR_DEVICES must be from 1 to ${count}: current value is ${wanted}`);
  }
  const addresses = new Deno.UnsafePointerView(Deno.UnsafePointer.create(list[3]!)!);
  const devices = Array.from({ length: count }, (_, i) => addresses.getBigInt64(8 * i));
  const kind = (device: bigint) => {
    const description = call("Device_GetDescription", struct(device), starting)[3]!;
    const answer = call("DeviceDescription_Kind", struct(description), starting);
    return textAt(answer[3]!, answer[4]!);
  };

  /** One struct for all of the many buffers that are freed. */
  const released = struct(0);
  const destroy = api.quick("Buffer_Destroy", "Cannot free a tensor");

  function program(loaded: bigint, name: string): Program {
    const inner = call("LoadedExecutable_GetExecutable", struct(loaded), name)[3]!;
    const outputs = Number(call("Executable_NumOutputs", struct(inner), name)[3]!);
    // One set of arguments for all calls: the structs that PJRT reads must stay where they are.
    const each = Array.from({ length: wanted }, (_, i) => i);
    const inputLists: Words[] = each.map(() => new BigInt64Array(1));
    const results: Words[] = each.map(() => new BigInt64Array(Math.max(outputs, 1)));
    const lists: Words = new BigInt64Array(wanted), outs = BigInt64Array.from(results, addressOf);
    const options = struct();
    const args = struct(loaded, addressOf(options), addressOf(lists), wanted, 0, addressOf(outs));
    return {
      outputs,
      run(inputs, kept = []) {
        for (const d of each) {
          if (inputLists[d]!.length < inputs.length) {
            inputLists[d] = new BigInt64Array(inputs.length);
          }
          for (let i = 0; i < inputs.length; i++) inputLists[d]![i] = inputs[i]![d]!;
          lists[d] = addressOf(inputLists[d]!);
        }
        args[6] = BigInt(inputs.length);
        const places = BigInt64Array.from(kept.length ? kept : [0], BigInt);
        options[7] = kept.length ? addressOf(places) : 0n;
        options[8] = BigInt(kept.length);
        call("LoadedExecutable_Execute", args, `Cannot run ${name}`);
        const made = new Array<Buffer>(outputs);
        for (let i = 0; i < outputs; i++) made[i] = each.map((d) => results[d]![i]!);
        // Used here, so that none of them can have been collected while PJRT read it.
        if (options.length + outs.length + lists.length + places.length === 0) {
          throw new Error("unreachable");
        }
        return made;
      },
      serialize() {
        const answer = call("Executable_Serialize", struct(inner), `Cannot save ${name}`);
        const bytes = bytesAt(answer[3]!, BigInt.asUintN(64, answer[4]!));
        const free = new Deno.UnsafeFnPointer(
          Deno.UnsafePointer.create(answer[6]!)!,
          { parameters: ["pointer"], result: "void" } as const,
        );
        free.call(Deno.UnsafePointer.create(answer[5]!));
        return bytes;
      },
      dispose() {
        call("LoadedExecutable_Destroy", struct(loaded), name);
      },
    };
  }

  return {
    api,
    platform: text("Client_PlatformName"),
    platformVersion: text("Client_PlatformVersion"),
    devices: devices.map(kind),
    used: wanted,
    put(shape, dtype, values) {
      const { buffer, from } = kindOf(dtype);
      // A copy of its own, since PJRT may read it only while this call lasts.
      const data = from(values);
      const dims = BigInt64Array.from(shape.length ? shape : [0], BigInt);
      const address = data.length ? addressOf(data) : addressOf(dims);
      const made = devices.slice(0, wanted).map((device) => {
        const layout = [buffer, addressOf(dims), shape.length, 0, 0, 0];
        const args = struct(client, address, ...layout, device);
        const answer = call("Client_BufferFromHostBuffer", args, "Cannot create a tensor");
        wait(answer[13]!, "Cannot create a tensor");
        return answer[14]!;
      });
      if (data.length + dims.length === 0) throw new Error("unreachable");
      return made;
    },
    get(buffer, dtype, size, what) {
      const data = kindOf(dtype).allocate(size);
      if (size === 0) return data;
      const args = struct(buffer[0]!, 0, addressOf(data), data.byteLength);
      wait(call("Buffer_ToHostBuffer", args, what)[6]!, what);
      return data;
    },
    free(buffer) {
      for (const each of buffer) {
        released[2] = each;
        destroy(released);
      }
    },
    compile(mlir, name) {
      const code = encoder.encode(mlir);
      const source = struct(addressOf(code), code.length, addressOf(MLIR), MLIR.length);
      const options = compileOptions(wanted);
      const args = struct(client, addressOf(source), addressOf(options), options.length);
      const loaded = call("Client_Compile", args, `Cannot compile ${name}`)[6]!;
      if (code.length + source.length + options.length === 0) throw new Error("unreachable");
      return program(loaded, name);
    },
    load(bytes, name) {
      const args = struct(client, addressOf(bytes), bytes.length);
      const loaded = call("Executable_DeserializeAndLoad", args, `Cannot load ${name}`)[5]!;
      return program(loaded, name);
    },
    memory(device = 0) {
      try {
        const answer = call("Device_MemoryStats", struct(devices[device]!), "Cannot ask");
        const given = (at: number) =>
          (answer[at + 1]! & 1n) === 1n ? Number(answer[at]) : undefined;
        const peak = given(4), limit = given(10);
        return {
          inUse: Number(answer[3]),
          ...(peak !== undefined && { peak }),
          ...(limit !== undefined && { limit }),
        };
      } catch {
        return undefined; // Not every plugin counts.
      }
    },
  };
}
