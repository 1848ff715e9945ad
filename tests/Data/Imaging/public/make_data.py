"""Packs the public test pictures that README.md names, each set as one zip, and writes what Pillow makes of them:
expected.txt has set/name, width, height and the SHA-256 of the RGB pixels after ImageOps.exif_transpose, or "refused".

Run in this folder with Pillow 9.4.0 on libjpeg-turbo 2.1.5 (Debian 12: python3-pil). The argument is a folder with the
unpacked sources of Debian's packages: apt-get source pillow libjpeg-turbo libpng1.6 libspng.

Of 16-bit grey the high byte (PNG) or the scaled value (PGM) is taken, as GpuFormer reads it; Pillow clips it at 255.
"""
import glob
import hashlib
import os
import sys
import warnings
import zipfile

import numpy as np
from PIL import Image, ImageOps

warnings.simplefilter("ignore")
MOST_BYTES = 40_000
ENDINGS = (".png", ".jpg", ".jpeg", ".ppm", ".pgm", ".pnm")
# Debian leaves it out: nobody gave a licence.
UNLICENSED = {"cmx3g8_wv_1998.260_0745_mcidas.png"}
SETS = {
    "pngsuite": (["libspng-*/tests/images"], ["libspng-*/tests/images/PngSuite.LICENSE"]),
    "libpng": (["libpng-*/contrib/pngsuite", "libpng-*/contrib/testpngs", "libpng-*/contrib/testpngs/crashers",
                "libpng-*"], ["libpng-*/LICENSE", "libpng-*/contrib/pngsuite/README"]),
    "libspng": (["libspng-*/tests/crashers", "libspng-*/tests/misc"], ["libspng-*/LICENSE"]),
    "libjpeg-turbo": (["libjpeg-turbo-*/testimages"], ["libjpeg-turbo-*/LICENSE.md", "libjpeg-turbo-*/README.ijg"]),
    "pillow": (["pillow-*/Tests/images", "pillow-*/Tests/images/apng", "pillow-*/Tests/images/imagedraw"],
               ["pillow-*/LICENSE"]),
}


def pixels(path):
    with Image.open(path) as image:
        if image.format not in ("PNG", "JPEG", "MPO", "PPM"):
            raise ValueError(image.format)
        turned = ImageOps.exif_transpose(image)
        if turned.mode in ("I", "I;16", "I;16B"):
            values = np.asarray(turned).astype(np.int64)
            grey = np.round(values / 65535 * 255) if image.format == "PPM" else values >> 8
            turned = Image.fromarray(grey.astype(np.uint8))
        return turned.convert("RGB")


def line(path, name):
    try:
        image = pixels(path)
    except Exception:
        return f"{name} refused"
    return f"{name} {image.width} {image.height} {hashlib.sha256(image.tobytes()).hexdigest()}"


root, lines, seen = sys.argv[1], [], set()
for label, (folders, licences) in SETS.items():
    found = [path for folder in folders for path in sorted(glob.glob(os.path.join(root, folder, "*")))
             if path.lower().endswith(ENDINGS) and os.path.getsize(path) <= (
                 MOST_BYTES if label in ("pillow", "libspng") else 400_000)
             and os.path.basename(path) not in UNLICENSED]
    with zipfile.ZipFile(label + ".zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        def add(path, name):
            with open(path, "rb") as file:
                archive.writestr(zipfile.ZipInfo(name), file.read(), zipfile.ZIP_DEFLATED, 9)

        for licence in licences:
            path, = glob.glob(os.path.join(root, licence))
            add(path, os.path.basename(path) + ".licence")
        for path in found:
            with open(path, "rb") as file:
                digest = hashlib.sha256(file.read()).digest()
            if digest in seen:
                continue
            seen.add(digest)
            add(path, os.path.basename(path))
            lines.append(line(path, f"{label}/{os.path.basename(path)}"))

with open("expected.txt", "w") as file:
    file.write("\n".join(lines) + "\n")
