"""Prints the numbers of ResNetTests and ResNetTrainingTests: what torchvision 0.14 computes, in double precision, with weights
and pictures filled by name (Networks 5.1, SeededWeights.cs), and how far its own single precision is from them.

    apt-get install python3-torchvision; /usr/bin/python3 tests/Golden/make_resnets.py
"""
import importlib.util
import io
import os
import re
from contextlib import redirect_stdout

import torch
from torchvision.models import resnet18, resnet50

PARTS = ["conv1.weight", "layer1.0.conv2.weight", "layer2.0.conv2.weight", "layer2.0.downsample.0.weight",
         "layer3.1.conv1.weight", "layer4.1.conv2.weight", "fc.weight", "fc.bias", "bn1.weight", "layer4.1.bn2.bias"]
HERE = os.path.dirname(os.path.abspath(__file__))
SIDE = 64


def helpers():
    """fill, picture and fnv of make_mobilenets.py, without what it prints."""
    path = os.path.join(HERE, "make_mobilenets.py")
    spec = importlib.util.spec_from_file_location("make_mobilenets", path)
    module = importlib.util.module_from_spec(spec)
    with redirect_stdout(io.StringIO()), open(path) as file:
        source = file.read()
        exec(compile(source[:source.index("for width in")], path, "exec"), module.__dict__)
    return module


make = helpers()


def clear(model):
    """Keeps the inputs of ReLUs away from 0, where single precision may take the other side: within a block odd channels are
    far below it, all others far above."""
    state = model.state_dict()
    for key, value in state.items():
        norm = re.search(r"(bn\d|downsample\.1)\.(weight|bias)$", key)
        if norm and norm[2] == "weight":
            value *= 0.25
        elif norm:
            value += 1.25
            if re.search(r"layer.*bn[12]\.bias$", key):
                value[1::2] -= 2.5
    return model


def step(create, clears, frozen, precision):
    model = make.fill(create())
    model = (clear(model) if clears else model).to(precision).train(not frozen)
    loss = torch.nn.functional.cross_entropy(
        model(make.picture("input_train", 4, 3, SIDE, SIDE).to(precision)), torch.tensor([3, 7, 42, 999]))
    loss.backward()
    gradients = {n: p.grad for n, p in model.named_parameters()
                 if not frozen or "bn" not in n and "downsample.1" not in n}
    return loss.item(), gradients, model.state_dict()["bn1.running_var"][:2].tolist()


for name, create in (("resnet18", resnet18), ("resnet50", resnet50)):
    model = make.fill(create()).eval()
    text = "".join(f"{k} {','.join(map(str, t.shape))}\n" for k, t in model.state_dict().items()).encode()
    print(f"{name}: {len(model.state_dict())}, {len(text)}, {make.fnv(text):#x},",
          sum(p.numel() for p in model.parameters()), "parameters")
    for shape in (1, 3, 96, 96), (2, 3, 65, 49):
        logits = model(make.picture("input", *shape)).detach()
        print("   ", shape, [round(x, 6) for x in logits[0, :5].tolist()], round(logits.sum().item(), 6),
              logits[0].argmax().item())
    for clears, frozen in ((False, False), (True, False), (False, True)):
        loss, gradients, variance = step(create, clears, frozen, torch.float64)
        single = step(create, clears, frozen, torch.float32)[1]
        norm = sum(g.norm().item() ** 2 for g in gradients.values()) ** 0.5
        print(f"    clear {clears}, frozen {frozen}: loss {loss:.9g}, norm {norm:.9g}, variance", variance,
              "single precision is off by", max(((single[n] - g).norm() / g.norm()).item() for n, g in gradients.items()))
        for part in PARTS:
            if part in gradients:
                gradient = gradients[part].flatten()
                probe = torch.tensor(2 * make.uniform("probe." + part, len(gradient)) - 1)
                print(f'            ["{part}"] = ({gradient.norm().item():.9g}, {(gradient @ probe).item():.9g}),')
