"""Writes the PyTorch checkpoints beside this file, and expected.json with the values they hold.

Run with PyTorch 1.13 (Debian: apt install python3-torch): python3 make_checkpoints.py
"""

import argparse
import collections
import json
import pathlib

import numpy
import torch

HERE = pathlib.Path(__file__).parent
expected = {}


def note(file, tensors):
    expected[file] = {
        name: {
            "dtype": str(t.dtype).removeprefix("torch."),
            "shape": list(t.shape),
            "values": t.detach().double().flatten().tolist(),
        }
        for name, t in tensors.items()
    }


def save(file, content, legacy=False):
    torch.save(content, HERE / file, _use_new_zipfile_serialization=not legacy)


def network(first):
    net = torch.nn.Sequential(collections.OrderedDict(
        conv=torch.nn.Conv2d(2, 3, 1, bias=False), norm=torch.nn.BatchNorm2d(3), head=torch.nn.Linear(3, 2)))
    with torch.no_grad():
        for i, p in enumerate(net.parameters()):
            p.copy_(torch.arange(p.numel()).reshape(p.shape) * 0.125 + first + i)
    return net


def prefixed(state):
    return collections.OrderedDict(("module." + name, t) for name, t in state.items())


net, average = network(1), network(100)
note("plain", net.state_dict())
note("average", average.state_dict())
save("plain-zip.pth", net.state_dict())
save("plain-legacy.pth", net.state_dict(), legacy=True)
save("model-and-ema-zip.pth", {"model": net.state_dict(), "model_ema": prefixed(average.state_dict()), "epoch": 2})

optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)

for p in net.parameters():
    p.grad = torch.zeros_like(p)
with torch.no_grad():
    before = {name: t.clone() for name, t in net.state_dict().items()}
optimizer.step()
net.load_state_dict(before)

# The layout of timm's training script.
training = {
    "epoch": 7,
    "arch": "mobile_former_26m",
    "state_dict": prefixed(net.state_dict()),
    "optimizer": optimizer.state_dict(),
    "version": 2,
    "args": argparse.Namespace(model="mobile_former_26m", lr=0.1, mean=(0.485, 0.456, 0.406), amp=True, resume=None,
                               crop=[0.08, 1.0], seed=-42, large=1 << 40),
    "amp_scaler": {"scale": 65536.0, "growth_factor": 2.0, "_growth_tracker": 1},
    "state_dict_ema": prefixed(average.state_dict()),
    "metric": numpy.float64(76.5),
}
note("training", net.state_dict())
save("training-zip.pth.tar", training)
save("training-legacy.pth.tar", training, legacy=True)

types = collections.OrderedDict()
for name in "float64 float32 float16 bfloat16 int64 int32 int16 int8 uint8 bool".split():
    values = torch.tensor([1, 0, 3]) if name in ("uint8", "bool") else torch.tensor([1, -2, 3])
    types[name] = values.to(getattr(torch, name))
note("types", types)
save("types-zip.pth", types)
save("types-legacy.pth", types, legacy=True)

base = torch.arange(24, dtype=torch.float32)
strided = collections.OrderedDict(
    transposed=base.reshape(4, 6).t(),
    permuted=base.reshape(2, 3, 4).permute(2, 0, 1),
    sliced=base[5:20:3],
    window=base.reshape(4, 6)[1:3, 2:5],
    expanded=torch.tensor([[7.0], [8.0]]).expand(2, 3),
    shared=base,
    tied=base,
    scalar=torch.tensor(2.5),
    scalar_inside=base[9],
    none=torch.zeros(0, 3),
    parameter=torch.nn.Parameter(base[:4].reshape(2, 2).t()),
    channels_last=base.reshape(1, 2, 3, 4).contiguous(memory_format=torch.channels_last),
)
note("strided", strided)
save("strided-zip.pth", strided)
save("strided-legacy.pth", strided, legacy=True)

# To be refused: a pickled module needs its class, which is code.
save("module-zip.pth", torch.nn.Linear(2, 1))
save("module-legacy.pth", torch.nn.Linear(2, 1), legacy=True)

(HERE / "expected.json").write_text(json.dumps(expected, indent=1).replace("\n    ", " ").replace("\n   ", " ") + "\n")
