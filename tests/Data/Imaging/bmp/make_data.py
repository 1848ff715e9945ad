"""Makes the BMP files in this folder and writes what Pillow reads from them.

Run in this folder on Debian 12: apt-get install python3-pil python3-numpy; /usr/bin/python3 make_data.py

Lines of expected.txt: picture, width, height, SHA-256 of the RGB bytes; "-" where Pillow 9.4 reads otherwise than the
format says, with the bytes that the format means: it passes over empty rows and misreads skips.
"""
import glob
import hashlib
import struct

import numpy as np
from PIL import Image

rng = np.random.default_rng(11)
W, H = 21, 13


def bmp(name, rows, bits, compression=0, header=40, colours=b"", used=0, masks=b"", top_down=False, offset=None,
        width=W, height=H):
    """rows: the bytes of the pixels in the order of the file."""
    if header == 12:
        info = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        info = struct.pack("<IiiHHIIiiII", header, width, -height if top_down else height, 1, bits, compression,
                           len(rows), 2835, 2835, used, 0)
        info += masks[:header - 40].ljust(header - 40, b"\0") if header > 40 else masks
    start = 14 + len(info) + len(colours)
    head = struct.pack("<2sIHHI", b"BM", start + len(rows), 0, 0, start if offset is None else offset)
    with open(name, "wb") as file:
        file.write(head + info + colours + rows)


def packed(samples, bits):
    """Rows of samples of 1, 4 or 8 bits, padded to four bytes."""
    out = b""
    for row in samples:
        text = "".join(format(int(v), f"0{bits}b") for v in row)
        text = text.ljust(-(-len(text) // 32) * 32, "0")
        out += int(text, 2).to_bytes(len(text) // 8, "big")
    return out


def pixels(values, size):
    """Rows of pixels of 2, 3 or 4 bytes, padded to four bytes."""
    out = b""
    for row in values:
        line = b"".join(int(v).to_bytes(size, "little") for v in row)
        out += line.ljust(-(-len(line) // 4) * 4, b"\0")
    return out


def palette(count, size=4):
    table = rng.integers(0, 256, (count, size), dtype=np.uint8)
    return table.tobytes()


def rle8(samples):
    """Runs, absolute pixels and literal ends of lines."""
    out = b""
    for y, row in enumerate(samples):
        x = 0
        while x < len(row):
            run = 1
            while x + run < len(row) and row[x + run] == row[x] and run < 255:
                run += 1
            if run >= 3 or len(row) - x < 3:
                out += bytes([run, row[x]])
                x += run
            else:
                n = min(5, len(row) - x)
                out += bytes([0, n]) + bytes(row[x:x + n].tolist()) + b"\0" * (n % 2)
                x += n
        out += b"\0\0" if y < len(samples) - 1 else b"\0\1"
    return out


def rle4(samples):
    out = b""
    for y, row in enumerate(samples):
        # A run of two colours in turn, four pixels as they are (an even number of bytes), runs of one colour.
        a, b = int(row[0]), int(row[1])
        out += bytes([2, a << 4 | b]) + bytes([0, 4]) + bytes([row[2] << 4 | row[3], row[4] << 4 | row[5]])
        for v in row[6:]:
            out += bytes([1, int(v) << 4])
        out += b"\0\0" if y < len(samples) - 1 else b"\0\1"
    return out


def make():
    for bits in (1, 4, 8):
        samples = rng.integers(0, 1 << bits, (H, W))
        bmp(f"palette{bits}.bmp", packed(samples, bits), bits, colours=palette(1 << bits))
        bmp(f"palette{bits}-top-down.bmp", packed(samples, bits), bits, colours=palette(1 << bits), top_down=True)
        bmp(f"palette{bits}-core.bmp", packed(samples, bits), bits, header=12, colours=palette(1 << bits, 3))
    few = rng.integers(0, 5, (H, W))
    bmp("few-colours.bmp", packed(few, 8), 8, colours=palette(5), used=5)
    bmp("few-colours4.bmp", packed(few, 4), 4, colours=palette(5), used=5)
    bmp("v5-palette.bmp", packed(few, 8), 8, header=124, colours=palette(256))
    bmp("os2.bmp", packed(few, 8), 8, header=64, colours=palette(256))
    bmp("offset-left-out.bmp", packed(few, 8), 8, colours=palette(256), offset=0)
    bmp("offset-of-palette.bmp", packed(few, 8), 8, colours=palette(256), offset=54)
    grey = bytes(v for i in range(256) for v in (i, i, i, 0))
    bmp("grey.bmp", packed(rng.integers(0, 256, (H, W)), 8), 8, colours=grey)
    bmp("black-white.bmp", packed(rng.integers(0, 2, (H, W)), 1), 1, colours=b"\0\0\0\0\xff\xff\xff\0")
    runs = np.repeat(rng.integers(0, 256, (H, 7)), 3, axis=1)
    runs[::2, 5:12] = rng.integers(0, 256, runs[::2, 5:12].shape)
    bmp("rle8.bmp", rle8(runs), 8, 1, colours=palette(256))
    bmp("rle4.bmp", rle4(rng.integers(0, 16, (H, W))), 4, 2, colours=palette(16))

    words = rng.integers(0, 1 << 16, (H, W))
    longs = rng.integers(0, 1 << 32, (H, W))
    bmp("rgb16.bmp", pixels(words, 2), 16)
    bmp("rgb24.bmp", pixels(longs & 0xFFFFFF, 3), 24)
    bmp("rgb24-top-down.bmp", pixels(longs & 0xFFFFFF, 3), 24, top_down=True)
    bmp("rgb24-core.bmp", pixels(longs & 0xFFFFFF, 3), 24, header=12)
    bmp("rgb32.bmp", pixels(longs, 4), 32)
    bmp("rgb32-narrow.bmp", pixels(longs[:, :1], 4), 32, width=1)
    bmp("rgb24-narrow.bmp", pixels(longs[:, :1] & 0xFFFFFF, 3), 24, width=1)
    for name, bits, header, masks in (
            ("565", 16, 40, (0xF800, 0x7E0, 0x1F)), ("555", 16, 108, (0x7C00, 0x3E0, 0x1F, 0)),
            ("bgrx", 32, 40, (0xFF0000, 0xFF00, 0xFF)), ("xbgr", 32, 108, (0xFF000000, 0xFF0000, 0xFF00, 0)),
            ("rgba", 32, 124, (0xFF, 0xFF00, 0xFF0000, 0xFF000000)),
            ("bgra", 32, 124, (0xFF0000, 0xFF00, 0xFF, 0xFF000000))):
        values = words if bits == 16 else longs
        bmp(f"masks-{name}.bmp", pixels(values, bits // 8), bits, 3, header, masks=struct.pack(f"<{len(masks)}I", *masks))

    # What Pillow reads otherwise: an empty row, a skip of 3 pixels and 2 rows, an odd number of pixels of 4 bits.
    named = {}
    table = palette(256)
    rgb = np.frombuffer(table, np.uint8).reshape(256, 4)[:, 2::-1]
    expected = np.zeros((H, W), int)
    expected[0, :4] = 7
    expected[4, 3:8] = 9
    expected[5, :3] = (1, 2, 3)
    data = bytes([4, 7, 0, 0, 0, 0]) + bytes([0, 2, 3, 2]) + bytes([5, 9, 0, 0]) + bytes([0, 3, 1, 2, 3, 0, 0, 1])
    bmp("skips.bmp", data, 8, 1, colours=table)
    named["skips.bmp"] = rgb[expected[::-1]]
    expected = np.zeros((H, W), int)
    expected[0, :5] = (1, 2, 3, 4, 5)
    expected[0, 5:8] = (6, 7, 6)
    data = bytes([0, 5, 0x12, 0x34, 0x50, 0, 3, 0x67, 0, 1])
    bmp("odd-pixels4.bmp", data, 4, 2, colours=table[:64])
    named["odd-pixels4.bmp"] = rgb[expected[::-1]]
    return named


otherwise = make()
with open("expected.txt", "w") as lines:
    for path in sorted(glob.glob("*.bmp")):
        if path in otherwise:
            array = otherwise[path]
            print(path, array.shape[1], array.shape[0], hashlib.sha256(array.tobytes()).hexdigest(), "-", file=lines)
            continue
        picture = Image.open(path).convert("RGB")
        print(path, *picture.size, hashlib.sha256(picture.tobytes()).hexdigest(), file=lines)
