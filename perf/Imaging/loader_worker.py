"""PyTorch's DataLoader for LoaderProgram.cs: one JSON request a line, one JSON answer a line."""
import json
import resource
import sys
import time


def spent():
    """Processor time of this process and of those that have ended."""
    return sum(part for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
               for part in resource.getrusage(who)[:2])


def answer(request):
    import PIL
    import torch
    import torchvision
    from torchvision import transforms
    if request["command"] == "version":
        return {"version": f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}, Pillow {PIL.__version__}"}
    torch.set_num_threads(1)
    data = torchvision.datasets.ImageFolder(request["folder"], transforms.Compose([
        transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip(), transforms.ToTensor(),
        transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))]))
    seconds, cpu, count = time.perf_counter(), spent(), 0
    loader = torch.utils.data.DataLoader(data, request["batch"], shuffle=True, num_workers=request["workers"])
    for pixels, _ in loader:
        count += pixels.shape[0]
    seconds = time.perf_counter() - seconds
    # The workers have ended: their time counts.
    del loader
    return {"seconds": seconds, "cpu": spent() - cpu, "count": count}


for line in sys.stdin:
    try:
        result = answer(json.loads(line))
    except Exception as fault:
        result = {"error": f"{type(fault).__name__}: {fault}"}
    print(json.dumps(result), flush=True)
