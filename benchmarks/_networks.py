"""Models of any size, written as an author would: a deep network, neuron by neuron, and a recurrent one."""

from __future__ import annotations


def layered(width: int, layers: int) -> str:
    """A network of ``layers`` layers of ``width`` neurons, every weight and neuron a name of its own."""
    lines = [f"input x_{i} = {round(0.3 + 0.1 * i, 2)}" for i in range(1, width + 1)]
    before = [f"x_{i}" for i in range(1, width + 1)]
    for layer in range(1, layers + 1):
        for j in range(1, width + 1):
            sizes = [round(0.4 * ((3 * i + 5 * j + layer) % 7 - 3) / width, 3) for i in range(1, width + 1)]
            lines.append("param " + ", ".join(f"w{layer}_{j}_{i} = {size}" for i, size in enumerate(sizes, 1)))
            terms = " + ".join(f"w{layer}_{j}_{i}*{name}" for i, name in enumerate(before, 1))
            lines += [f"param b{layer}_{j} = 0.1", f"z{layer}_{j} = {terms} + b{layer}_{j}"]
            lines.append(f"h{layer}_{j} = tanh(z{layer}_{j})")
        before = [f"h{layer}_{j}" for j in range(1, width + 1)]
    lines += ["target t = 1", f"y = {' + '.join(before)}", "L = (y - t)^2"]
    return "\n".join(lines)


def recurrent(times: int) -> str:
    """A recurrent network of one neuron over so many moments: the same four lines again and again."""
    lines = ["param u = 0.5, w = 0.9, b = 0.1", "h_0 = b"]
    for t in range(1, times + 1):
        lines += [f"input x_{t} = {round((t * 37 % 19) / 19, 2)}", f"z_{t} = u*x_{t} + w*h_{t - 1} + b"]
        lines += [f"h_{t} = tanh(z_{t})", f"e_{t} = (h_{t} - x_{t})^2"]
        lines.append(f"s_{t} = e_{t}" if t == 1 else f"s_{t} = s_{t - 1} + e_{t}")
    return "\n".join([*lines, f"L = s_{times}/{times}"])
