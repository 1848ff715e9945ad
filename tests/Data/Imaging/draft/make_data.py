"""Writes what Pillow reads of the JPEG files of the neighbouring folders when it may scale them down while decoding.

Run in this folder on Debian 12: apt-get install python3-pil; /usr/bin/python3 make_data.py

Lines of expected.txt: picture, n of Image.draft("RGB", (n, n)), width, height, SHA-256 of the RGB bytes.
"""
import glob
import hashlib

from PIL import Image, ImageOps

with open("expected.txt", "w") as lines:
    for path in sorted(glob.glob("../jpeg/*.jpg") + glob.glob("../recovered/*.jpg") + glob.glob("../transform/*.jpg")):
        seen = set()
        for n in (30, 15, 7, 3, 1):
            picture = Image.open(path)
            picture.draft("RGB", (n, n))
            try:
                picture = ImageOps.exif_transpose(picture).convert("RGB")
            except OSError:
                continue
            # The same scale as before shows nothing new.
            if picture.size in seen:
                continue
            seen.add(picture.size)
            digest = hashlib.sha256(picture.tobytes()).hexdigest()
            print(path[3:], n, *picture.size, digest, file=lines)
