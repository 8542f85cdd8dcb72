#!/usr/bin/env python3
"""Recomputes what `rolestream recommend evaluate --out DIR` reports, with trec_eval's code, from the run and qrels files in DIR.

    python3 -m venv venv && venv/bin/pip install pytrec_eval-terrier==0.5.11
    venv/bin/python tools/recompute_ranking.py DIR

Compares every mean in report.json and every value in queries.csv; exits with 1 if one differs by more than 1e-9.
"""
import csv
import json
import os
import sys

import pytrec_eval

MEASURES = {"map": "map", "ndcg_cut_10": "ndcg_cut.10", "recall_10": "recall.10", "recip_rank": "recip_rank", "P_5": "P.5"}


def runs(directory):
    for name in sorted(os.listdir(directory)):
        if name.endswith(".run"):
            run = {}
            with open(os.path.join(directory, name), encoding="utf-8") as lines:
                for line in lines:
                    query, _, document, _, score, tag = line.split()
                    run.setdefault(query, {})[document] = float(score)
            yield tag, run


def main(directory):
    with open(os.path.join(directory, "report.json"), encoding="utf-8") as file:
        report = json.load(file)
    with open(os.path.join(directory, "queries.csv"), encoding="utf-8", newline="") as file:
        queries = {(r["direction"], r["system"], r["query"]): r for r in csv.DictReader(file)}
    compared = worst = 0
    for direction in report["directions"]:
        files = os.path.join(directory, direction["direction"])
        with open(os.path.join(files, "qrels.txt"), encoding="utf-8") as lines:
            qrels = pytrec_eval.parse_qrel(lines)
        scores = {tag: pytrec_eval.RelevanceEvaluator(qrels, set(MEASURES.values())).evaluate(run) for tag, run in runs(files)}
        for system in direction["systems"]:
            of = scores[system["name"]]
            for name in MEASURES:
                values = [of.get(query, {}).get(name, 0.0) for query in qrels]
                pairs = [(sum(values) / len(values), system["means"][name]["value"])]
                pairs += [(v, float(queries[direction["direction"], system["name"], q][name])) for q, v in zip(qrels, values)]
                for mine, theirs in pairs:
                    worst = max(worst, abs(mine - theirs))
                    compared += 1
    print(f"{compared} figures compared; the largest difference is {worst:.3g}")
    return 0 if compared and worst <= 1e-9 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
