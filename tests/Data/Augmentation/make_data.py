"""Makes the pictures in this folder: what Pillow 9.4 and timm's way of calling it make of source.png.

Run in this folder on Debian 12: apt-get install python3-pil python3-numpy; /usr/bin/python3 make_data.py

The expressions are those of timm 0.3.4, data/auto_augment.py. A file is named by its operation and its argument.
"""
import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

rng = np.random.default_rng(7)
FILL = (124, 116, 104)
FILTERS = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC}


def scene(width, height):
    y, x = np.mgrid[0:height, 0:width].astype(float)
    base = np.stack([
        200 * x / (width - 1) + 20,
        230 * y / (height - 1),
        110 + 90 * np.sin(x / 3.0) * np.cos(y / 4.0),
    ], axis=2)
    base[height // 3:height // 2, width // 4:width // 2] = (250, 20, 90)
    base += rng.normal(0, 8, base.shape)
    return Image.fromarray(base.clip(5, 250).astype(np.uint8))


def save(name, picture):
    picture.save(f"{name}.png", optimize=True)


source = scene(29, 23)
save("source", source)
# The least picture of three colours in which equalisation runs past 255.
few = Image.fromarray(rng.choice(np.array([3, 90, 200], np.uint8), size=(20, 21, 3)))
save("few", few)
flat = Image.new("RGB", (6, 5), (77, 0, 255))
save("flat", flat)

for name, filter in FILTERS.items():
    for degrees in (13.5, -27, 30, 180.5):
        save(f"rotate_{degrees}_{name}", source.rotate(degrees, resample=filter, fillcolor=FILL))
    for factor in (0.27, -0.3):
        save(f"shearx_{factor}_{name}",
             source.transform(source.size, Image.AFFINE, (1, factor, 0, 0, 1, 0), resample=filter, fillcolor=FILL))
        save(f"sheary_{factor}_{name}",
             source.transform(source.size, Image.AFFINE, (1, 0, 0, factor, 1, 0), resample=filter, fillcolor=FILL))
    for part in (0.405, -0.17):
        save(f"translatex_{part}_{name}",
             source.transform(source.size, Image.AFFINE, (1, 0, part * source.size[0], 0, 1, 0), resample=filter,
                              fillcolor=FILL))
        save(f"translatey_{part}_{name}",
             source.transform(source.size, Image.AFFINE, (1, 0, 0, 0, 1, part * source.size[1]), resample=filter,
                              fillcolor=FILL))
    for top, left, height, width in ((0, 0, 23, 29), (3, 5, 11, 9), (22, 28, 1, 1), (1, 0, 20, 29)):
        save(f"crop_{top}_{left}_{height}_{width}_{name}",
             source.crop((left, top, left + width, top + height)).resize((16, 16), filter))

for name, picture in (("source", source), ("few", few), ("flat", flat)):
    save(f"autocontrast_{name}", ImageOps.autocontrast(picture))
    save(f"equalise_{name}", ImageOps.equalize(picture))
save("invert", ImageOps.invert(source))
for bits in (1, 3, 4):
    save(f"posterise_{bits}", ImageOps.posterize(source, bits))
for threshold in (0, 100, 230, 256):
    save(f"solarise_{threshold}", ImageOps.solarize(source, threshold))
for amount in (0, 60, 110):
    lut = [min(255, i + amount) if i < 128 else i for i in range(256)]
    save(f"solariseadd_{amount}", source.point(lut + lut + lut))
for factor in (0.1, 0.55, 1.0, 1.72, 1.9):
    save(f"colour_{factor}", ImageEnhance.Color(source).enhance(factor))
    save(f"contrast_{factor}", ImageEnhance.Contrast(source).enhance(factor))
    save(f"brightness_{factor}", ImageEnhance.Brightness(source).enhance(factor))
    save(f"sharpness_{factor}", ImageEnhance.Sharpness(source).enhance(factor))
save("fliplr", source.transpose(Image.FLIP_LEFT_RIGHT))
save("fliptb", source.transpose(Image.FLIP_TOP_BOTTOM))
