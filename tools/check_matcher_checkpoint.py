#!/usr/bin/env python3
"""Opens matchers and reward models that `rolestream train` wrote as other people's tools do, and compares what they compute.

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 transformers==4.53.2 sentence-transformers==5.1.2
    venv/bin/python tools/check_matcher_checkpoint.py DIRECTORY... [--rolestream ./rolestream]

A matcher is opened as `SentenceTransformer(DIRECTORY)`, a reward model as `CrossEncoder(DIRECTORY)` and with
`AutoModelForSequenceClassification`, all with their defaults. Vectors, and scores, must equal those of `rolestream model embed` and `model score`
in fp32 within 1e-4, and so must the numbers of the version's smoke test. Texts are short, long (cut), in capitals, in other scripts. Exits
with 1 if something differs.
"""
import argparse
import json
import os
import subprocess
import sys

import numpy
import torch
from sentence_transformers import CrossEncoder, SentenceTransformer
from transformers import AutoModelForSequenceClassification, AutoTokenizer

TOLERANCE = 1e-4
TEXTS = [
    "java, spring",
    "Java, Spring, HIBERNATE and SQL",
    "C#, .NET, ASP.NET; node.js & CI/CD",
    "Entwicklerin für Köln: Größe, Straße, naïve café",
    "機械学習 エンジニア 🚀 Python",
    "line one\nline two\r\n\ttabbed   words",
    "a [SEP] in the middle, [MASK] and <s> too",
    "Scrum master with PMP: budgets, schedules, stakeholders. " * 80,
    "x" * 300,
]
PAIRS = [(one, other) for one in TEXTS[:4] + TEXTS[-2:] for other in TEXTS]


def ours(rolestream, task, directory, rows):
    command = [rolestream, "model", task, "-", "--model", directory, "--precision", "fp32", "--no-progress"]
    given = "".join(json.dumps(dict(row, id=str(number)), ensure_ascii=False) + "\n" for number, row in enumerate(rows))
    done = subprocess.run(command, input=given.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def smoke(directory):
    with open(os.path.join(directory, "smoke-test.json"), encoding="utf-8") as file:
        inputs = json.load(file)["inputs"]
    return [(each["text"], each.get("second")) for each in inputs], numpy.array([each["logits"] for each in inputs])


def differ(what, one, other):
    greatest = float(numpy.abs(numpy.asarray(one) - numpy.asarray(other)).max())
    print(f"{'ok   ' if greatest <= TOLERANCE else 'WRONG'} {what}: greatest difference {greatest:.1e}")
    return greatest > TOLERANCE


def matcher(directory, rolestream):
    model = SentenceTransformer(directory, device="cpu")
    texts, expected = smoke(directory)
    wrong = differ("smoke test by sentence-transformers", model.encode([first for first, _ in texts]), expected)
    found = [row["embedding"] for row in ours(rolestream, "embed", directory, [{"text": text} for text in TEXTS])]
    vectors = model.encode(TEXTS)
    wrong += differ("lengths of vectors", numpy.linalg.norm(vectors, axis=1), numpy.ones(len(TEXTS)))
    wrong += differ("vectors of sentence-transformers", vectors, found)
    wrong += differ("vectors of queries", model.encode_query(TEXTS), found)
    wrong += differ("vectors of documents", model.encode_document(TEXTS), found)
    wrong += differ("similarities", model.similarity(vectors, vectors), numpy.array(found) @ numpy.array(found).T)
    return wrong


def reward(directory, rolestream):
    found = [row["score"] for row in ours(rolestream, "score", directory, [{"first": a, "second": b} for a, b in PAIRS])]
    tokenizer, model = AutoTokenizer.from_pretrained(directory), AutoModelForSequenceClassification.from_pretrained(directory).eval()

    def logits(pairs):
        with torch.inference_mode():
            return numpy.concatenate([model(**tokenizer(*pair, truncation=True, return_tensors="pt")).logits[0].numpy() for pair in pairs])

    pairs, expected = smoke(directory)
    encoder = CrossEncoder(directory, device="cpu")
    wrong = differ("smoke test by transformers", logits(pairs), expected[:, 0])
    wrong += differ("scores of transformers", logits(PAIRS), found)
    wrong += differ("scores of CrossEncoder by default", encoder.predict(PAIRS), 1 / (1 + numpy.exp(-numpy.array(found))))
    # Keeps the activation for later calls.
    wrong += differ("scores of CrossEncoder", encoder.predict(PAIRS, activation_fn=torch.nn.Identity()), found)
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directories", nargs="+")
    parser.add_argument("--rolestream", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "rolestream"))
    options = parser.parse_args()
    wrong = 0
    for directory in options.directories:
        embeds = os.path.exists(os.path.join(directory, "modules.json"))
        print(f"{directory}: a {'matcher' if embeds else 'reward model'}")
        wrong += (matcher if embeds else reward)(directory, options.rolestream)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
