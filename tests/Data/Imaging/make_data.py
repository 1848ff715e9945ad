"""Makes the pictures in this folder and what Pillow reads from them.

Run in this folder on Debian 12: apt-get install python3-pil python3-numpy libjpeg-turbo-progs; /usr/bin/python3 make_data.py

Expected pixels lie beside each picture, as NAME.expected.png (JPEG, resize, transform) or NAME.expected.ppm (PNG and
Netpbm, whose test must not lean on the PNG reader).
"""
import io
import os
import shutil
import struct
import subprocess
import zlib

import numpy as np
from PIL import Image, ImageDraw, ImageOps

rng = np.random.default_rng(2024)
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def scene(width, height, noise=6):
    """A made-up photo: gradients, shapes, hard edges as of text, noise."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    base = np.stack([
        255 * x / max(width - 1, 1),
        255 * y / max(height - 1, 1),
        127 + 120 * np.sin(x / 7.0) * np.cos(y / 9.0),
    ], axis=2)
    picture = Image.fromarray(base.clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    draw.ellipse([width * 0.1, height * 0.2, width * 0.5, height * 0.7], fill=(230, 40, 30))
    draw.polygon([(width * 0.6, height * 0.9), (width * 0.95, height * 0.9), (width * 0.8, height * 0.3)], fill=(10, 60, 220))
    for i in range(0, width, 9):
        draw.line([(i, height * 0.75), (i + 4, height - 1)], fill=(255, 255, 255) if i % 2 else (0, 0, 0))
    draw.text((width * 0.3, height * 0.05), "GpuFormer", fill=(0, 0, 0))
    noisy = np.asarray(picture).astype(float) + rng.normal(0, noise, (height, width, 3))
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def read(path):
    return ImageOps.exif_transpose(Image.open(path)).convert("RGB")


# PNG, written by hand: Pillow cannot write interlaced files or most of the colour types.

def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def filtered(rows, pixel_bytes):
    """Rows of bytes with the five filters in turn."""
    out, above = bytearray(), bytes(len(rows[0]))
    for number, row in enumerate(rows):
        kind = number % 5
        out.append(kind)
        for i, value in enumerate(row):
            a = row[i - pixel_bytes] if i >= pixel_bytes else 0
            b = above[i]
            c = above[i - pixel_bytes] if i >= pixel_bytes else 0
            p = a + b - c
            paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            out.append((value - [0, a, b, (a + b) // 2, paeth][kind]) & 255)
        above = row
    return bytes(out)


def packed(samples, depth):
    """Samples [H, W, C] to rows of bytes."""
    height, width, channels = samples.shape
    rows = []
    for line in samples.reshape(height, width * channels):
        if depth == 16:
            rows.append(line.astype(">u2").tobytes())
        elif depth == 8:
            rows.append(line.astype(np.uint8).tobytes())
        else:
            bits = "".join(format(int(v), f"0{depth}b") for v in line)
            bits += "0" * (-len(bits) % 8)
            rows.append(bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)))
    return rows


def png(samples, depth, colour, interlaced, extra=(), idat_size=97):
    height, width, channels = samples.shape
    pixel_bytes = max(1, channels * depth // 8)
    if interlaced:
        raw = b""
        for left, top, across, down in ADAM7:
            part = samples[top::down, left::across]
            if part.size:
                raw += filtered(packed(part, depth), pixel_bytes)
    else:
        raw = filtered(packed(samples, depth), pixel_bytes)
    data = zlib.compress(raw, 9)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    for name, content in extra:
        out += chunk(name, content)
    for i in range(0, len(data), idat_size):  # several IDAT chunks
        out += chunk(b"IDAT", data[i:i + idat_size])
    return out + chunk(b"IEND", b"")


def make_png():
    kinds = [(0, d, 1) for d in (1, 2, 4, 8, 16)] + [(2, 8, 3), (2, 16, 3)] + [(3, d, 1) for d in (1, 2, 4, 8)]
    kinds += [(4, 8, 2), (4, 16, 2), (6, 8, 4), (6, 16, 4)]
    for colour, depth, channels in kinds:
        for interlaced in (False, True):
            width, height = (19, 13) if interlaced else (15, 11)
            ramp = np.add.outer(np.arange(height) * 3, np.arange(width) * 5)[:, :, None] + np.arange(channels) * 40
            samples = (ramp * 257 * 2 % 65536 + rng.integers(0, 900, ramp.shape)).clip(0, 65535) >> (16 - depth)
            extra = []
            if colour == 3:
                extra.append((b"PLTE", rng.integers(0, 256, 3 << depth, dtype=np.uint8).tobytes()))
                extra.append((b"tRNS", bytes([0, 128])))
            elif colour == 0:
                extra.append((b"tRNS", struct.pack(">H", int(samples[0, 0, 0]))))
            elif colour == 2:
                extra.append((b"tRNS", struct.pack(">HHH", *[int(v) for v in samples[0, 0]])))
            extra.append((b"tEXt", b"Comment\0made by make_data.py"))
            name = f"png/colour{colour}-{depth}bit{'-adam7' if interlaced else ''}"
            write(name + ".png", png(samples, depth, colour, interlaced, extra))
            if colour == 0 and depth == 16:  # where the decoder deviates from Pillow on purpose: the high byte
                expected = Image.fromarray((samples[:, :, 0] >> 8).astype(np.uint8)).convert("RGB")
            else:
                expected = read(name + ".png")
            expected.save(name + ".expected.ppm")
    for width, height in [(1, 1), (2, 1), (3, 5), (4, 4), (1, 9)]:
        samples = rng.integers(0, 256, (height, width, 3))
        name = f"png/tiny{width}x{height}-adam7"
        write(name + ".png", png(samples, 8, 2, True))
        read(name + ".png").save(name + ".expected.ppm")
    exif = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, 6, 0, 0)
    write("png/orientation6.png", png(rng.integers(0, 256, (4, 7, 3)), 8, 2, False, [(b"eXIf", exif)]))
    read("png/orientation6.png").save("png/orientation6.expected.ppm")


def make_netpbm():
    write("netpbm/colour8.ppm", b"P6 # a comment\n7 5\n# another\n255\n" + rng.bytes(7 * 5 * 3))
    write("netpbm/colour100.ppm", b"P6\n7\t5 100 " + (rng.integers(0, 101, 7 * 5 * 3, dtype=np.uint8)).tobytes())
    write("netpbm/colour16.ppm", b"P6\n7 5\n65535\n" + rng.bytes(7 * 5 * 6))
    write("netpbm/grey8.pgm", b"P5\n7 5\n255\n" + rng.bytes(7 * 5))
    grey = rng.integers(0, 65536, (5, 7))
    write("netpbm/grey16.pgm", b"P5\n7 5\n65535\n" + grey.astype(">u2").tobytes())
    for name in ["colour8.ppm", "colour100.ppm", "colour16.ppm", "grey8.pgm"]:
        read("netpbm/" + name).save("netpbm/" + name + ".expected.png")
    # Pillow reads 16-bit grey into 32-bit integers and clips them at 255; here it is scaled as colour is.
    scaled = np.round(grey / 65535 * 255).astype(np.uint8)
    Image.fromarray(scaled).convert("RGB").save("netpbm/grey16.pgm.expected.png")


# JPEG

def cjpeg(picture, name, *options):
    data = io.BytesIO()
    picture.save(data, "PPM")
    write(name, subprocess.run(["cjpeg", *options], input=data.getvalue(), capture_output=True, check=True).stdout)


def expect(name):
    read(name).save(name[:-4] + ".expected.png", optimize=True)


def patched(source, target, find, replace):
    data = open(source, "rb").read()
    assert find in data, (source, find)
    write(target, data.replace(find, replace, 1))


def make_jpeg():
    small = scene(45, 37)
    samplings = {"444": "1x1", "422": "2x1", "420": "2x2", "440": "1x2", "411": "4x1", "410": "4x2", "441": "1x4"}
    for name, factors in samplings.items():
        cjpeg(small, f"jpeg/baseline-{name}.jpg", "-quality", "85", "-sample", factors)
        cjpeg(small, f"jpeg/progressive-{name}.jpg", "-quality", "85", "-sample", factors, "-progressive")
    cjpeg(small, "jpeg/mixed-sampling.jpg", "-quality", "80", "-sample", "2x2,2x1,1x2")
    cjpeg(small, "jpeg/chroma-finer.jpg", "-quality", "80", "-sample", "1x1,2x2,1x2")
    cjpeg(small, "jpeg/baseline-grey.jpg", "-quality", "85", "-grayscale")
    cjpeg(small, "jpeg/progressive-grey.jpg", "-quality", "85", "-grayscale", "-progressive")
    cjpeg(small, "jpeg/grey-sampling.jpg", "-quality", "85", "-grayscale", "-sample", "2x2")
    cjpeg(small, "jpeg/baseline-rgb.jpg", "-quality", "85", "-rgb")
    cjpeg(small, "jpeg/restart-blocks.jpg", "-quality", "85", "-restart", "2B")
    cjpeg(small, "jpeg/restart-rows.jpg", "-quality", "85", "-restart", "1", "-sample", "1x1")
    cjpeg(small, "jpeg/restart-progressive.jpg", "-quality", "85", "-restart", "3B", "-progressive")
    cjpeg(small, "jpeg/optimised.jpg", "-quality", "96", "-optimize")
    cjpeg(small, "jpeg/extended-16bit-tables.jpg", "-quality", "1")
    cjpeg(small, "jpeg/quality100.jpg", "-quality", "100", "-sample", "1x1")
    scans = "0;\n1;\n2;\n"
    open("scans.txt", "w").write(scans)
    cjpeg(small, "jpeg/one-scan-each.jpg", "-quality", "85", "-scans", "scans.txt")
    # Deep successive approximation: four refinements of DC and AC.
    scans = "0,1,2: 0-0, 0, 3;\n" + "".join(f"{c}: 1-63, 0, 3;\n" for c in range(3))
    for bit in (3, 2, 1):
        scans += f"0,1,2: 0-0, {bit}, {bit - 1};\n" + "".join(f"{c}: 1-63, {bit}, {bit - 1};\n" for c in range(3))
    open("scans.txt", "w").write(scans)
    cjpeg(small, "jpeg/progressive-refined.jpg", "-quality", "92", "-scans", "scans.txt")
    os.remove("scans.txt")
    for width, height in [(1, 1), (2, 2), (3, 2), (4, 3), (5, 1), (6, 17), (16, 16), (17, 33), (33, 8)]:
        cjpeg(scene(width, height), f"jpeg/size{width}x{height}-420.jpg", "-quality", "90")
        cjpeg(scene(width, height), f"jpeg/size{width}x{height}-422-progressive.jpg", "-sample", "2x1", "-progressive")
    cmyk = small.convert("CMYK")
    cmyk.save("jpeg/cmyk.jpg", quality=85)
    cmyk.save("jpeg/cmyk-progressive.jpg", quality=85, progressive=True)
    patched("jpeg/cmyk.jpg", "jpeg/ycck.jpg", b"Adobe\0\x64\0\0\0\0\0", b"Adobe\0\x64\0\0\0\0\x02")
    tiny = scene(21, 14)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        tiny.save(f"jpeg/orientation{orientation}.jpg", quality=85, exif=exif)
    for name in sorted(os.listdir("jpeg")):
        if name.endswith(".jpg"):
            expect("jpeg/" + name)


def make_refused():
    small = scene(16, 16)
    cjpeg(small, "refused/arithmetic.jpg", "-arithmetic")
    cjpeg(small, "refused/arithmetic-progressive.jpg", "-arithmetic", "-progressive")
    for name, marker in [("lossless", 0xC3), ("hierarchical", 0xC5)]:
        patched("seeds/baseline.jpg", f"refused/{name}.jpg", b"\xff\xc0", bytes([0xFF, marker]))
    patched("seeds/baseline.jpg", "refused/twelve-bit.jpg", b"\xff\xc0\0\x11\x08", b"\xff\xc1\0\x11\x0c")
    for kind in ["gif", "webp", "tiff", "jp2"]:
        try:
            small.save(f"refused/picture.{kind}")
        except Exception as error:
            print(kind, "left out:", error)


def make_seeds():
    """Tiny files for mutation and truncation."""
    small = scene(16, 16)
    cjpeg(small, "seeds/baseline.jpg", "-quality", "60")
    cjpeg(small, "seeds/progressive.jpg", "-quality", "60", "-progressive")
    cjpeg(small, "seeds/restart.jpg", "-quality", "60", "-restart", "1B", "-sample", "1x1")
    rgb = np.asarray(small).astype(int)
    write("seeds/rgb.png", png(rgb[:8, :8], 8, 2, False))
    write("seeds/adam7.png", png(rgb[:9, :9], 8, 2, True))
    write("seeds/palette.png", png(rgb[:8, :8, :1] >> 5, 4, 3, False, [(b"PLTE", bytes(range(24)))]))
    small.resize((4, 4)).save("seeds/colour.ppm")


def make_resize():
    source = scene(61, 47)
    source.save("resize/source.png", optimize=True)
    for name, method in [("bilinear", Image.BILINEAR), ("bicubic", Image.BICUBIC)]:
        for width, height in [(30, 23), (7, 5), (61, 20), (20, 47), (100, 80), (13, 90), (1, 1)]:
            source.resize((width, height), method).save(f"resize/{name}-{width}x{height}.expected.png", optimize=True)


def evaluate(picture, size, share, method):
    """torchvision's Resize and CenterCrop as timm 0.3.4 sets them up, written out."""
    side = int(np.floor(size / share))
    width, height = picture.size
    if width < height:
        new = (side, int(side * height / width))
    else:
        new = (int(side * width / height), side)
    picture = picture.resize(new, method)
    top = int(round((new[1] - size) / 2.0))
    left = int(round((new[0] - size) / 2.0))
    return picture.crop((left, top, left + size, top + size))


def make_transform():
    scene(427, 320, noise=2).save("transform/landscape.jpg", quality=85)
    scene(333, 250, noise=2).save("transform/odd.jpg", quality=85, progressive=True)
    scene(90, 201, noise=2).save("transform/portrait.jpg", quality=85)
    for name, size, share, method in [
        ("landscape", 224, 0.875, Image.BILINEAR),
        ("odd", 96, 0.9, Image.BICUBIC),
        ("portrait", 64, 0.875, Image.BILINEAR),
        ("portrait", 160, 1.0, Image.BICUBIC),
    ]:
        expected = evaluate(read(f"transform/{name}.jpg"), size, share, method)
        expected.save(f"transform/{name}-{size}.expected.png", optimize=True)


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


for folder in ["png", "netpbm", "jpeg", "refused", "seeds", "resize", "transform"]:
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
make_png()
make_netpbm()
make_jpeg()
make_seeds()
make_refused()
make_resize()
make_transform()
