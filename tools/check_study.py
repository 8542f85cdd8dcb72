#!/usr/bin/env python3
"""Computes a study's split and figures again with scikit-learn.

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1
    ./rolestream study resumes.parquet --out study
    venv/bin/python tools/check_study.py study

Reads DIR/predictions.jsonl, and compares what it computes with DIR/study.json. Prints what differs; exits with 1 if anything does.
"""
import json
import os
import sys

import numpy as np
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, precision_recall_fscore_support
from sklearn.model_selection import train_test_split

directory = sys.argv[1]
rows = [json.loads(line) for line in open(os.path.join(directory, "predictions.jsonl"), encoding="utf-8")]
study = json.load(open(os.path.join(directory, "study.json"), encoding="utf-8"))
wrong = checked = 0


def check(what, mine, theirs):
    global wrong, checked
    checked += 1
    if not np.allclose(mine, theirs, rtol=0, atol=1e-9):
        wrong += 1
        print(f"{what}: scikit-learn has {mine}, study.json {theirs}")


def check_scores(what, truth, given, theirs):
    precision, recall, f1, _ = precision_recall_fscore_support(truth, given, average="weighted", zero_division=0)
    check(what + " rows", len(truth), theirs["rows"])
    check(what + " accuracy", accuracy_score(truth, given), theirs["accuracy"])
    check(what + " precision", precision, theirs["weighted_precision"])
    check(what + " recall", recall, theirs["weighted_recall"])
    check(what + " F1", f1, theirs["weighted_f1"])
    check(what + " macro-F1", f1_score(truth, given, average="macro"), theirs["macro_f1"])
    roles = sorted(set(truth) | set(given))
    theirs_matrix = [[theirs["confusion"].get(t, {}).get(g, 0) for g in roles] for t in roles]
    check(what + " confusion", confusion_matrix(truth, given, labels=roles), theirs_matrix)


train, test = train_test_split(np.arange(len(rows)), test_size=study["split"]["test_size"],
                               random_state=study["split"]["random_state"])
check("train", train, study["split"]["train"])
check("test", test, study["split"]["test"])
check("test set", sorted(test), [row["row"] for row in rows if row["set"] == "test"])
for labeller in study["labellers"]:
    for name, chosen in (("all", rows), ("test", [rows[i] for i in test])):
        if name in labeller:
            given = [row["answers"][labeller["name"]] for row in chosen]
            check_scores(f"{labeller['name']} {name}", [row["label"] for row in chosen], given, labeller[name])
    if "test_true_roles" in labeller:
        check(f"{labeller['name']} true roles", np.mean([row["true_role"] == answer for row, answer in zip(chosen, given)]),
              labeller["test_true_roles"])
print(f"{checked} figures checked, {wrong} differ")
sys.exit(1 if wrong or not checked else 0)
