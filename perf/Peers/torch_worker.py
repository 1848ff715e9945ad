"""Runs PyTorch for comparisons (perf -- train, perf -- gpu-peers): one JSON request a line on standard input, one JSON
answer a line on standard output. Idle between requests, so that the two sides never compute at the same time."""
import json
import platform
import struct
import sys
import time

import numpy
import torch

from mobile_former import MobileFormer


def network(name, tensors):
    model = MobileFormer(name, tensors["classifier.classifier.1.bias"].shape[0])
    missing, extra = model.load_state_dict(tensors, strict=False)
    missing = [key for key in missing if not key.endswith("num_batches_tracked")]
    if missing or extra:
        raise ValueError(f"missing {missing}, unknown {extra}")
    return model


def unavailable(mode):
    """Why a mode cannot be had here, or nothing."""
    if mode in ("eager", "channels-last"):
        return ""
    if not hasattr(torch, "compile"):
        return f"PyTorch {torch.__version__} has no torch.compile"
    if not torch.cuda.is_available():
        return "no CUDA device: CUDA graphs and autotuning are of cards"
    return ""


def prepare(model, pictures, mode):
    """Modes: eager, channels-last, and those of torch.compile, which get channels-last too."""
    if mode != "eager":
        model = model.to(memory_format=torch.channels_last)
        pictures = pictures.contiguous(memory_format=torch.channels_last)
    return (model if mode in ("eager", "channels-last") else torch.compile(model, mode=mode)), pictures


class Training:
    def __init__(self, name, path, threads, rate, decay, device="cpu", mode="eager"):
        torch.set_num_threads(threads)
        self.device = torch.device(device)
        tensors = read(path)
        pictures = tensors.pop("input").to(self.device)
        self.labels = tensors.pop("labels").long().to(self.device)
        model = network(name, tensors).to(self.device).train()
        parameters = list(model.parameters())
        self.model, self.pictures = prepare(model, pictures, mode)
        self.optimizer = torch.optim.AdamW([
            {"params": [p for p in parameters if p.dim() > 1], "weight_decay": decay},
            {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0.0}], rate)

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.cross_entropy(self.model(self.pictures), self.labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()  # waits for the device


class Inference:
    """Pictures stay on the device, as between two layers of a program; `copies` brings them there and logits back."""

    def __init__(self, name, path, threads, device, mode, precision):
        torch.set_num_threads(threads)
        self.device = torch.device(device)
        tensors = read(path)
        kind = {"float32": torch.float32, "float16": torch.float16}[precision]
        self.host = tensors.pop("input").to(kind)
        if self.device.type == "cuda":
            self.host = self.host.pin_memory()
        model = network(name, tensors).to(self.device, kind).eval()
        self.model, self.pictures = prepare(model, self.host.to(self.device), mode)

    def wait(self):
        if self.device.type == "cuda":
            torch.cuda.synchronize()

    @torch.inference_mode()
    def step(self, copies=False):
        if copies:
            self.pictures.copy_(self.host, non_blocking=True)
        logits = self.model(self.pictures)
        if copies:
            return logits.float().cpu()
        self.wait()
        return None

    @torch.inference_mode()
    def exact(self):
        """Logits without TensorFloat-32, to be compared."""
        flags = torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32
        torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
        logits = self.model(self.pictures).float().cpu()
        torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32 = flags
        return logits


def read(path):
    with open(path, "rb") as file:
        content = file.read()
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:8 + length])
    header.pop("__metadata__", None)
    return {name: torch.from_numpy(numpy.frombuffer(
        content, numpy.float32, (end - begin) // 4, 8 + length + begin).reshape(entry["shape"]).copy())
        for name, entry in header.items() for begin, end in [entry["data_offsets"]]}


def timed(step, *arguments):
    start = time.perf_counter_ns()
    result = step(*arguments)
    return [time.perf_counter_ns() - start, result]


current = None
for line in sys.stdin:
    try:
        request = json.loads(line)
        command = request.pop("command")
        if command == "version":
            card = torch.cuda.get_device_name() if torch.cuda.is_available() else "no card"
            answer = {"torch": torch.__version__, "python": platform.python_version(), "card": card,
                      "cuda": torch.version.cuda or "none"}
        elif command == "load":
            current, answer = Training(**request), {}
        elif command == "open":
            reason = unavailable(request["mode"])
            current = None  # first what the one before held
            if torch.cuda.is_available():
                torch.cuda.empty_cache()
            current, answer = (None if reason else Inference(**request)), {"unavailable": reason}
        elif command == "train":
            reason = unavailable(request["mode"])
            current, answer = (None if reason else Training(**request)), {"unavailable": reason}
        elif command == "logits":
            current.exact().numpy().tofile(request["path"])
            answer = {}
        elif command == "infer":
            answer = {"nanoseconds": [timed(current.step, request["copies"])[0] for _ in range(request["count"])]}
        else:
            answer = {"steps": [timed(current.step) for _ in range(request["count"])]}
    except Exception as error:  # the other side shows it
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
