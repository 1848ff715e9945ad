"""Makes autoaugment-*.png and .txt in this folder: what torchvision 0.14's AutoAugment does with the ImageNet policy.

Run in this folder on Debian 12: apt-get install python3-torchvision; /usr/bin/python3 make_autoaugment.py

autoaugment-source.png is a square of source.png. The pictures of autoaugment-operations.png stand below each other, one
for each line of autoaugment-operations.txt (operation, level or -1, sign); so do those of autoaugment-pairs.png, one for
each line of autoaugment-pairs.txt (two operations, each with probability and level), both applied, with sign 1 and -1.
"""
from unittest import mock

import torch
from PIL import Image
from torchvision.transforms import autoaugment
from torchvision.transforms.functional import InterpolationMode

SIDE = 20
source = Image.open("source.png").crop((2, 1, 2 + SIDE, 1 + SIDE))
source.save("autoaugment-source.png", optimize=True)
augment = autoaugment.AutoAugment(interpolation=InterpolationMode.BILINEAR)
signed = {name: signs for name, (_, signs) in augment._augmentation_space(10, (SIDE, SIDE)).items()}


def augmented(pair, applied, signs):
    """What the class makes of the picture if these are its random numbers."""
    drawn = (pair, torch.tensor([0.0 if a else 2.0 for a in applied]), torch.tensor(signs))
    with mock.patch.object(autoaugment.AutoAugment, "get_params", staticmethod(lambda _: drawn)):
        return augment(source)


def stack(name, pictures):
    strip = Image.new("RGB", (SIDE, SIDE * len(pictures)))
    for i, picture in enumerate(pictures):
        strip.paste(picture, (0, i * SIDE))
    strip.save(f"{name}.png", optimize=True)


def level(value):
    return -1 if value is None else value


operations = {}
for pair, steps in enumerate(augment.policies):
    for i, (name, _, magnitude) in enumerate(steps):
        for sign in (1, 0) if signed[name] else (1,):
            key = (name, level(magnitude), 1 if sign else -1)
            operations[key] = augmented(pair, [i == 0, i == 1], [sign, sign])
keys = sorted(operations)
stack("autoaugment-operations", [operations[key] for key in keys])
with open("autoaugment-operations.txt", "w") as file:
    file.writelines(f"{name} {magnitude} {sign}\n" for name, magnitude, sign in keys)
stack("autoaugment-pairs", [
    augmented(pair, [True, True], [1, 0]) for pair in range(len(augment.policies))])
with open("autoaugment-pairs.txt", "w") as file:
    file.writelines(
        " ".join(f"{name} {probability} {level(magnitude)}" for name, probability, magnitude in steps) + "\n"
        for steps in augment.policies)
