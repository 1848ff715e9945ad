"""Writes optimizers.safetensors: what five updates make of a few parameters, in double precision.

    /usr/bin/python3 tests/Golden/make_optimizers.py

SGD, Adam, AdamW, RMSprop and the clipping of norms and values are PyTorch's own (Debian's python3-torch). LAMB (You et al.,
2020), Lion (Chen et al., 2023) and adaptive clipping (Brock et al., 2021) are written from their formulas, with timm's
choices: LAMB scales all gradients to a norm of at most 1 together, adapts only what decays, and has the decay in its
direction; adaptive clipping leaves the last linear alone. Numbers follow from a rule that the test has too; of each
parameter every ninth element is stored.
"""
import json
import os
import struct

import torch

SHAPES = {
    "stem.weight": (6, 3, 3, 3), "stem.bias": (6,), "features.0.weight": (5, 6), "features.0.scale": (5,),
    "features.1.weight": (45, 100), "head.weight": (4, 5), "head.bias": (4,),
}
LAYERS = {"stem": 0, "features.0": 1, "features.1": 2, "head": 3}
STEPS, RATE, DECAY, EVERY = 5, 0.01, 0.1, 9
LAST = "head."


def numbers(shape, salt):
    """In [-0.5, 0.5): a multiplicative hash of the index."""
    count = torch.Size(shape).numel()
    values = [((i * 2654435761 + salt * 40503 + 12345) % 2 ** 32) / 2 ** 32 - 0.5 for i in range(count)]
    return torch.tensor(values, dtype=torch.float32).double().view(shape)


def gradient(place, shape, step):
    # Those of later parameters are larger, so that some are clipped and some are not.
    return (numbers(shape, 100 * step + place + 7) * torch.tensor(0.002 * 4 ** place, dtype=torch.float32)).float().double()


def layer_of(name):
    return next(index for layer, index in LAYERS.items() if name.startswith(layer + "."))


def norm_of_units(x):
    return x.norm() if x.ndim <= 1 else x.flatten(1).norm(dim=1).view(-1, *[1] * (x.ndim - 1))


def clip_adaptively(parameters, factor):
    clipped = 0
    for name, p in parameters.items():
        if name.startswith(LAST):
            continue
        most = norm_of_units(p.detach()).clamp(min=1e-3) * factor
        norm = norm_of_units(p.grad)
        clipped += int((norm >= most).sum())
        p.grad.copy_(torch.where(norm < most, p.grad, p.grad * most / norm.clamp(min=1e-6)))
    return clipped


class Lamb:
    def __init__(self, groups):
        self.groups, self.state, self.t = groups, {}, 0

    def step(self):
        self.t += 1
        norm = torch.stack([p.grad.norm() for g in self.groups for p in g["params"]]).norm()
        for group in self.groups:
            for p in group["params"]:
                grad = p.grad / max(1.0, float(norm))
                m, v = self.state.setdefault(p, (torch.zeros_like(p), torch.zeros_like(p)))
                m.mul_(0.9).add_(0.1 * grad)
                v.mul_(0.999).add_(0.001 * grad ** 2)
                direction = (m / (1 - 0.9 ** self.t)) / ((v / (1 - 0.999 ** self.t)).sqrt() + 1e-6)
                if group["weight_decay"] > 0:
                    direction = direction + group["weight_decay"] * p.detach()
                    a, b = p.detach().norm(), direction.norm()
                    direction = direction * (a / b if a > 0 and b > 0 else 1.0)
                p.data.sub_(group["lr"] * direction)


class Lion:
    def __init__(self, groups):
        self.groups, self.state = groups, {}

    def step(self):
        for group in self.groups:
            for p in group["params"]:
                m = self.state.setdefault(p, torch.zeros_like(p))
                p.data.mul_(1 - group["lr"] * group["weight_decay"])
                p.data.sub_(group["lr"] * torch.sign(0.9 * m + 0.1 * p.grad))
                m.mul_(0.99).add_(0.01 * p.grad)


OPTIMIZERS = {
    "sgd": lambda groups: torch.optim.SGD(groups, RATE, momentum=0.9, nesterov=True),
    "adam": lambda groups: torch.optim.Adam(groups, RATE),
    "adamw": lambda groups: torch.optim.AdamW(groups, RATE),
    "rmsprop": lambda groups: torch.optim.RMSprop(groups, RATE, alpha=0.9, momentum=0.9),
    "lamb": Lamb, "lion": Lion,
}


def run(optimizer, clip=None, limit=None, layer_decay=1.0):
    parameters = {name: torch.nn.Parameter(numbers(shape, place)) for place, (name, shape) in enumerate(SHAPES.items())}
    groups = [{
        "params": [p], "lr": RATE * layer_decay ** (3 - layer_of(name)), "weight_decay": DECAY if p.ndim > 1 else 0.0,
    } for name, p in parameters.items()]
    rule = OPTIMIZERS[optimizer](groups)
    clipped = 0
    for step in range(STEPS):
        for place, (name, p) in enumerate(parameters.items()):
            p.grad = gradient(place, SHAPES[name], step)
        if clip == "norm":
            clipped += float(torch.nn.utils.clip_grad_norm_(list(parameters.values()), limit)) > limit
        elif clip == "value":
            clipped += sum(int((p.grad.abs() > limit).sum()) for p in parameters.values())
            torch.nn.utils.clip_grad_value_(list(parameters.values()), limit)
        elif clip == "agc":
            clipped += clip_adaptively(parameters, limit)
        rule.step()
    print(f"{optimizer} {clip} {limit} {layer_decay}: {clipped} clipped")
    assert (clip is None) == (clipped == 0)
    return {name: p.detach().flatten()[::EVERY].float() for name, p in parameters.items()}


CASES = {
    "sgd": ("sgd",), "adam": ("adam",), "adamw": ("adamw",), "rmsprop": ("rmsprop",), "lamb": ("lamb",), "lion": ("lion",),
    "sgd-norm": ("sgd", "norm", 0.5), "sgd-value": ("sgd", "value", 0.05), "sgd-agc": ("sgd", "agc", 0.05),
    "lamb-agc": ("lamb", "agc", 0.2), "lamb-value": ("lamb", "value", 0.2),
    "adamw-layers": ("adamw", None, None, 0.7), "lamb-layers": ("lamb", None, None, 0.7),
}

if __name__ == "__main__":
    tensors = {f"{case}/{name}": values for case, setting in CASES.items() for name, values in run(*setting).items()}
    header, data = {}, b""
    for name, values in tensors.items():
        content = values.numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "optimizers.safetensors"), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)
