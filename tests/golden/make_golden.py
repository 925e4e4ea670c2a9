"""Golden values for IRED on a small MLP energy (ired_float64.py), in float64.

    python make_golden.py            # writes ired_mlp.json beside this file and prints the cross-checks

Needs torch (CPU) and numpy. Every array is stored as {"shape": [...], "data": [...]} in row-major order; README.md
describes the keys. Inputs (parameters, x, y, noise) are multiples of 1/1024, hence exact in float32 as well.
"""
import json
import math
import pathlib

import numpy as np
import torch
from ired_float64 import (F, H, MARGINS, NY, ROOT, SIGMA, T, TABLE, contrast, denoising, ema, energy, energy_gradient,
                          hand_gradient, mine, sample, shapes, sinusoid, time_features)

SEED, B, NX = 61, 5, 6
MARGIN = 5e-5  # the seed was chosen so that no accept test is a nearer tie than this, relative to the energy
MASKED_SCALE = 1.35  # the net with clues has larger parameters, so that it too rejects some steps


def quantised(array):
    return torch.tensor(np.round(np.asarray(array) * 1024) / 1024)


def make_params(rng, nx, factor=1.0):
    """Uniform, wide enough in y that energies are of order 1 and descent steps are both accepted and rejected."""
    fan_in = {"layer1/condition/kernel": nx + NY, "layer1/answer/kernel": nx + NY, "layer1/bias": nx + NY}
    scale = lambda name: 4.0 if "answer" in name else 1.0 if "readout" in name or "film" in name else 2.2
    return {name: quantised(rng.uniform(-1, 1, shape) * scale(name) * factor / math.sqrt(fan_in.get(name, 8)))
            for name, shape in shapes(nx).items()}


WORST = {}


def check(label, a, b, bound):
    """Records max |a - b| relative to max(1, |b|) and asserts it."""
    error = ((a - b).abs() / b.abs().clamp(min=1)).max().item()
    WORST[label] = max(WORST.get(label, 0.0), error)
    assert error < bound, (label, error)


def gradients(p, loss_of, label):
    """d loss / d parameter by autograd, each entry checked against a central difference."""
    q = {k: v.clone().requires_grad_(True) for k, v in p.items()}
    exact = dict(zip(q, torch.autograd.grad(loss_of(q), list(q.values()))))
    step = 2.0 ** -16
    for name, value in p.items():
        numeric = torch.zeros_like(value)
        for i in range(value.numel()):
            ends = []
            for sign in (1, -1):
                moved = value.clone()
                moved.view(-1)[i] += sign * step
                ends.append(loss_of(p | {name: moved}).item())
            numeric.view(-1)[i] = (ends[0] - ends[1]) / (2 * step)
        check(label, exact[name], numeric, 2e-6)
    return exact


def adam_steps(p, loss_at, count):
    """torch.optim.Adam against the formula, with clip_grad_norm_; loss_at(params) mines afresh each step."""
    q = {k: v.clone().requires_grad_(True) for k, v in p.items()}
    adam = torch.optim.Adam(q.values(), lr=1e-4, betas=(0.9, 0.99), eps=1e-8)
    mine_, m, v, rows = {k: u.clone() for k, u in p.items()}, {}, {}, []
    for n in range(1, count + 1):
        loss = loss_at(q)
        grads = dict(zip(q, torch.autograd.grad(loss, list(q.values()))))
        norm = math.sqrt(sum((g ** 2).sum().item() for g in grads.values()))
        coefficient = min(1.0, 1.0 / (norm + 1e-6))
        for name in q:
            q[name].grad = grads[name].clone()
            g = grads[name] * coefficient
            m[name] = 0.9 * m.get(name, 0) + 0.1 * g
            v[name] = 0.99 * v.get(name, 0) + 0.01 * g ** 2
            mine_[name] = mine_[name] - 1e-4 * (m[name] / (1 - 0.9 ** n)) / ((v[name] / (1 - 0.99 ** n)).sqrt() + 1e-8)
        torch.nn.utils.clip_grad_norm_(q.values(), 1.0)
        adam.step()
        for name in q:
            check("Adam formula", q[name].detach(), mine_[name], 1e-12)
        rows.append({"loss": loss.item(), "gradient_norm": norm, "clip_coefficient": coefficient,
                     "sum": {k: u.sum().item() for k, u in mine_.items()},
                     "first": {k: u.reshape(-1)[0].item() for k, u in mine_.items()}})
    return rows


def plain(value):
    """Tensors to {"shape", "data"}; everything else as it is."""
    if isinstance(value, torch.Tensor):
        flat = value.detach().reshape(-1).tolist()
        return {"shape": list(value.shape), "data": [int(u) if isinstance(u, bool) else u for u in flat]}
    return {k: plain(v) for k, v in value.items()} if isinstance(value, dict) else value


def bind(p, x):
    """The (E, dE/dy) function of (y, t) that descent wants, with no graph left behind."""
    return lambda y, t: tuple(u.detach() for u in energy_gradient(p, x, y, t))


def unmasked(rng, normal):
    p = make_params(rng, NX)
    x, y, eps, eps2, y_init = normal(B, NX), quantised(rng.uniform(-1.5, 1.5, (B, NY))), *(normal(B, NY) for _ in "123")
    t, levels = torch.tensor([4, 9, 0, 2, 7]), torch.arange(T)
    gold = {"dims": {"T": T, "batch": B, "condition": NX, "answer": NY, "width": H, "time": F}, "schedule": TABLE,
            "params": p, "time": {"sinusoid": sinusoid(levels), "features": time_features(p, levels)},
            "inputs": {"x": x, "y": y, "t": t, "eps": eps, "eps_contrast": eps2, "y_init": y_init}}

    e, g = bind(p, x)(y, t)
    check("dE/dy, closed form", hand_gradient(p, x, y, t), g, 1e-12)
    for i in range(NY):
        d = torch.zeros(NY)
        d[i] = 1e-5
        check("dE/dy, finite difference", (energy(p, x, y + d, t) - energy(p, x, y - d, t)) / 2e-5, g[:, i], 1e-7)
    direct = lambda q: ((energy_gradient(q, x, y, t)[1] - eps) ** 2).mean()
    gold["energy"] = {"E": e, "dE_dy": g, "loss": direct(p).item(), "d_loss": gradients(p, direct, "d loss")}

    l_mse, yt, g = denoising(p, x, y, t, eps)
    weight = torch.where(y > 0, 10.0, 0.5)
    training = {"c": 0.5, "y_t": yt, "g": g, "L_mse": l_mse.item(),
                "L_mse_path_weights": denoising(p, x, y, t, eps, weight=weight)[0].item()}
    presets = {"reference": (2.0, "batch0"), "corrected_multiplier2": (2.0, "per_example"),
               "corrected_multiplier1": (1.0, "per_example"), "reference_rolled": (2.0, "batch0")}
    for name, (mult, bound) in presets.items():
        roll = 1 if name == "reference_rolled" else 0  # example 1 (t = 9) first, example 0 last
        a, b, s, n1, n2 = (v.roll(-roll, 0) for v in (x, y, t, eps, eps2))
        yneg, accepted = mine(p, a, b, s, n2, mult, bound)
        l_con, e_pos, e_neg = contrast(p, a, b, yneg, s, n2)
        total = lambda q: denoising(q, a, b, s, n1)[0] + 0.5 * contrast(q, a, b, yneg, s, n2)[0]
        training[name] = {"yneg": yneg, "accepted": accepted, "E_pos": e_pos, "E_neg": e_neg, "L_con": l_con.item(),
                          "total": total(p).item()}
        if not roll:
            training[name]["d_total"] = gradients(p, total, "d total")
    assert abs(contrast(p, x, y, y, t, eps2)[0].item() - math.log(2)) < 1e-15

    def training_loss(q):
        yneg, _ = mine(q, x, y, t, eps2, 2.0, "batch0")
        return denoising(q, x, y, t, eps)[0] + 0.5 * contrast(q, x, y, yneg, t, eps2)[0]
    adam = {"lr": 1e-4, "betas": [0.9, 0.99], "eps": 1e-8, "max_norm": 1.0, "steps": adam_steps(p, training_loss, 2)}

    noise = normal(T, B, NY)
    runs = {"reference": {}, "x0_jump_off": {"x0_jump": False},
            "multiplier1_clamps6": dict(clamp_x0=6.0, clamp_opt=6.0, clamp_final=6.0, multiplier=1.0),
            "path_clamps": dict(clamp_x0=1.0, clamp_opt=1.0, clamp_final=0.1, multiplier=1.0),
            "posterior": {"posterior_noise": noise}}
    sampler = {name: sample(bind(p, x), y_init, **options) for name, options in runs.items()}
    return gold | {"training": training, "adam": adam, "ema": ema(),
                   "sampler": {"steps": 3, "posterior_noise": noise} | sampler}


def masked(rng, inputs):
    """Clues given: x has the shape of y and holds y at the clues (mask 1), -1 elsewhere."""
    t, eps, eps2, y_init = (inputs[k] for k in ("t", "eps", "eps_contrast", "y_init"))
    p = make_params(rng, NY, MASKED_SCALE)
    mask = torch.tensor(rng.uniform(size=(B, NY)) < 0.4).to(torch.float64)
    y = quantised(rng.uniform(-0.9, 0.9, (B, NY)))
    x = mask * y + (1 - mask) * -1.0
    yneg = mask * y - (1 - mask) * y
    l_mse, yt, g = denoising(p, x, y, t, eps, mask)
    l_con, e_pos, e_neg = contrast(p, x, y, yneg, t, eps2, mask)
    loss = lambda q: denoising(q, x, y, t, eps, mask)[0]
    total = lambda q: loss(q) + 0.05 * contrast(q, x, y, yneg, t, eps2, mask)[0]
    run = sample(bind(p, x), y_init, clamp_x0=1.0, clamp_opt=1.0, clamp_final=1.0, multiplier=1.0, mask=mask, x=x)
    check("clues kept", mask * run["y0"], (mask * x).expand_as(run["y0"]), 1e-12)
    return {"params": p, "x": x, "y": y, "mask": mask, "y_t": yt, "g": g, "L_mse": l_mse.item(),
            "d_L_mse": gradients(p, loss, "d L_mse masked"), "c": 0.05, "yneg": yneg, "E_pos": e_pos, "E_neg": e_neg,
            "L_con": l_con.item(), "total": total(p).item(), "d_total": gradients(p, total, "d total masked"),
            "sampler": run}


def oracle(rng, y_init):
    """The ideal energy |y - sqrt(abar) y*|^2 / (2 sigma) of spec 1, and the 400-entry addition answers of spec 11."""
    def ideal(target):
        residual = lambda y, t: y - ROOT[t][:, None] * target
        return lambda y, t: ((residual(y, t) ** 2).sum(1) / (2 * SIGMA[t]), residual(y, t) / SIGMA[t][:, None])
    target = quantised(rng.uniform(-3.5, 3.5, (B, NY)))
    out = {"steps": 5, "y_star": target, "addition": {}}
    for label, clamp in (("clamp2", 2.0), ("clamp6", 6.0)):
        run = sample(ideal(target), y_init, 5, clamp, clamp, clamp)
        out[label] = {k: run[k] for k in ("y0", "returned_scaled")}
        check("ideal energy finds y*", run["returned_unscaled"], target.clamp(-clamp, clamp), 1e-12)
    for label, a, clamp in (("id_clamp2", 1, 2.0), ("ood_clamp2", 2.5, 2.0), ("ood_clamp6", 2.5, 6.0)):
        target = torch.tensor(rng.uniform(-a, a, (2, 2000, 400)).sum(0))
        run = sample(ideal(target), torch.tensor(rng.standard_normal((2000, 400))), 5, clamp, clamp, clamp)
        out["addition"][label] = {}
        for kind in ("returned_scaled", "returned_unscaled"):
            errors = ((run[kind] - target) ** 2).mean(1)
            out["addition"][label][kind] = {"mse": errors.mean().item(),
                                            "standard_error": errors.std().item() / math.sqrt(len(errors))}
    return out


def main():
    rng = np.random.RandomState(SEED)
    gold = unmasked(rng, lambda *shape: quantised(rng.standard_normal(shape)))
    gold["masked"] = masked(rng, gold["inputs"])
    margin = min(MARGINS)
    gold["oracle"] = oracle(rng, gold["inputs"]["y_init"])
    runs = [gold["masked"]["sampler"]] + [v for v in gold["sampler"].values() if isinstance(v, dict)]
    rates = [r["accepted"].to(torch.float64).mean().item() for r in runs]
    print("energies", gold["energy"]["E"].tolist(), "\ngradient norm", gold["adam"]["steps"][0]["gradient_norm"],
          "\naccepted", rates, "\nclosest accept test (relative)", margin, "\nmax errors", WORST,
          "\nideal energy, addition", gold["oracle"]["addition"])
    assert margin > MARGIN and 0.6 < np.mean(rates) < 0.95
    path = pathlib.Path(__file__).with_name("ired_mlp.json")
    path.write_text(json.dumps(plain(gold), separators=(",", ":")) + "\n")
    print(path.name, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
