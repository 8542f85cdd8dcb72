#!/usr/bin/env python3
"""Makes the golden file of the study's tests with scikit-learn.

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1
    ./rolestream generate --seed 14 -n 1000 > generated.jsonl
    venv/bin/python tools/study_golden.py generated.jsonl

trainer/src/test/resources/io/rolestream/trainer/study/tuning/golden.json holds splits of train_test_split for some numbers of rows and seeds
(as row numbers, or as the CRC-32 of test and train rows as little-endian 32-bit numbers), the labels of the 155 generated resumes with
the constant's figures on them, and the answers of a logistic regression.
"""
import collections
import json
import os
import sys
import zlib

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support
from sklearn.model_selection import train_test_split

TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..",
                      "trainer/src/test/resources/io/rolestream/trainer/study/tuning/golden.json")
RULES = [
    ("SOC Analyst", ["soc", "siem", "forensic", "malware"]),
    ("Cybersecurity Analyst", ["cybersecurity", "security", "vulnerability", "compliance"]),
    (".NET Developer", [".net", "c#", "asp.net"]),
    ("Software Engineer", ["java", "python", "c++", "software", "developer", "engineering", "sdlc"]),
    ("Full Stack Developer", ["full stack", "frontend", "backend", "api"]),
    ("JavaScript Developer", ["javascript", "react", "angular", "vue"]),
    ("Node.js Developer", ["node.js", "express.js", "typescript"]),
    ("Cloud Engineer", ["cloud", "aws", "azure", "gcp", "kubernetes", "docker"]),
    ("DevOps Engineer", ["devops", "ci/cd", "jenkins", "ansible"]),
    ("Project Coordinator", ["project management", "jira", "scrum", "agile"]),
    ("Agile Analyst", ["agile", "scrum master", "product owner", "business analysis"]),
    ("Database Developer", ["database", "sql", "nosql", "mongodb", "postgresql"]),
    ("Data Engineer", ["data engineering", "etl", "airflow", "spark", "hadoop"]),
]
WANTED = {"Software Engineer": 96, ".NET Developer": 17, "Project Coordinator": 12, "Full Stack Developer": 8, "SOC Analyst": 8,
          "Other": 5, "Cloud Engineer": 3, "JavaScript Developer": 2, "Cybersecurity Analyst": 2, "Database Developer": 1,
          "Data Engineer": 1}


def label(skills):
    return next((role for role, words in RULES if any(word in skills.lower() for word in words)), "Other")


def split(rows, seed, share=0.2):
    train, test = train_test_split(np.arange(rows), test_size=share, random_state=seed)
    return train, test


def checksum(train, test):
    return zlib.crc32(np.concatenate([test, train]).astype("<i4").tobytes())


def generated(path):
    open_labels, labels = collections.Counter(WANTED), []
    for line in open(path, encoding="utf-8"):
        skills = json.loads(line)["skills"]
        if skills is not None and open_labels[label(skills)] > 0:
            open_labels[label(skills)] -= 1
            labels.append(label(skills))
    return labels


def figures(truth, given):
    p, r, f, _ = precision_recall_fscore_support(truth, given, average="weighted", zero_division=0)
    return dict(accuracy=accuracy_score(truth, given), precision=p, recall=r, f1=f, macroF1=f1_score(truth, given, average="macro"))


def regression():
    rng = np.random.default_rng(7)
    labels = rng.choice(4, 60, p=[0.6, 0.2, 0.15, 0.05])
    features = (rng.normal(0, 1, (60, 5)) + 1.2 * np.eye(5)[labels]).round(3).astype(np.float32)
    weights = np.where(labels == 0, 0.5, 2.0)
    model = LogisticRegression(C=1, max_iter=10_000, tol=1e-10).fit(features, labels, sample_weight=weights)
    return dict(features=features.tolist(), labels=labels.tolist(), weights=weights.tolist(),
                probabilities=model.predict_proba(features).tolist())


def main():
    labels = generated(sys.argv[1])
    train, test = split(len(labels), 42)
    truth = np.array(labels)
    golden = dict(
        splits=[dict(rows=n, seed=seed, share=share, train=list(map(int, split(n, seed, share)[0])),
                     test=list(map(int, split(n, seed, share)[1])))
                for n, seed, share in [(2, 42, .2), (3, 42, .2), (5, 42, .2), (15, 42, .2), (155, 42, .2), (155, 0, .2), (155, 1, .25),
                                       (64, 2**32 - 1, .1), (129, 123_456_789, .5)]],
        checksums=[checksum(*split(n, 42)) for n in range(2, 700)],
        large=[dict(rows=n, checksum=checksum(*split(n, 42))) for n in (4096, 4097, 65_537, 200_000)],
        labels=labels,
        all=figures(truth, np.full(len(truth), "Software Engineer")),
        test=figures(truth[test], np.full(len(test), "Software Engineer")),
        regression=regression())
    os.makedirs(os.path.dirname(TARGET), exist_ok=True)
    with open(TARGET, "w", encoding="utf-8") as out:
        json.dump(golden, out, separators=(",", ":"))
        out.write("\n")


main()
