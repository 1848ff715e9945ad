"""Mobile-Former as plain PyTorch modules, for comparisons: perf -- train, tests/Golden/make_backward.py. Names of the state
dict are the official ones; src/Host/Models says more about every layer."""
import torch
from torch import nn
from torch.nn import functional

SMALLEST = [(True, 3, 12, 2, 0), (False, 3, 12, 1, 3), (True, 6, 24, 2, 4), (False, 3, 24, 1, 3), (True, 6, 48, 2, 4),
            (False, 4, 48, 1, 4), (False, 6, 64, 1, 4), (True, 6, 96, 2, 4), (False, 6, 96, 1, 4)]

# name: stem channels, tokens, their width, hidden channels of the head, filter groups,
# blocks (down-sampling, first expansion, channels, stride, second expansion; 0: convolutions alone)
VARIANTS = {
    "mobile_former_26m": (8, 3, 128, 1024, 4, SMALLEST),
    "mobile_former_52m": (8, 3, 128, 1024, 1, SMALLEST),
    "mobile_former_96m": (12, 4, 128, 1280, 1, [
        (True, 2, 12, 1, 0), (True, 6, 16, 2, 4), (True, 6, 32, 2, 4), (False, 3, 32, 1, 3), (True, 6, 64, 2, 4),
        (False, 4, 64, 1, 4), (False, 6, 88, 1, 4), (True, 6, 128, 2, 4), (False, 6, 128, 1, 4)]),
    "mobile_former_294m": (16, 6, 192, 1920, 1, [
        (True, 2, 16, 1, 0), (True, 6, 24, 2, 4), (False, 4, 24, 1, 4), (True, 6, 48, 2, 4), (False, 4, 48, 1, 4),
        (True, 6, 96, 2, 4), (False, 4, 96, 1, 4), (False, 6, 128, 1, 4), (False, 6, 128, 1, 4),
        (True, 6, 192, 2, 4), (False, 6, 192, 1, 4), (False, 6, 192, 1, 4)]),
}


def hard_sigmoid(x):
    return functional.relu6(x + 3) / 6


def convolution(inputs, outputs, size, stride=1, groups=1):
    return [nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]


class Shuffle(nn.Module):
    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def forward(self, x):
        n, c, h, w = x.shape
        return x.view(n, self.groups, c // self.groups, h, w).transpose(1, 2).reshape(n, c, h, w)


def shuffle_if(enabled, groups):
    return Shuffle(groups) if enabled else nn.Sequential()


class ToTokens(nn.Module):
    """Tokens look at the map. Returns them and the mean of the heads' scores [N, M, H, W]."""

    def __init__(self, channels, width):
        super().__init__()
        self.alpha = nn.Sequential(nn.Linear(width, channels))
        self.q = nn.Linear(width, channels)
        self.proj = nn.Linear(channels, width)
        self.layer_norm = nn.LayerNorm(width)

    def forward(self, x, z):
        n, c, h, w = x.shape
        q = self.q(z).view(n, -1, 2, c // 2).transpose(1, 2)
        k = x.view(n, 2, c // 2, h * w)
        scores = (q @ k) * (c // 2) ** -0.5
        seen = (scores.softmax(-1) @ k.transpose(2, 3)).transpose(1, 2).reshape(n, -1, c)
        seen = seen * (2 * hard_sigmoid(self.alpha(z)))
        return self.layer_norm(z + self.proj(seen)), scores.mean(1).view(n, -1, h, w)


class Former(nn.Module):
    """Tokens look at each other."""

    def __init__(self, width):
        super().__init__()
        self.ffn = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.ffn_norm = nn.LayerNorm(width)
        self.q = nn.Linear(width, width)
        self.channel_mlp = nn.Linear(width, width)
        self.layer_norm = nn.LayerNorm(width)

    def forward(self, z):
        n, m, d = z.shape
        q = self.q(z).view(n, m, 4, d // 4).transpose(1, 2)
        k = z.view(n, m, 4, d // 4).transpose(1, 2)
        seen = ((q @ k.transpose(2, 3)) * (d // 4) ** -0.5).softmax(-1) @ k
        z = self.layer_norm(z + self.channel_mlp(seen.transpose(1, 2).reshape(n, m, d)))
        return self.ffn_norm(z + self.ffn(z))


class ToMap(nn.Module):
    """The map looks at the tokens."""

    def __init__(self, channels, width):
        super().__init__()
        self.k = nn.Linear(width, channels)
        self.proj = nn.Linear(width, channels)

    def forward(self, x, z):
        n, c, h, w = x.shape
        q = x.view(n, 2, c // 2, h * w).transpose(2, 3)
        k = self.k(z).view(n, -1, 2, c // 2).permute(0, 2, 3, 1)
        v = self.proj(z).view(n, -1, 2, c // 2).transpose(1, 2)
        seen = ((q @ k) * (c // 2) ** -0.5).softmax(-1) @ v
        return x + seen.transpose(2, 3).reshape(n, c, h, w)


class Slopes(nn.Module):
    """Dynamic ReLU: slopes from the first token, or with an attention [N, M, H, W] for each pixel from all."""

    def __init__(self, width, channels):
        super().__init__()
        self.hyper = nn.Sequential(nn.Linear(width, width // 4), nn.ReLU(), nn.Linear(width // 4, 2 * channels))

    def forward(self, x, z, attention):
        n, c = x.shape[:2]
        if attention is None:
            a = hard_sigmoid(self.hyper(z[:, 0])).view(n, 2, c, 1, 1)
        else:
            a = torch.einsum("nmhw,nmc->nchw", attention, hard_sigmoid(self.hyper(z))).reshape(n, 2, *x.shape[1:])
        return torch.max(x * (2 * a[:, 0]), x * (2 * a[:, 1] - 1))


class LiteBlock(nn.Module):
    def __init__(self, inputs, outputs, expansion, stride, groups):
        super().__init__()
        hidden = inputs * expansion
        self.conv = nn.Sequential(*convolution(inputs, hidden, 3, stride, inputs), nn.ReLU6(),
                                  shuffle_if(groups > 1, inputs), *convolution(hidden, outputs, 1, 1, groups))
        self.has_residual = stride == 1 and inputs == outputs

    def forward(self, x, z):
        y = self.conv(x)
        return (y + x if self.has_residual else y), z


class BridgedBlock(nn.Module):
    def add_bridges(self, inputs, outputs, width, spatial):
        self.local_global = ToTokens(inputs, width)
        self.global_block = Former(width)
        self.global_local = ToMap(outputs, width)
        self.spatial = spatial

    def look(self, x, z):
        z, scores = self.local_global(x, z)
        return self.global_block(z), scores

    def attention(self, scores, size):
        if not self.spatial:
            return None
        if scores.shape[2:] != size:
            scores = functional.adaptive_avg_pool2d(scores, size)
        return scores.softmax(1)


class KeepingBlock(BridgedBlock):
    def __init__(self, inputs, outputs, expansion, groups, width, spatial):
        super().__init__()
        hidden = inputs * expansion
        self.has_residual = inputs == outputs
        self.conv1 = nn.Sequential(*convolution(inputs, hidden, 1, 1, groups), shuffle_if(groups > 1, groups))
        self.hyper1 = Slopes(width, hidden)
        self.conv2 = nn.Sequential(*convolution(hidden, hidden, 3, 1, hidden))
        self.hyper2 = Slopes(width, hidden)
        self.conv3 = nn.Sequential(*convolution(hidden, outputs, 1, 1, groups), shuffle_if(groups > 1, groups))
        self.add_bridges(inputs, outputs, width, spatial)

    def forward(self, x, z):
        z, scores = self.look(x, z)
        attention = self.attention(scores, x.shape[2:])
        y = self.hyper1(self.conv1(x), z, attention)
        y = self.conv3(self.hyper2(self.conv2(y), z, attention))
        return self.global_local(y + x if self.has_residual else y, z), z


class DownBlock(BridgedBlock):
    def __init__(self, inputs, outputs, first, second, stride, groups, width, spatial):
        super().__init__()
        self.conv1 = nn.Sequential(*convolution(inputs, inputs * first, 3, stride, inputs),
                                   shuffle_if(groups > 1, inputs))
        self.hyper1 = Slopes(width, inputs * first)
        self.conv2 = nn.Sequential(*convolution(inputs * first, outputs, 1, 1, groups))
        self.conv3 = nn.Sequential(*convolution(outputs, outputs * second, 3, 1, outputs),
                                   shuffle_if(groups > 1, outputs))
        self.hyper3 = Slopes(width, outputs * second)
        self.conv4 = nn.Sequential(*convolution(outputs * second, outputs, 1, 1, groups))
        self.add_bridges(inputs, outputs, width, spatial)

    def forward(self, x, z):
        z, scores = self.look(x, z)
        y = self.conv1(x)
        attention = self.attention(scores, y.shape[2:])
        inner = self.conv2(self.hyper1(y, z, attention))
        y = self.conv4(self.hyper3(self.conv3(inner), z, attention)) + inner
        return self.global_local(y, z), z


class Head(nn.Module):
    def __init__(self, channels, width, hidden, classes, groups, dropout):
        super().__init__()
        self.conv = nn.Sequential(shuffle_if(groups > 1, groups), *convolution(channels, 6 * channels, 1, 1, groups),
                                  nn.ReLU6())
        self.fc = nn.Sequential(nn.Linear(6 * channels + width, hidden), nn.BatchNorm1d(hidden))
        self.classifier = nn.Sequential(nn.Dropout(dropout), nn.Linear(hidden, classes))

    def forward(self, x, z):
        pooled = functional.hardswish(self.conv(x).mean((2, 3)))
        return self.classifier(functional.hardswish(self.fc(torch.cat([pooled, z[:, 0]], 1))))


class MobileFormer(nn.Module):
    def __init__(self, name, classes=1000, dropout=0.0, spatial=False):
        super().__init__()
        stem, tokens, width, hidden, groups, rows = VARIANTS[name]
        self.tokens = nn.Embedding(tokens, width)
        self.stem = nn.Sequential(*convolution(3, stem, 3, 2), nn.ReLU6())
        blocks, inputs = [], stem
        for down, first, outputs, stride, second in rows:
            if second == 0:
                blocks.append(LiteBlock(inputs, outputs, first, stride, groups))
            elif down:
                blocks.append(DownBlock(inputs, outputs, first, second, stride, groups, width, spatial))
            else:
                blocks.append(KeepingBlock(inputs, outputs, first, groups, width, spatial))
            inputs = outputs
        self.features = nn.ModuleList(blocks)
        self.local_global = ToTokens(inputs, width)
        self.classifier = Head(inputs, width, hidden, classes, groups, dropout)

    def forward(self, x):
        z = self.tokens.weight.unsqueeze(0).expand(x.shape[0], -1, -1)
        x = self.stem(x)
        for block in self.features:
            x, z = block(x, z)
        return self.classifier(x, self.local_global(x, z)[0])
