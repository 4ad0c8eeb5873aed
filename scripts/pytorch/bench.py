#!/usr/bin/env python3
"""Times the trainings of docs/benchmarks.md in PyTorch or NumPy, as a student writes them, to compare with Handgrad.

    python scripts/pytorch/bench.py [MODEL ...] [--runs 3] [--threads 2] [--data DIR] [--json]

Needs PyTorch and NumPy, and MNIST's four IDX files (plain or .gz) in --data or $HANDGRAD_DATA. Each run is a fresh
process. As in Handgrad's own benchmark, the data are in memory before the clock starts; the time covers only the steps
(forward, backward, update, and reading the loss where a training reports it) and includes warm-up, except for steady
epochs; nothing is evaluated on the test set.
"""

import argparse
import gzip
import json
import os
import statistics
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

CONNECTIONS = [  # LeCun et al. 1998, table I: the input maps of each map of C3
    (0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (0, 4, 5), (0, 1, 5),
    (0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (0, 3, 4, 5), (0, 1, 4, 5), (0, 1, 2, 5),
    (0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5), (0, 1, 2, 3, 4, 5),
]


def idx(folder, part):
    """Reads an IDX file: two zero bytes, 8 for unsigned bytes, the rank, the extents (big-endian), the data."""
    found = sorted(path for path in Path(folder).rglob("*") if part in path.name.replace(".", "-"))
    if not found:
        sys.exit(f"bench.py: no {part} file of MNIST under {folder}: name its folder with --data")
    opened = gzip.open if found[0].suffix == ".gz" else open
    with opened(found[0], "rb") as file:
        data = file.read()
    rank = data[3]
    extents = struct.unpack(f">{rank}I", data[4 : 4 + 4 * rank])
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(extents)


def mnist(folder):
    return idx(folder, "train-images"), idx(folder, "train-labels")


def fours_and_nines(folder):
    images, labels = mnist(folder)
    wanted = (labels == 4) | (labels == 9)
    return images[wanted].reshape(-1, 784), labels[wanted] == 9


def lenet(original):
    import torch
    from torch import nn

    class Table(nn.Module):
        """C3 of 1998: each map has some of the six maps below as inputs."""

        def __init__(self):
            super().__init__()
            self.maps = nn.ModuleList(nn.Conv2d(len(seen), 1, 5) for seen in CONNECTIONS)

        def forward(self, x):
            return torch.cat([one(x[:, list(seen)]) for one, seen in zip(self.maps, CONNECTIONS)], dim=1)

    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Tanh(),
        Table() if original else nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Tanh(),
        nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10),
    )


def wide():
    from torch import nn

    return nn.Sequential(
        nn.Flatten(), nn.Linear(784, 3136), nn.ReLU(), nn.Linear(3136, 1568), nn.ReLU(), nn.Linear(1568, 10)
    )


def epochs(network, folder, batch, count):
    """The seconds of each epoch of classifying digits."""
    import torch

    images, labels = mnist(folder)
    x = torch.tensor(images, dtype=torch.float32).div_(255).reshape(-1, 1, 28, 28)
    y = torch.tensor(labels.astype(np.int64))
    optimizer = torch.optim.SGD(network.parameters(), 0.1)
    seconds = []
    for _ in range(count):
        order = torch.randperm(len(x))
        start = time.perf_counter()
        for at in range(0, len(x), batch):
            rows = order[at : at + batch]
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(network(x[rows]), y[rows]).backward()
            optimizer.step()
        seconds.append(time.perf_counter() - start)
    return seconds


def one_at_a_time(x, y, loss, rate, steps, decay=0.0):
    """The seconds of single-sample steps of a linear layer with one output; `decay` is the penalty on its weights."""
    import torch

    layer = torch.nn.Linear(x.shape[1], 1)
    optimizer = torch.optim.SGD(layer.parameters(), rate)
    order = np.random.default_rng(0).integers(0, len(x), steps).tolist()
    start = time.perf_counter()
    for row in order:
        value = loss(layer(x[row]), y[row])
        if decay:
            value = value + decay * layer.weight.square().sum()
        optimizer.zero_grad()
        value.sum().backward()
        optimizer.step()
    return time.perf_counter() - start


def raw_pixels(folder):
    import torch

    pixels, nines = fours_and_nines(folder)
    return torch.tensor(pixels, dtype=torch.float32), torch.tensor(np.where(nines, 1.0, -1.0), dtype=torch.float32)


def coin_flips():
    import torch

    random = np.random.default_rng(0)
    x = torch.tensor(random.standard_normal((30, 20)), dtype=torch.float32)
    return x, torch.tensor(random.integers(0, 2, 30) * 2.0 - 1, dtype=torch.float32)


def logistic(z, y):
    import torch

    return -torch.nn.functional.logsigmoid(y * z)


def squared_probability(z, y):
    import torch

    return (1 - y) * torch.sigmoid(z) ** 2 + (1 + y) * torch.sigmoid(-z) ** 2


def hinge(z, y):
    import torch

    return torch.clamp(1 - y * z, min=0)


def penalised(folder):
    import torch

    pixels, nines = fours_and_nines(folder)
    x = torch.tensor(pixels, dtype=torch.float32) / 255
    y = torch.tensor(nines.astype(np.float32))
    layer = torch.nn.Linear(784, 1)
    optimizer = torch.optim.SGD(layer.parameters(), 1.0)
    start = time.perf_counter()
    for _ in range(1000):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(layer(x)[:, 0], y)
        optimizer.zero_grad()
        (loss + 0.01 * layer.weight.square().sum()).backward()
        optimizer.step()
    return time.perf_counter() - start


def wave_points(count):
    x = np.random.default_rng(0).standard_normal(count)
    return x, (x - 2) * np.cos(4 * x)


def two_layer():
    """In NumPy, like the course's listing."""
    x, y = wave_points(30)
    random = np.random.default_rng(1)
    a, b, u = random.normal(0, 4, 50), random.normal(0, 4, 50), random.normal(0, 0.05, 50)
    order = random.integers(0, 29, 10_000).tolist()
    start = time.perf_counter()
    for row in order:
        h = 1 / (1 + np.exp(-(a * x[row] + b)))
        error = u @ h - y[row]
        inner = error * u * h * (1 - h)
        u = u - 0.007 * error * h
        a = a - 0.007 * inner * x[row]
        b = b - 0.007 * inner
    return time.perf_counter() - start


def softmax_linear(folder):
    """In NumPy, with the gradient summed over the batch."""
    images, labels = mnist(folder)
    x = images.reshape(-1, 784).astype(np.float32) / 255
    targets = np.eye(10, dtype=np.float32)[labels]
    w = np.random.default_rng(0).normal(0, 0.01, (784, 10)).astype(np.float32)
    b = np.zeros(10, np.float32)
    start = time.perf_counter()
    for _ in range(10):
        for at in range(0, len(x), 128):
            rows = x[at : at + 128]
            z = rows @ w + b
            p = np.exp(z - z.max(axis=1, keepdims=True))
            d = p / p.sum(axis=1, keepdims=True) - targets[at : at + 128]
            w -= 0.01 * (rows.T @ d)
            b -= 0.01 * d.sum(axis=0)
    return time.perf_counter() - start


def regression():
    import torch
    from torch import nn

    x, y = (torch.tensor(values, dtype=torch.float32)[:, None] for values in wave_points(512))
    network = nn.Sequential(
        nn.Linear(1, 64), nn.Sigmoid(), nn.Linear(64, 64), nn.Sigmoid(), nn.Linear(64, 1)
    )
    optimizer = torch.optim.SGD(network.parameters(), 0.1)
    start = time.perf_counter()
    for _ in range(1000):
        for at in range(0, 512, 128):
            optimizer.zero_grad()
            nn.functional.mse_loss(network(x[at : at + 128]), y[at : at + 128]).backward()
            optimizer.step()
    return time.perf_counter() - start


def modern(folder):
    seconds = epochs(lenet(False), folder, 100, 10)
    return {"training": sum(seconds), "epoch (steady)": statistics.median(seconds[2:])}


# By Handgrad's model names: functions that return the timed measures in seconds.
MODELS = {
    "lenet5-original": lambda data: {"epoch (steady)": statistics.median(epochs(lenet(True), data, 100, 4)[2:])},
    "lenet5-modern": modern,
    "logistic-kl": lambda data: {"training": one_at_a_time(*raw_pixels(data), logistic, 1e-4, 50_000)},
    "logistic-mse": lambda data: {"training": one_at_a_time(*raw_pixels(data), squared_probability, 1e-4, 50_000)},
    "logistic-synthetic": lambda _: {"training": one_at_a_time(*coin_flips(), logistic, 1e-4, 150_000)},
    "svm-synthetic": lambda _: {"training": one_at_a_time(*coin_flips(), hinge, 1e-3, 10_000, decay=0.1)},
    "two-layer": lambda _: {"training": two_layer()},
    "mlp-regression": lambda _: {"training": regression()},
    "softmax-linear": lambda data: {"training": softmax_linear(data)},
    "mlp-wide": lambda data: {"epoch": epochs(wide(), data, 32, 1)[0]},
    "logistic-l2": lambda data: {"training": penalised(data)},
}


def set_threads(threads):
    """Sets PyTorch's threads; NumPy's matrix products take them from the environment, which `fresh` sets."""
    try:
        import torch

        torch.set_num_threads(threads)
    except ImportError:
        sys.exit("bench.py: PyTorch is missing: pip install torch --index-url https://download.pytorch.org/whl/cpu")


def fresh(model, arguments):
    """One run in a fresh process."""
    command = [sys.executable, __file__, model, "--one", "--threads", str(arguments.threads), "--data", arguments.data]
    limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(arguments.threads))
    done = subprocess.run(command, stdout=subprocess.PIPE, env={**os.environ, **limits}, check=False)
    if done.returncode:
        sys.exit(f"bench.py: {model} failed")
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="*", metavar="MODEL", help="of " + ", ".join(MODELS) + "; default: all")
    parser.add_argument("--runs", type=int, default=3, help="processes a figure is the median of")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--data", default=os.environ.get("HANDGRAD_DATA", "data"), help="the folder with MNIST")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    unknown = [model for model in arguments.models if model not in MODELS]
    if unknown:
        parser.error(f"there is no model '{unknown[0]}'; choose of {', '.join(MODELS)}")
    if arguments.one:
        set_threads(arguments.threads)
        print(json.dumps(MODELS[arguments.models[0]](arguments.data)))
        return
    rows = []
    for model in arguments.models or MODELS:
        print(model, file=sys.stderr)
        runs = [fresh(model, arguments) for _ in range(arguments.runs)]
        for measure in runs[0]:
            seconds = [run[measure] for run in runs]
            rows.append({"model": model, "measure": measure, "median": statistics.median(seconds), "runs": seconds})
    if arguments.json:
        print(json.dumps({"kind": "pytorch-bench", "threads": arguments.threads, "rows": rows}, indent=2))
    else:
        for row in rows:
            spread = f"{min(row['runs']):.3f} … {max(row['runs']):.3f}"
            print(f"{row['model']:20}{row['measure']:16}{row['median']:10.3f} s   {spread}")


if __name__ == "__main__":
    main()
