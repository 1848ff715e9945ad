"""Writes backward-MODEL[-spatial].safetensors: one training step of perf/Peers/mobile_former.py on named numbers, in double
precision, and the losses of AdamW steps. The files follow the rule that NamedWeights reads from their metadata.

    python3 tests/Golden/make_backward.py mobile_former_294m 4 64 2 --clear
    python3 tests/Golden/make_backward.py mobile_former_96m 4 32 21 --spatial
    python3 tests/Golden/make_backward.py mobile_former_26m 4 96 0 --check   compares with the file that is there
    python3 tests/Golden/make_backward.py mobile_former_96m 4 32 0 --search 40   tells which salt is fit

A gradient jumps where an activation has a kink. A salt is fit if no activation of the network comes so near to one that
single precision may take the other side: the distance of the nearest, over the error of single precision there. Large
networks have too many activations for that: --clear moves the norms before them away from 0.
"""
import json
import math
import os
import re
import struct
import sys

import numpy
import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "perf", "Peers"))
import mobile_former  # noqa: E402
from mobile_former import MobileFormer, Slopes  # noqa: E402

CLASSES, SAMPLES, STEPS, RATE, DECAY = 10, 32, 5, 1e-3, 0.05


salt, clear = 0, False


def uniform(name, count):
    """Numbers in [0, 1): splitmix64, started at FNV-1a of the name."""
    state = 0xCBF29CE484222325 ^ salt
    for byte in name.encode():
        state = (state ^ byte) * 0x100000001B3 & (1 << 64) - 1
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(state) + numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ z >> numpy.uint64(30)) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ z >> numpy.uint64(27)) * numpy.uint64(0x94D049BB133111EB)
        z = z ^ z >> numpy.uint64(31)
    return (z >> numpy.uint64(11)).astype(numpy.float64) * 2.0 ** -53


def fill(name, shape, low, high):
    return torch.tensor((low + (high - low) * uniform(name, math.prod(shape))).astype(numpy.float32)).double().view(shape)


def bounds(name, shape):
    norm = re.search(r"(stem\.1|features\.(\d+)\.conv(\d)?\.1|classifier\.conv\.2)\.(weight|bias)$", name)
    if clear and norm:
        # Inputs of an activation lie on one side of its kink: the negative one in every second block.
        if norm[4] == "weight":
            return 0.2, 0.3
        return (-1.3, -1.0) if norm[3] == "1" and int(norm[2]) % 2 else (1.0, 1.3)
    if name == "tokens.weight":
        return -1.0, 1.0
    if name.endswith(("running_mean", ".bias")):
        return -0.1, 0.1
    if len(shape) == 1:
        return 0.8, 1.2
    deviation = math.sqrt(3 / math.prod(shape[1:]))
    return -deviation, deviation


def sample(tensor):
    flat = tensor.detach().flatten()
    count = min(SAMPLES, len(flat))
    return flat[[k * len(flat) // count for k in range(count)]]


def load(model, recipe):
    state = model.state_dict()
    for name, shape, low, high in recipe:
        state[name].copy_(fill(name, shape, low, high))
    for name in state:
        if name.endswith("num_batches_tracked"):
            state[name].zero_()


def make(name, spatial, precision):
    model = MobileFormer(name, CLASSES, spatial=spatial).to(precision).train()
    recipe = [[key, list(value.shape), *bounds(key, value.shape)] for key, value in model.state_dict().items()
              if not key.endswith("num_batches_tracked")]
    load(model, recipe)
    return model, recipe


def kinks(name, batch, size, spatial, precision):
    """For each activation with kinks: its input, and where they are."""
    model, _ = make(name, spatial, precision)
    found = []
    handles = [(nn.ReLU, [0.0]), (nn.ReLU6, [0.0, 6.0]), (Slopes, [0.0])]
    for module in model.modules():
        for kind, places in handles:
            if isinstance(module, kind):
                module.register_forward_hook(lambda _, x, __, places=places: found.append((x[0].detach(), places)))
    hard = mobile_former.hard_sigmoid, nn.functional.hardswish

    def watched(function):
        def watch(x):
            found.append((x.detach(), [-3.0, 3.0]))
            return function(x)
        return watch
    mobile_former.hard_sigmoid, nn.functional.hardswish = map(watched, hard)
    with torch.no_grad():
        model(fill("input", [batch, 3, size, size], -2, 2).to(precision))
    mobile_former.hard_sigmoid, nn.functional.hardswish = hard
    return found


def fitness(name, batch, size, spatial):
    exact, single = (kinks(name, batch, size, spatial, p) for p in (torch.float64, torch.float32))
    return min(min((x - place).abs().min() for place in places) / (x - y).abs().max()
               for (x, places), (y, _) in zip(exact, single)).item()


def gradients(name, batch, size, spatial, precision):
    model, _ = make(name, spatial, precision)
    labels = torch.tensor([int(CLASSES * float(numpy.float32(u))) for u in uniform("labels", batch)])
    pictures = fill("input", [batch, 3, size, size], -2, 2).to(precision)
    torch.nn.functional.cross_entropy(model(pictures), labels).backward()
    return [sample(parameter.grad) for parameter in model.parameters()]


def tolerance(*arguments):
    """Of gradients, over each tensor's largest sample: 1e-3, or the error of PyTorch's own single precision with one or two
    threads, if that is larger."""
    exact = gradients(*arguments, torch.float64)
    shares = []
    for threads in 2, 1:
        torch.set_num_threads(threads)
        shares += [max(0.0, ((x - y).abs().max() - 2e-6).item()) / max(x.abs().max().item(), 2e-6)
                   for x, y in zip(exact, gradients(*arguments, torch.float32))]
    return max(1e-3, *shares)


def measure(name, batch, size, spatial):
    model, recipe = make(name, spatial, torch.float64)
    pictures = fill("input", [batch, 3, size, size], -2, 2)
    labels = torch.tensor([int(CLASSES * float(numpy.float32(u))) for u in uniform("labels", batch)])
    loss = torch.nn.functional.cross_entropy(model(pictures), labels)
    loss.backward()
    tensors = {}
    for key, parameter in model.named_parameters():
        tensors[f"grad.{key}.norm"] = parameter.grad.norm().view(1)
        tensors[f"grad.{key}.sample"] = sample(parameter.grad)
    for key, buffer in model.named_buffers():
        if not key.endswith("num_batches_tracked"):
            tensors[f"buffer.{key}.sample"] = sample(buffer)
    load(model, recipe)
    optimizer = torch.optim.AdamW(model.parameters(), RATE, weight_decay=DECAY)
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(pictures), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    tensors["losses"] = torch.tensor(losses, dtype=torch.float64)
    metadata = {"model": name, "batch": str(batch), "size": str(size), "salt": str(salt), "mode": "train",
                "classes": str(CLASSES), "dropout": "0", "precision": "float64",
                "tolerance": f"{tolerance(name, batch, size, spatial):.4f}", "spatial": str(spatial).lower(), "optimizer": "adamw",
                "betas": "0.9,0.999", "eps": "1e-08", "lr": str(RATE), "weight_decay": str(DECAY),
                "decay": "every parameter", "recipe": json.dumps(recipe, separators=(",", ":"))}
    return tensors, metadata


def write(path, tensors, metadata):
    header, data = {"__metadata__": metadata}, b""
    for key, tensor in tensors.items():
        values = tensor.to(torch.float32).numpy().tobytes()
        header[key] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def check(path, tensors):
    with open(path, "rb") as file:
        content = file.read()
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:8 + length])
    header.pop("__metadata__")
    worst = {"grad": 0.0, "buffer": 0.0, "losses": 0.0}
    assert header.keys() == tensors.keys(), header.keys() ^ tensors.keys()
    for key, entry in header.items():
        begin, end = entry["data_offsets"]
        there = numpy.frombuffer(content[8 + length + begin:8 + length + end], numpy.float32)
        here = tensors[key].numpy()
        # Where everything is rounding the difference counts, not its share.
        share = abs(there - here).max() / max(abs(there).max(), 2e-3)
        kind = key.split(".")[0]
        worst[kind] = max(worst[kind], share)
    print(path, worst)


if __name__ == "__main__":
    torch.set_num_threads(1)
    searched = int(sys.argv.pop(sys.argv.index("--search") + 1)) if "--search" in sys.argv else 0
    options = [argument for argument in sys.argv[1:] if argument.startswith("--")]
    model_name, batch_size, side, salt = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    arguments = model_name, int(batch_size), int(side), "--spatial" in options
    salt, clear = int(salt), "--clear" in options
    target = os.path.join(HERE, f"backward-{model_name}{'-spatial' if '--spatial' in options else ''}.safetensors")
    if searched:
        for salt in range(salt, salt + searched):
            print(salt, f"{fitness(*arguments):.2f}", flush=True)
    elif "--check" in options:
        check(target, measure(*arguments)[0])
    else:
        write(target, *measure(*arguments))
