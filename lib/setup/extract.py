"""Copies members of a wheel into a folder: extract.py WHEEL FOLDER MEMBER...

Prints the bytes written so far, a number per line. The CRC of each member is checked by zipfile.
"""

import os
import sys
import zipfile

CHUNK = 16 * 1024 * 1024

wheel, folder, *members = sys.argv[1:]
written = 0
with zipfile.ZipFile(wheel) as archive:
    for member in members:
        target = os.path.join(folder, os.path.basename(member))
        with archive.open(member) as source, open(target, "wb") as copy:
            while chunk := source.read(CHUNK):
                copy.write(chunk)
                written += len(chunk)
                print(written, flush=True)
            copy.flush()
            os.fsync(copy.fileno())
