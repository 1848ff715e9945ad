"""Pillow for ImagesProgram.cs: one JSON request a line, one JSON answer a line."""
import hashlib
import io
import json
import sys
import time


def answer(request):
    from PIL import Image, __version__, features
    if request["command"] == "version":
        return {"version": f"Pillow {__version__}, libjpeg-turbo {features.version('libjpeg_turbo')}, zlib "
                           f"{features.version('zlib')}"}
    with open(request["path"], "rb") as file:
        data = file.read()
    wall, cpu = time.perf_counter_ns(), time.process_time_ns()
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    wall, cpu = time.perf_counter_ns() - wall, time.process_time_ns() - cpu
    result = {"wall": wall, "cpu": cpu}
    # Not always: a copy of all pixels changes what the next image costs to allocate.
    if request["digest"]:
        result["sha256"] = hashlib.sha256(picture.tobytes()).hexdigest()
    return result


for line in sys.stdin:
    try:
        result = answer(json.loads(line))
    except Exception as fault:
        result = {"error": f"{type(fault).__name__}: {fault}"}
    print(json.dumps(result), flush=True)
