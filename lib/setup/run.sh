#!/bin/sh
# Runs the packed program: ./run train|evaluate|solve|bench|verify [flags], see ./run --help.
#
# Looks for a PJRT plugin in the variable PJRT_PLUGIN, else among the packages of the Python that
# python3 starts (jax_plugins and others), else computes without one.
set -e
here=$(cd "$(dirname "$0")" && pwd)
place=$here
[ -w "$place" ] || place=$(mktemp -d)

deno=$place/deno
if [ ! -x "$deno" ]; then
  # A name of its own, as another first run may be unpacking at the same time.
  part=$deno.part.$$
  trap 'rm -f "$part"' EXIT
  trap 'exit 1' HUP INT TERM
  if [ -f "$here/deno.gz" ]; then gzip -dc "$here/deno.gz" > "$part"
  elif command -v xz > /dev/null; then xz -dc "$here/deno.xz" > "$part"
  else
    python3 -c 'import lzma, shutil, sys
with lzma.open(sys.argv[1]) as a, open(sys.argv[2], "wb") as b: shutil.copyfileobj(a, b, 1 << 20)' \
      "$here/deno.xz" "$part"
  fi
  chmod +x "$part"
  mv -f "$part" "$deno"
  trap - EXIT HUP INT TERM
fi

if [ -z "$PJRT_PLUGIN" ]; then
  for python in python3 python; do
    command -v "$python" > /dev/null || continue
    PJRT_PLUGIN=$("$python" - << 'END'
import glob, os, site, sysconfig
roots = [sysconfig.get_path(k) for k in ("purelib", "platlib")]
roots += site.getsitepackages() + [site.getusersitepackages()]
found = []
for root in dict.fromkeys(roots):
    for pattern in ("jax_plugins/*/*plugin*.so", "jax_plugins/*/*pjrt*.so", "xla_plugins/*/*pjrt*.so",
                    "*pjrt*/*plugin*.so"):
        found += sorted(glob.glob(os.path.join(root, pattern)))
# Others than the CPU first, newest CUDA first.
found.sort(key=lambda f: ("cpu" in f.lower(), "cuda13" not in f))
print(found[0] if found else "")
END
) || PJRT_PLUGIN=
    [ -n "$PJRT_PLUGIN" ] && break
  done
fi
if [ -n "$PJRT_PLUGIN" ] && [ "$PJRT_PLUGIN" != off ]; then
  export PJRT_PLUGIN
  site=$(dirname "$(dirname "$(dirname "$PJRT_PLUGIN")")")
  for folder in "$site"/nvidia/*/lib; do
    [ -d "$folder" ] && LD_LIBRARY_PATH=$folder${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
  done
  export LD_LIBRARY_PATH
  for folder in "$site"/nvidia/*; do
    if [ -d "$folder/nvvm/libdevice" ]; then
      case "$XLA_FLAGS" in
        *xla_gpu_cuda_data_dir*) ;;
        *) export XLA_FLAGS="$XLA_FLAGS --xla_gpu_cuda_data_dir=$folder" ;;
      esac
    fi
  done
  echo "Plugin: $PJRT_PLUGIN" >&2
fi

export DENO_DIR="$place/cache" DENO_NO_UPDATE_CHECK=1 TENSOR_PJRT_CACHE="${TENSOR_PJRT_CACHE:-$place/programs}"
[ -n "$HOME" ] || export HOME="$place"
# Relative paths are seen from here, not from the program's folder.
export ENERGY_CALLED_FROM="$PWD"
cd "$here/app"
exec "$deno" run -A --no-check --no-lock --cached-only lib/cli.ts "$@"
