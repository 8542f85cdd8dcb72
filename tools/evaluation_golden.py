#!/usr/bin/env python3
"""Makes the golden file of the trainer's evaluation tests with scikit-learn, numpy and scipy.

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1
    venv/bin/python tools/evaluation_golden.py

trainer/src/test/resources/io/rolestream/trainer/evaluation/golden.json holds random cases: true roles, the rules' scores, a model's
logits, temperature and coefficient, and what they score. Conventions: macro averages are over the roles that occur as true or as given
ones, 0/0 is 0, bins of the calibration error have equal mass as numpy.array_split makes them, Brier scores are summed over the roles.
Log-probabilities are rounded to 32 bits before the rules' scores are added, as votes carry them.
"""
import json
import os

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn.metrics import accuracy_score, brier_score_loss, confusion_matrix, log_loss, precision_recall_fscore_support

TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..",
                      "trainer/src/test/resources/io/rolestream/trainer/evaluation/golden.json")
PRIOR_DEVIATION = 0.5


def prf(truth, given, average, labels=None):
    p, r, f, _ = precision_recall_fscore_support(truth, given, average=average, labels=labels, zero_division=0)
    return dict(precision=np.asarray(p).tolist(), recall=np.asarray(r).tolist(), f1=np.asarray(f).tolist())


def calibration(truth, logs, bins):
    given, confidence = logs.argmax(1), np.exp(logs.max(1))
    ece = 0.0
    for part in np.array_split(np.argsort(confidence, kind="stable"), bins):
        ece += len(part) / len(truth) * abs((given[part] == truth[part]).mean() - confidence[part].mean())
    labels = np.arange(logs.shape[1])
    return dict(ece=ece, negativeLogLikelihood=log_loss(truth, np.exp(logs), labels=labels),
                brier=brier_score_loss(truth, np.exp(logs), labels=labels, scale_by_half=False))


def scores(truth, logs, roles, bins):
    given = logs.argmax(1)
    return dict(accuracy=accuracy_score(truth, given), macro=prf(truth, given, "macro"), weighted=prf(truth, given, "weighted"),
                roles=prf(truth, given, None, np.arange(roles)),
                confusion=confusion_matrix(truth, given, labels=np.arange(roles)).tolist(), **calibration(truth, logs, bins))


def case(seed, items, roles, skill, bins):
    rng = np.random.default_rng(seed)
    truth = rng.choice(roles, items, p=rng.dirichlet(np.ones(roles)))
    target = np.eye(roles)[truth]
    logits = (rng.normal(0, 1.5, (items, roles)) + skill * target).round(3).astype(np.float32)
    rules = (np.maximum(0, rng.normal(-0.5, 1, (items, roles))) + rng.integers(0, 2, (items, 1)) * target).round(1).astype(np.float32)
    temperature, coefficient = (float(np.float32(round(x, 2))) for x in (rng.uniform(0.5, 2), rng.uniform(0, 1.5)))
    logs = log_softmax(logits.astype(float) / temperature, axis=1)

    def joint(c):
        return log_softmax(logs.astype(np.float32).astype(float) + c * rules.astype(float), axis=1)

    def likelihood(t):
        return log_loss(truth, np.exp(log_softmax(logits.astype(float) / t, axis=1)), labels=np.arange(roles))

    def sharpest(c):
        sums = joint(c)
        return minimize_scalar(lambda a: -log_softmax(a * sums, axis=1)[np.arange(items), truth].sum(), bounds=(0.001, 10),
                               method="bounded", options=dict(xatol=1e-10)).fun

    def posterior(c):
        return sharpest(c) + (c - 1) ** 2 / (2 * PRIOR_DEVIATION ** 2)

    def right(c):
        return (joint(c).argmax(1) == truth).sum()

    near = min(np.linspace(0, 10, 401), key=posterior)
    fitted = minimize_scalar(posterior, bounds=(max(0, near - 0.03), near + 0.03), method="bounded", options=dict(xatol=1e-9)).x
    fitted = fitted if right(fitted) >= right(1) else 1.0

    return dict(truth=truth.tolist(), logits=[[round(float(x), 3) for x in row] for row in logits],
                ruleScores=[[round(float(x), 1) for x in row] for row in rules], bins=bins, temperature=temperature,
                ruleCoefficient=coefficient, model=scores(truth, logs, roles, bins), joint=scores(truth, joint(coefficient), roles, bins),
                fittedTemperature=minimize_scalar(likelihood, bounds=(0.2, 20), method="bounded", options=dict(xatol=1e-9)).x,
                fittedCoefficient=float(fitted))


def main():
    cases = [case(1, 150, 4, 2.0, 7), case(2, 110, 6, 1.0, 5), case(3, 100, 14, 3.0, 5), case(4, 120, 2, 0.5, 6), case(5, 101, 9, 0.0, 5)]
    os.makedirs(os.path.dirname(TARGET), exist_ok=True)
    with open(TARGET, "w", encoding="utf-8") as out:
        out.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")


if __name__ == "__main__":
    main()
