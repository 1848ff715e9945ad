"""Prints the numbers of MobileNetTests and MobileNetTrainingTests that docs/Networks.md does not have: what torchvision
0.14 computes, in double precision, with weights and pictures filled by name (Networks 5.1, SeededWeights.cs).

    apt-get install python3-torchvision; /usr/bin/python3 tests/Golden/make_mobilenets.py
"""
import numpy
import torch
from torchvision.models import mobilenet_v2, mobilenetv3

PARTS = ["features.0.0.weight", "features.1.conv.0.0.weight", "features.7.conv.1.0.weight", "features.18.1.bias",
         "features.1.block.1.0.weight", "features.4.block.1.0.weight", "features.4.block.2.fc1.weight",
         "features.9.block.0.0.weight", "classifier.0.weight", "classifier.1.weight", "classifier.3.bias"]


def fnv(data):
    state = 0x811C9DC5
    for byte in data:
        state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
    return state


def uniform(name, count):
    mask = numpy.uint64(0xFFFFFFFF)
    steps = numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B9)
    x = numpy.uint64(fnv(name.encode())) + steps & mask
    x = (x ^ x >> numpy.uint64(16)) * numpy.uint64(0x7FEB352D) & mask
    x = (x ^ x >> numpy.uint64(15)) * numpy.uint64(0x846CA68B) & mask
    return (x ^ x >> numpy.uint64(16)).astype(numpy.float64) / 2.0 ** 32


def fill(model):
    state = model.state_dict()
    for name, tensor in state.items():
        if name.endswith("num_batches_tracked"):
            continue
        u = uniform(name, tensor.numel())
        v = 2 * u - 1
        if name.endswith("running_var"):
            values = 0.5 + u
        elif name.endswith("running_mean"):
            values = 0.2 * v
        elif name.endswith(".bias"):
            values = 0.1 * v
        elif tensor.dim() == 1:
            values = 1 + 0.2 * v
        else:
            values = v * (3 / numpy.prod(tensor.shape[1:])) ** 0.5
        state[name] = torch.tensor(values.astype(numpy.float32)).double().view(tensor.shape)
    model.double().load_state_dict(state)
    return model


def picture(name, *shape):
    return torch.tensor((2 * uniform(name, int(numpy.prod(shape))) - 1).astype(numpy.float32)).double().view(shape)


def v3(name, width, dropout=0.2):
    rows, last = mobilenetv3._mobilenet_v3_conf(name, width_mult=width)
    return mobilenetv3.MobileNetV3(rows, last, dropout=dropout)


for width in (0.75, 1.25):
    model = fill(v3("mobilenet_v3_large", width)).eval()
    text = "".join(f"{k} {','.join(map(str, t.shape))}\n" for k, t in model.state_dict().items()).encode()
    logits = model(picture("input", 1, 3, 224, 224))[0].detach()
    print(f"large {width}: {len(model.state_dict())}, {len(text)}, {fnv(text):#x};",
          [round(x, 6) for x in logits[:5].tolist()], round(logits.sum().item(), 6), logits.argmax().item())

# With the pictures of the others an activation of V2's last stages, whose batch statistics are of 16 values, lies on a kink of
# ReLU6, and 3e-7 in the weights move its gradients by 1 %; with these by 5e-4 at most.
PICTURES = {"mobilenet_v2": "input_train_h"}

for name, model in (("mobilenet_v2", mobilenet_v2(dropout=0.0)),
                    ("mobilenet_v3_small", v3("mobilenet_v3_small", 1, 0.0)),
                    ("mobilenet_v3_large_075", v3("mobilenet_v3_large", 0.75, 0.0)),
                    ("mobilenet_v3_large_125", v3("mobilenet_v3_large", 1.25, 0.0))):
    fill(model).train()
    pictures = picture(PICTURES.get(name, "input_train"), 4, 3, 64, 64)
    loss = torch.nn.functional.cross_entropy(model(pictures), torch.tensor([3, 7, 42, 999]))
    loss.backward()
    gradients = {n: p.grad.norm().item() for n, p in model.named_parameters()}
    print(name, f"{loss.item():.9g}", f"{sum(g * g for g in gradients.values()) ** 0.5:.9g}")
    for part in PARTS:
        if part in gradients:
            print(f'            ["{part}"] = {gradients[part]:.9g},')
    print("           ", [f"{v:.8g}" for v in model.state_dict()["features.0.1.running_var"][:2].tolist()])
