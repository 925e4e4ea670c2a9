"""Moments and trivial baselines of the matrix tasks (spec 5.1) by Monte Carlo, in float64.

    python make_matrix_moments.py    # writes matrix_moments.json beside this file

Each figure is {"value", "standard_error"}: the mean over independent problems of the per-problem mean over the 400
entries, and its standard error. The constant-mean-matrix rows estimate the mean on one set and score it on another.
"""
import json
import math
import pathlib

import numpy as np

SEED, N, PROBLEMS, CHUNK = 5, 20, 40_000, 4_000
RNG = np.random.RandomState(SEED)
ANGLE = math.pi / 2 / 1.008
RETURN_SCALE = math.cos(0.108 * ANGLE) / math.cos(0.008 * ANGLE)  # sqrt(abar_0) of the T = 10 schedule


def addition(ood, count):
    a = 2.5 if ood else 1.0
    left, right = RNG.uniform(-a, a, (2, count, N, N))
    return None, left + right


def completion(ood, count):
    u, v = RNG.standard_normal((2, count, N, N // 2))
    y = 0.1 * RNG.standard_normal((count, N, N)) + u @ v.transpose(0, 2, 1) / (5 if ood else 20)
    return y * (RNG.uniform(size=y.shape) < 0.5), y


def inverse(ood, count):
    b = RNG.uniform(-1, 1, (count, N, N))
    m = b @ b.transpose(0, 2, 1)
    x = m + m.transpose(0, 2, 1) + (0.1 if ood else 0.5) * np.eye(N)
    return x, np.linalg.inv(x)


def stat(per_problem):
    v = np.asarray(per_problem)
    return {"value": float(v.mean()), "standard_error": float(v.std(ddof=1) / math.sqrt(len(v)))}


def mse(a, b):
    return ((a - b) ** 2).mean((1, 2))


def chunks(task, ood):
    for _ in range(PROBLEMS // CHUNK):
        yield task(ood, CHUNK)


def main():
    means = {ood: np.mean([y.mean(0) for _, y in chunks(inverse, ood)], 0) for ood in (False, True)}
    diagonal = {ood: float(np.trace(means[ood]) / N) for ood in (False, True)}
    out = {"problems": PROBLEMS, "size": N}
    for task in (addition, completion, inverse):
        for ood in (False, True):
            rows, largest, conditions = {}, [], []
            add = lambda key, values: rows.setdefault(key, []).extend(values.tolist())
            for x, y in chunks(task, ood):
                add("y_squared", (y ** 2).mean((1, 2)))
                add("clip_at_2", mse(np.clip(y, -2, 2), y))
                add("fraction_above_2", (np.abs(y) > 2).mean((1, 2)))
                add("returned_scaled_floor", mse(RETURN_SCALE * y, y))
                largest.extend(np.abs(y).max((1, 2)))
                if task is completion:
                    add("copy_input", mse(x, y))
                if task is inverse:
                    diag = np.einsum("bii->bi", x)
                    add("x_diagonal", diag.mean(1))
                    add("x_offdiagonal_squared", ((x ** 2).sum((1, 2)) - (diag ** 2).sum(1)) / (N * (N - 1)))
                    add("mean_matrix_id", mse(means[False], y))
                    add("mean_matrix_same", mse(means[ood], y))
                    add("scaled_identity_id", mse(diagonal[False] * np.eye(N), y))
                    add("scaled_identity_same", mse(diagonal[ood] * np.eye(N), y))
                    if ood:
                        add("inverse_with_id_shift", mse(np.linalg.inv(x + 0.4 * np.eye(N)), y))
                    conditions.extend(np.linalg.cond(x))
            row = {key: stat(values) for key, values in rows.items()}
            row["max_abs_y_median_over_problems"] = float(np.median(largest))
            row["max_abs_y"] = float(np.max(largest))
            if task is inverse:
                row["mean_diagonal"] = diagonal[ood]
                row["median_condition_number"] = float(np.median(conditions))
            out[f"{task.__name__}_{'ood' if ood else 'id'}"] = row
            print(task.__name__, "ood" if ood else "id", {k: v for k, v in row.items()})
    exact = {"addition_id": 2 / 3, "addition_ood": 2 * 2.5 ** 2 / 3, "completion_id": 0.035, "completion_ood": 0.41}
    for key, value in exact.items():
        row = out[key]["y_squared"]
        row["exact"] = value
        assert abs(row["value"] - value) < 5 * row["standard_error"], key
    path = pathlib.Path(__file__).with_name("matrix_moments.json")
    path.write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
