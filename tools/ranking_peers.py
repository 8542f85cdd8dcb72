#!/usr/bin/env python3
"""Ranks with other people's software, for `rolestream recommend evaluate --runs`.

    python3 -m venv venv && venv/bin/pip install bm25s==0.3.16 numpy
    venv/bin/python tools/ranking_peers.py resumes.jsonl jobs.jsonl --out peers [--dense report]

Writes run files with resumes as queries (jobs-*.run) and with jobs as queries (resumes-*.run): bm25s, which is BM25 (k1 1.2, b 0.75) over all
words of both texts, and with --dense (the directory of a report with a bi-encoder) it and the bi-encoder fused by reciprocal rank (k 60).
"""
import argparse
import json
import os

import bm25s

DEPTH, K = 1000, 60
FIELDS = ("title", "skills", "text", "description")


def texts(path, key):
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return {row[key]: " ".join(row[f] for f in FIELDS if row.get(f)) for row in rows}


def bm25(queries, documents):
    index = bm25s.BM25(k1=1.2, b=0.75)
    index.index(bm25s.tokenize(list(documents.values()), stopwords=None, show_progress=False), show_progress=False)
    names = list(documents)
    tokens = bm25s.tokenize(list(queries.values()), stopwords=None, show_progress=False)
    found, scores = index.retrieve(tokens, k=min(DEPTH, len(names)), show_progress=False)
    return {query: [(names[d], float(s)) for d, s in zip(found[i], scores[i]) if s > 0] for i, query in enumerate(queries)}


def read(path):
    lists = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            query, _, document, _, score, _ = line.split()
            lists.setdefault(query, []).append((document, float(score)))
    return {query: sorted(found, key=lambda pair: -pair[1]) for query, found in lists.items()}


def fused(one, other):
    lists = {}
    for query in one.keys() | other.keys():
        scores = {}
        for run in (one, other):
            for rank, (document, _) in enumerate(run.get(query, []), 1):
                scores[document] = scores.get(document, 0) + 1 / (K + rank)
        lists[query] = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:DEPTH]
    return lists


def write(path, lists, tag):
    with open(path, "w", encoding="utf-8") as out:
        for query, found in lists.items():
            for rank, (document, score) in enumerate(found, 1):
                out.write(f"{query} Q0 {document} {rank} {score!r} {tag}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("resumes")
    parser.add_argument("jobs")
    parser.add_argument("--out", required=True)
    parser.add_argument("--dense", help="directory of a report with jobs/embedding.run and resumes/embedding.run")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    resumes, jobs = texts(options.resumes, "resumeId"), texts(options.jobs, "jobId")
    for direction, queries, documents in (("jobs", resumes, jobs), ("resumes", jobs, resumes)):
        words = bm25(queries, documents)
        write(os.path.join(options.out, f"{direction}-bm25s.run"), words, f"bm25s-{direction}")
        if options.dense:
            dense = read(os.path.join(options.dense, direction, "embedding.run"))
            both = fused({q: words[q] for q in dense}, dense)
            write(os.path.join(options.out, f"{direction}-fused.run"), both, f"bm25s+embedding-{direction}")


if __name__ == "__main__":
    main()
