#!/usr/bin/env python3
"""Times our index beside Python's bm25s and FAISS, in turns, on the same made-up jobs and resumes.

    python3 -m venv venv && venv/bin/pip install bm25s==0.3.16 faiss-cpu==1.15.1
    venv/bin/python tools/matching_peers.py --jobs 10000 --ours \
        "java -Xmx2g -XX:ActiveProcessorCount=1 -cp CLASSPATH io.rolestream.benchmarks.matching.IndexBenchmark"

Each query is searched alone, on one thread, for its best 100. bm25s takes all words of the resume, ours the most telling; FAISS compares all
vectors (IndexFlatIP) or searches a graph (IndexHNSWFlat, 16 links, 100 candidates while building, 200 while searching, as ours). On a busy
machine, compare processor time.
"""
import argparse
import os
import re
import shlex
import subprocess
import tempfile
import time

import bm25s
import faiss
import numpy as np

DIMENSIONS = 384
DEPTH = 100


def timed(name, queries, search):
    for query in queries[:20]:
        search(query)
    busy = []
    for query in queries:
        start = time.process_time()
        search(query)
        busy.append((time.process_time() - start) * 1000)
    p50, p99 = np.percentile(busy, [50, 99])
    print(f"{name}: processor p50 {p50:.2f} ms, p99 {p99:.2f} ms", flush=True)
    return p50


def built(name, build):
    start = time.process_time()
    index = build()
    print(f"{name}: built in {time.process_time() - start:.1f} s of processor time", flush=True)
    return index


def words(folder):
    def build():
        index = bm25s.BM25()
        with open(os.path.join(folder, "jobs.txt"), encoding="utf-8") as lines:
            index.index(bm25s.tokenize(list(lines), show_progress=False), show_progress=False)
        return index

    index = built("bm25s", build)
    with open(os.path.join(folder, "resumes.txt"), encoding="utf-8") as lines:
        resumes = list(lines)
    return timed("bm25s", resumes, lambda text: index.retrieve(
        bm25s.tokenize([text], show_progress=False), k=DEPTH, show_progress=False))


def vectors(folder, name, make):
    data = np.fromfile(os.path.join(folder, "jobs.f32"), dtype="<f4").reshape(-1, DIMENSIONS)
    queries = np.fromfile(os.path.join(folder, "resumes.f32"), dtype="<f4").reshape(-1, 1, DIMENSIONS)

    def build():
        index = make()
        index.add(data)
        return index

    index = built(name, build)
    found = []
    p50 = timed(name, queries, lambda query: found.append(index.search(query, DEPTH)[1][0]))
    return p50, found[20:]


def graph():
    index = faiss.IndexHNSWFlat(DIMENSIONS, 16, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = 100
    index.hnsw.efSearch = 200
    return index


def ours(command, jobs, queries, way):
    output = subprocess.run(
        shlex.split(command) + [f"--jobs={jobs}", f"--queries={queries}", f"--ways={way}"], check=True, capture_output=True, text=True).stdout
    print(output.rstrip(), flush=True)
    return {name: float(p50) for name, p50 in re.findall(r"^  (words|vectors): .*processor p50 ([\d.]+)", output, re.MULTILINE)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", required=True, help="the command of IndexBenchmark, without its arguments")
    parser.add_argument("--jobs", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    faiss.omp_set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(shlex.split(options.ours) + [f"--jobs={options.jobs}", f"--queries={options.queries}", f"--export={folder}"], check=True)
        for round_ in range(options.rounds):
            print(f"round {round_ + 1}", flush=True)
            mine = ours(options.ours, options.jobs, options.queries, "exact")
            theirs_words = words(folder)
            theirs_exact, exact = vectors(folder, "FAISS, exact", lambda: faiss.IndexFlatIP(DIMENSIONS))
            _, near = vectors(folder, "FAISS, HNSW", graph)
            recall = np.mean([len(set(a) & set(b)) / DEPTH for a, b in zip(exact, near)])
            print(f"FAISS, HNSW: recall@{DEPTH} {recall:.4f}")
            print(f"| words | ours {mine['words']:.2f} ms | bm25s {theirs_words:.2f} ms | {theirs_words / mine['words']:.2f} |")
            print(f"| vectors, exact | ours {mine['vectors']:.2f} ms | FAISS {theirs_exact:.2f} ms | {theirs_exact / mine['vectors']:.2f} |",
                  flush=True)


if __name__ == "__main__":
    main()
