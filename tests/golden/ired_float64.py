"""IRED on a small MLP energy in float64 torch, written from the specification alone; make_golden.py runs it.

Nothing here shares code with the TypeScript implementation. Section numbers are those of the specification: noise
schedule (1), losses and mining (2), optimiser (2.3), sampler and descent (3), MLP energy (4.1).
"""
import math

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
T, NY, H, F = 10, 4, 8, 8  # landscapes, answer entries, hidden width, time features


# --- schedule (spec 1) ---------------------------------------------------------------------------------------------
def schedule():
    s = 0.008
    f = [math.cos(((i / T) + s) / (1 + s) * math.pi / 2) ** 2 for i in range(T + 1)]
    beta = [min(max(1 - f[i + 1] / f[i], 0.0), 0.999) for i in range(T)]
    abar, product = [], 1.0
    for b in beta:
        product *= 1 - b
        abar.append(product)
    before = [1.0] + abar[:-1]
    sigma = [math.sqrt(1 - a) for a in abar]
    return {
        "beta": beta, "abar": abar, "sqrt_abar": [math.sqrt(a) for a in abar], "sigma": sigma,
        "lambda": [b / s for b, s in zip(beta, sigma)],
        "posterior_variance": [b * (1 - p) / (1 - a) for b, p, a in zip(beta, before, abar)],
    }


TABLE = schedule()
ROOT, SIGMA, STEP = (torch.tensor(TABLE[k]) for k in ("sqrt_abar", "sigma", "lambda"))
POSTERIOR = torch.tensor(TABLE["posterior_variance"])


# --- the MLP energy (spec 4.1), kernels [in, out] ------------------------------------------------------------------
def shapes(nx):
    out = {"time/dense1/kernel": (F, F), "time/dense1/bias": (F,), "time/dense2/kernel": (F, F),
           "time/dense2/bias": (F,), "layer1/condition/kernel": (nx, H), "layer1/answer/kernel": (NY, H),
           "layer1/bias": (H,)}
    for layer in ("layer2", "layer3"):
        out |= {f"{layer}/kernel": (H, H), f"{layer}/bias": (H,),
                f"{layer}/film/kernel": (F, 2 * H), f"{layer}/film/bias": (2 * H,)}
    return out | {"readout/kernel": (H, NY), "readout/bias": (NY,)}


def sinusoid(t):
    half = F // 2
    frequency = 10000.0 ** (-torch.arange(half) / (half - 1))
    angle = t.to(torch.float64)[:, None] * frequency
    return torch.cat([angle.sin(), angle.cos()], 1)


def time_features(p, t):
    z = sinusoid(t) @ p["time/dense1/kernel"] + p["time/dense1/bias"]
    gelu = 0.5 * z * (1 + torch.erf(z / math.sqrt(2)))
    return gelu @ p["time/dense2/kernel"] + p["time/dense2/bias"]


def forward(p, x, y, t):
    """Returns the read-out o and the intermediates that the hand-derived gradient needs."""
    swish = lambda z: z * torch.sigmoid(z)
    temb = time_features(p, t)
    z1 = x @ p["layer1/condition/kernel"] + y @ p["layer1/answer/kernel"] + p["layer1/bias"]
    h, gains, zs = swish(z1), [], [z1]
    for layer in ("layer2", "layer3"):
        gain, shift = (temb @ p[f"{layer}/film/kernel"] + p[f"{layer}/film/bias"]).chunk(2, 1)
        z = (1 + gain) * (h @ p[f"{layer}/kernel"] + p[f"{layer}/bias"]) + shift
        h = swish(z)
        gains.append(1 + gain)
        zs.append(z)
    return h @ p["readout/kernel"] + p["readout/bias"], zs, gains


def energy(p, x, y, t):
    return (forward(p, x, y, t)[0] ** 2).sum(1)


def energy_gradient(p, x, y, t):
    """E and dE/dy with the graph kept, so that the gradient can be differentiated again."""
    y = y if y.requires_grad else y.detach().requires_grad_(True)
    e = energy(p, x, y, t)
    return e, torch.autograd.grad(e.sum(), y, create_graph=True)[0]


def hand_gradient(p, x, y, t):
    """The closed form of spec 4.1."""
    o, (z1, z2, z3), (g2, g3) = forward(p, x, y, t)
    slope = lambda z: torch.sigmoid(z) * (1 + z * (1 - torch.sigmoid(z)))
    d = (2 * o) @ p["readout/kernel"].T
    d = (g3 * slope(z3) * d) @ p["layer3/kernel"].T
    d = (g2 * slope(z2) * d) @ p["layer2/kernel"].T
    return (slope(z1) * d) @ p["layer1/answer/kernel"].T


# --- descent (spec 3.2), sampler (spec 3) --------------------------------------------------------------------------
MARGINS = []  # |E' - E| / |E| of every accept test in which the proposal differs from the state


def opt_step(eg, y, t, steps, multiplier, clamp, bound="per_example", clues=None):
    """eg(y, t) -> (E, dE/dy). `bound`: clamp bound from each example's t, or ("batch0") from element 0's t for all."""
    root, mult, trace = ROOT[t][:, None], 1.0, []
    limit = clamp * (root if bound == "per_example" else root[:1].expand_as(root))
    for _ in range(steps):
        e, g = eg(y, t)
        new = y - STEP[t][:, None] * g * mult
        if clues:
            new = (1 - clues[0]) * new + clues[0] * root * clues[1]
        new = torch.minimum(torch.maximum(new, -limit), limit)
        e_new, _ = eg(new, t)
        accept = ~(e_new > e)
        moved = (new != y).any(1)
        MARGINS.extend(((e_new - e).abs() / e.abs().clamp(min=1e-30))[moved].tolist())
        trace.append((e, e_new, accept))
        y = torch.where(accept[:, None], new, y)
        mult = multiplier
    return y, trace


def sample(eg, y, steps=3, clamp_x0=2.0, clamp_opt=2.0, clamp_final=2.0, multiplier=2.0, x0_jump=True, mask=None,
           x=None, posterior_noise=None):
    keys = ("y_jump", "y0", "energy_before", "energy_proposed", "accepted", "energy_final")
    out = {k: [] for k in keys}
    clues = None if mask is None else (mask, x)
    restore = lambda y, r: y if mask is None else (1 - mask) * y + mask * r * x
    for t in reversed(range(T)):
        r, ts = ROOT[t], torch.full((len(y),), t)
        y = restore(y, r)
        if x0_jump:
            x0 = (y / r - math.sqrt(1 / TABLE["abar"][t] - 1) * eg(y, ts)[1]).clamp(-clamp_x0, clamp_x0)
            y = r * x0
            if posterior_noise is not None and t > 0:
                y = y + POSTERIOR[t].sqrt() * posterior_noise[t]
            y = restore(y, r)
        out["y_jump"].append(y)
        y, trace = opt_step(eg, y, ts, steps, multiplier, clamp_opt, clues=clues)
        y = y.clamp(-r * clamp_final, r * clamp_final)
        for key, column in zip(keys[2:5], zip(*trace)):
            out[key].append(torch.stack(column))
        out["energy_final"].append(eg(y, ts)[0])
        out["y0"].append(y / r)
        y = ROOT[t - 1] * (y / r) if t > 0 else y
    out = {k: torch.stack(v) for k, v in out.items()}
    return out | {"returned_scaled": y, "returned_unscaled": out["y0"][-1]}


# --- losses (spec 2) -----------------------------------------------------------------------------------------------
def denoising(p, x, y, t, eps, mask=None, weight=1.0):
    yt = ROOT[t][:, None] * y + SIGMA[t][:, None] * eps
    if mask is not None:
        yt = (1 - mask) * yt + mask * ROOT[t][:, None] * x
    g = energy_gradient(p, x, yt, t)[1]
    if mask is not None:
        g = (1 - mask) * g + mask * eps
    return (weight * (g - eps) ** 2).mean(), yt, g


def mine(p, x, y, t, eps2, multiplier, bound):
    def eg(v, t):
        e, g = energy_gradient(p, x, v, t)
        return e.detach(), g.detach()
    z = ROOT[t][:, None] * y + 3 * SIGMA[t][:, None] * eps2
    z, trace = opt_step(eg, z, t, 2, multiplier, 2.0, bound)
    return (z / ROOT[t][:, None]).clamp(-2, 2), torch.stack([a for _, _, a in trace])


def contrast(p, x, y, yneg, t, eps2, mask=None):
    def noisy(v):
        v = ROOT[t][:, None] * v + SIGMA[t][:, None] * eps2
        return v if mask is None else (1 - mask) * v + mask * ROOT[t][:, None] * y
    e_pos, e_neg = energy(p, x, noisy(y), t), energy(p, x, noisy(yneg), t)
    return torch.nn.functional.softplus(e_pos - e_neg).mean(), e_pos, e_neg


# --- moving average of the parameters (spec 2.3) ---------------------------------------------------------------------
def ema():
    decay = lambda calls: 0.0 if calls <= 101 else min(0.995, 1 - (1 + calls - 101) ** (-2 / 3))
    calls = list(range(111)) + [111, 121, 131, 500, 2921, 2931, 3000, 30000]
    toy = {}
    for name, acts in (("acts_1_11_21", lambda n: n % 10 == 1), ("acts_10_20_30", lambda n: n % 10 == 0)):
        value, marks = 0.0, {}
        for n in range(1, 3001):  # the parameter after training step n is sin(n / 50)
            if acts(n):
                value = decay(n) * value + (1 - decay(n)) * math.sin(n / 50)
            if n in (105, 111, 120, 200, 500, 3000):
                marks[str(n)] = value
        toy[name] = marks
    return {"calls": calls, "decay": [decay(n) for n in calls], "toy_sin": toy}
