#!/usr/bin/env python3
"""Writes the golden file of DawidSkeneTest: made-up votes, and what plain numpy estimates from them. Needs numpy.

    tools/dawid_skene_golden.py > trainer/src/test/resources/io/rolestream/trainer/labelling/dawid-skene.json
"""
import json

import numpy as np

TEXTS, ROLES, SMOOTHING, RIGHT = 80, 5, 0.1, 1.0
ACCURACIES = [0.9, 0.7, 0.6, 0.3]


def votes(random):
    truth = random.choice(ROLES, TEXTS, p=[0.5, 0.2, 0.15, 0.1, 0.05])
    drawn = np.empty((TEXTS, len(ACCURACIES)), int)
    for labeller, accuracy in enumerate(ACCURACIES):
        wrong = random.integers(0, ROLES, TEXTS)
        drawn[:, labeller] = np.where(random.random(TEXTS) < accuracy, truth, wrong)
    drawn[random.random(drawn.shape) < 0.2] = -1
    drawn[7] = -1
    return drawn


def dawid_skene(given):
    one_hot = np.stack([(given == role) for role in range(ROLES)], axis=2).astype(float)  # texts, labellers, votes
    named = one_hot.sum(axis=(1, 2))
    shares = np.where(named[:, None] > 0, one_hot.sum(axis=1) / np.maximum(named, 1)[:, None], 1 / ROLES)
    for _ in range(100):
        prior = shares.sum(axis=0) + SMOOTHING
        prior /= prior.sum()
        confusion = np.einsum("tr,tlv->lrv", shares, one_hot) + SMOOTHING + RIGHT * np.eye(ROLES)
        confusion /= confusion.sum(axis=2, keepdims=True)
        logs = np.log(prior) + np.einsum("tlv,lrv->tr", one_hot, np.log(confusion))
        following = np.exp(logs - logs.max(axis=1, keepdims=True))
        following /= following.sum(axis=1, keepdims=True)
        settled = np.abs(following - shares).max() < 1e-9
        shares = following
        if settled:
            break
    accuracy = [(prior * np.diag(confusion[labeller])).sum() for labeller in range(given.shape[1])]
    return shares, accuracy


if __name__ == "__main__":
    made = votes(np.random.default_rng(7))
    probabilities, accuracies = dawid_skene(made)
    print(json.dumps({
        "roles": ROLES,
        "votes": made.tolist(),
        "probabilities": probabilities.round(9).tolist(),
        "accuracies": [round(float(accuracy), 9) for accuracy in accuracies],
    }))
