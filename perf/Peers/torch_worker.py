"""Runs PyTorch for the comparison of training: one JSON request a line on standard input, one JSON answer a line on
standard output. Idle between requests, so that the two sides never compute at the same time."""
import json
import platform
import struct
import sys
import time

import numpy
import torch

from mobile_former import MobileFormer


class Training:
    def __init__(self, name, path, threads, rate, decay):
        torch.set_num_threads(threads)
        tensors = read(path)
        self.pictures, self.labels = tensors.pop("input"), tensors.pop("labels").long()
        self.model = MobileFormer(name, tensors["classifier.classifier.1.bias"].shape[0])
        missing, extra = self.model.load_state_dict(tensors, strict=False)
        missing = [key for key in missing if not key.endswith("num_batches_tracked")]
        if missing or extra:
            raise ValueError(f"missing {missing}, unknown {extra}")
        self.model.train()
        parameters = list(self.model.parameters())
        self.optimizer = torch.optim.AdamW([
            {"params": [p for p in parameters if p.dim() > 1], "weight_decay": decay},
            {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0.0}], rate)

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.cross_entropy(self.model(self.pictures), self.labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()


def read(path):
    with open(path, "rb") as file:
        content = file.read()
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:8 + length])
    header.pop("__metadata__", None)
    return {name: torch.from_numpy(numpy.frombuffer(
        content, numpy.float32, (end - begin) // 4, 8 + length + begin).reshape(entry["shape"]).copy())
        for name, entry in header.items() for begin, end in [entry["data_offsets"]]}


def timed(step):
    start = time.perf_counter_ns()
    loss = step()
    return [time.perf_counter_ns() - start, loss]


training = None
for line in sys.stdin:
    try:
        request = json.loads(line)
        command = request.pop("command")
        if command == "version":
            answer = {"torch": torch.__version__, "python": platform.python_version()}
        elif command == "load":
            training, answer = Training(**request), {}
        else:
            answer = {"steps": [timed(training.step) for _ in range(request["count"])]}
    except Exception as error:  # the other side shows it
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
