"""Damaged pictures and what Pillow makes of them: expected.txt has name, width, height and the SHA-256 of the RGB
pixels, after ImageOps.exif_transpose. Run with Pillow 9.4.0 on libjpeg-turbo 2.1.5 (Debian 12: python3-pil,
libjpeg-turbo-progs). The other files of this folder were handed in with their digests."""
import hashlib, io, os, random, struct, subprocess, zlib
from PIL import Image, ImageOps

random.seed(7)


def picture(width, height, mode="RGB"):
    image = Image.new("RGB", (width, height))
    image.putdata([((x * 5 + y * 2) % 256, (x * x // 7 + y) % 256, (y * 4 + random.randrange(24)) % 256)
                   for y in range(height) for x in range(width)])
    return image.convert(mode)


def jpeg(image, *options):
    plain = io.BytesIO()
    image.save(plain, "PPM")
    return subprocess.run(["cjpeg", "-quality", "85", *options], input=plain.getvalue(), capture_output=True).stdout


def scans(file):
    return [i for i in range(len(file) - 1) if file[i] == 0xFF and file[i + 1] == 0xDA]


def restarts(file):
    start = scans(file)[0]
    return [i for i in range(start, len(file) - 1) if file[i] == 0xFF and 0xD0 <= file[i + 1] <= 0xD7]


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*chunks, header=(4, 2, 8, 2, 0, 0, 0), raw=bytes(range(26))):
    raw = b"\0" + raw[:12] + b"\0" + raw[12:24] if header[3] == 2 else raw
    parts = [chunk(b"IHDR", struct.pack(">IIBBBBB", *header)), *chunks, chunk(b"IDAT", zlib.compress(raw)),
             chunk(b"IEND", b"")]
    return parts


SIGNATURE = b"\x89PNG\r\n\x1a\n"


def tiff(*orientations):
    entries = b"".join(struct.pack(">HHIHH", 0x112, 3, 1, value, 0) for value in orientations)
    return b"MM\0*\0\0\0\x08" + struct.pack(">H", len(orientations)) + entries + b"\0\0\0\0"


def raw_profile(exif):
    return b"\nexif\n      %d\n%s\n" % (len(exif), exif.hex().encode())


files = {}
rows = jpeg(picture(40, 56), "-restart", "1")
marks = restarts(rows)
files["restart-lost.jpg"] = rows[:marks[1]] + rows[marks[1] + 2:]
files["restart-twice.jpg"] = rows[:marks[1]] + rows[marks[1]:marks[1] + 2] + rows[marks[1]:]
files["restart-ahead.jpg"] = rows[:marks[0] + 1] + b"\xd2" + rows[marks[0] + 2:]
files["restart-behind.jpg"] = rows[:marks[1] + 1] + b"\xd0" + rows[marks[1] + 2:]
files["restart-far.jpg"] = rows[:marks[1] + 1] + b"\xd5" + rows[marks[1] + 2:]
files["interval-cut.jpg"] = rows[:marks[1] - 30] + rows[marks[1]:]
whole = jpeg(picture(40, 56))
files["last-blocks-missing.jpg"] = whole[:len(whole) - 400] + b"\xff\xd9"
flipped = bytearray(whole)
for place in range(scans(whole)[0] + 60, len(whole) - 10, 97):
    flipped[place] ^= 0x10
files["bits-flipped.jpg"] = bytes(flipped)
for name, options in (("420", ("-sample", "2x2")), ("444", ("-sample", "1x1")), ("grey", ("-grayscale",))):
    progressive = jpeg(picture(75, 90), "-progressive", *options)
    starts = scans(progressive)
    for kept in {1, 2, len(starts) - 2}:
        files["unfinished-%s-%d.jpg" % (name, kept)] = progressive[:starts[kept]] + b"\xff\xd9"
    files["unfinished-%s-cut.jpg" % name] = progressive[:(starts[-1] + len(progressive)) // 2] + b"\xff\xd9"
    files["unfinished-%s-first-cut.jpg" % name] = progressive[:(starts[0] + starts[1]) // 2 + 20] + b"\xff\xd9"
two = jpeg(picture(12, 12), "-progressive", "-sample", "1x1")
files["unfinished-narrow.jpg"] = two[:scans(two)[1]] + b"\xff\xd9"

parts = png()
files["extra-data.png"] = SIGNATURE + b"".join(parts[:-1]) + chunk(b"IDAT", b"more") + parts[-1]
files["extra-data-later.png"] = (
    SIGNATURE + b"".join(parts[:-1]) + chunk(b"tEXt", b"a\0b") + chunk(b"IDAT", b"more") + parts[-1])
files["cut-in-checksum.png"] = SIGNATURE + (parts[0] + parts[1])[:-6]
files["unknown-critical.png"] = SIGNATURE + b"".join(png(chunk(b"ABCD", b"zz")))
files["crc-behind-data.png"] = SIGNATURE + parts[0] + parts[1] + chunk(b"tEXt", b"a\0b")[:-1] + b"\0" + parts[2]
files["palette-missing.png"] = SIGNATURE + b"".join(png(header=(4, 1, 8, 3, 0, 0, 0), raw=bytes([0, 0, 1, 2, 200])))
turned = {
    "exif-last-of-two": chunk(b"eXIf", tiff(6, 3)), "exif-last-chunk": chunk(b"eXIf", tiff(6)) + chunk(b"eXIf", tiff(3)),
    "raw-plain": chunk(b"tEXt", b"Raw profile type exif\0" + raw_profile(b"Exif\0\0" + tiff(6))),
    "raw-international": chunk(b"iTXt", b"Raw profile type exif\0\0\0\0\0" + raw_profile(b"Exif\0\0" + tiff(8))),
    "xmp": chunk(b"iTXt", b'XML:com.adobe.xmp\0\0\0\0\0<a tiff:Orientation="6"/>'),
    "xmp-element": chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0"
                         + zlib.compress(b"<tiff:Orientation>5</tiff:Orientation>")),
    "xmp-behind-exif": chunk(b"eXIf", tiff(3)) + chunk(b"iTXt", b'XML:com.adobe.xmp\0\0\0\0\0tiff:Orientation="6"'),
}
for name, extra in turned.items():
    files["turned-%s.png" % name] = SIGNATURE + b"".join(png(extra))
files["turned-exif-behind.png"] = SIGNATURE + parts[0] + parts[1] + chunk(b"eXIf", tiff(6)) + parts[2]

for name, data in files.items():
    with open(name, "wb") as file:
        file.write(data)
with open("expected.txt", "w") as expected:
    for name in sorted(f for f in os.listdir(".") if f.endswith((".jpg", ".png")) and f != "mp108.png"):
        image = ImageOps.exif_transpose(Image.open(name)).convert("RGB")
        expected.write("%s %d %d %s\n" % (name, *image.size, hashlib.sha256(image.tobytes()).hexdigest()))
