#!/usr/bin/env python3
"""Makes the golden file of the ranking measures' tests with trec_eval's own code.

    python3 -m venv venv && venv/bin/pip install pytrec_eval-terrier==0.5.11
    venv/bin/python tools/ranking_golden.py

evaluation/src/test/resources/io/rolestream/evaluation/ranking/golden.json.gz holds random judgements and runs, and what pytrec_eval (which
compiles trec_eval) scores for each query. They have graded and negative grades, many equal scores, scores that differ by less than 32 bits
can tell, queries without relevant documents, queries that only one side has, lists of every length, and ids above U+FFFF, where the order
of UTF-8 and of UTF-16 differ. A query that the run lacks is left out by pytrec_eval; trec_eval -c counts it as 0.
"""
import gzip
import json
import os
import random

import pytrec_eval

TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..",
                      "evaluation/src/test/resources/io/rolestream/evaluation/ranking/golden.json.gz")
MEASURES = ["map", "ndcg_cut.10", "recall.10", "recip_rank", "P.5"]
NAMES = ["map", "ndcg_cut_10", "recall_10", "recip_rank", "P_5"]
CASES = 400


def ids(rng, count):
    kinds = [lambda i: f"d{i}", lambda i: f"D-{i:04d}", lambda i: f"é{i}", lambda i: f"\U0001F4BC{i}", lambda i: f"\uFF5E{i}",
             lambda i: f"{rng.choice('abcXYZ')}.{i}"]
    return [rng.choice(kinds)(i) for i in range(count)]


def score(rng, kind):
    if kind == 0:
        return float(rng.randint(0, 3))
    if kind == 1:
        return round(rng.uniform(-5, 5), 3)
    if kind == 2:
        return 1 + rng.randint(0, 4) * 1e-9  # equal in 32 bits
    return rng.choice([0.0, -0.0, 1e-30, 1e30, rng.gauss(0, 1)])


def case(seed):
    rng = random.Random(seed)
    documents = ids(rng, rng.choice([3, 12, 40, 150]))
    queries = [f"q{i}" for i in range(rng.choice([1, 3, 8]))]
    grades = rng.choice([[0, 1], [0, 1, 2, 3], [-1, 0, 1, 4], [0, 0, 0, 1], [0]])
    qrels, run = {}, {}
    for query in queries:
        if rng.random() < 0.9:
            judged = rng.sample(documents, rng.randint(1, len(documents)))
            qrels[query] = {d: rng.choice(grades) for d in judged}
        if rng.random() < 0.9:
            kind = rng.randrange(4)
            run[query] = {d: score(rng, kind) for d in rng.sample(documents, rng.randint(1, len(documents)))}
    if not qrels:
        return None
    scores = pytrec_eval.RelevanceEvaluator(qrels, MEASURES).evaluate(run)
    return dict(qrels=qrels, run=run, scores={q: [s[n] for n in NAMES] for q, s in scores.items()})


def main():
    cases = [c for c in map(case, range(CASES)) if c]
    os.makedirs(os.path.dirname(TARGET), exist_ok=True)
    with open(TARGET, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as out:
        out.write(json.dumps(dict(measures=NAMES, cases=cases)).encode())
    print(f"{TARGET}: {len(cases)} cases, {sum(len(c['scores']) for c in cases)} scored queries")


if __name__ == "__main__":
    main()
