"""Makes the files in this folder, of formats that GpuFormer.Imaging.Skia reads, and writes what Pillow reads from them.

Run in this folder on Debian 12: apt-get install python3-pil; /usr/bin/python3 make_data.py

Lines of expected.txt: image, width, height, SHA-256 of the RGB bytes.
"""
import glob
import hashlib

from PIL import Image, ImageOps

photo = Image.open("../transform/landscape.jpg").convert("RGB").resize((61, 47))
turned = photo.rotate(90)
alpha = photo.copy()
alpha.putalpha(photo.convert("L"))
upside = Image.Exif()
upside[0x112] = 6
photo.save("lossy.webp", quality=80)
photo.save("turned.webp", quality=80, exif=upside)
photo.save("animated.webp", quality=50, save_all=True, append_images=[turned], duration=100)
photo.quantize(16).save("interlaced.gif", interlace=1)
photo.quantize(32).save("animated.gif", save_all=True, append_images=[turned.quantize(32)], duration=100)
alpha.resize((20, 15)).save("alpha-lossless.webp", lossless=True, exact=True)
alpha.save("alpha.webp", quality=80, exact=True)
photo.resize((32, 32)).save("icon.ico", sizes=[(32, 32)])

with open("expected.txt", "w") as lines:
    for path in sorted(glob.glob("*.webp") + glob.glob("*.gif") + glob.glob("*.ico")):
        picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
        print(path, *picture.size, hashlib.sha256(picture.tobytes()).hexdigest(), file=lines)
