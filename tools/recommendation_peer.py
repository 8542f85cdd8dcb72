#!/usr/bin/env python3
"""Recommends jobs as a Python service would: reads jobs and resumes from Kafka, ranks, writes the best ten of each resume.

    python3 -m venv venv && venv/bin/pip install confluent-kafka sentence-transformers faiss-cpu bm25s
    java -cp CLASSPATH io.rolestream.benchmarks.recommending.RecommendationStream --embedder=MINILM \\
        --peer="venv/bin/python tools/recommendation_peer.py --way=bm25s" \\
        --peer="venv/bin/python tools/recommendation_peer.py --way=faiss --model=MINILM --cache=DIR"

RecommendationStream adds the broker, the topics and the numbers of records. Jobs are indexed first; what is timed is from the first resume
that is read until the broker has acknowledged the last list. Ways: bm25s (all words of a text), faiss (sentence-transformers on all texts of
a batch at once, IndexFlatIP), hybrid (both, reciprocal rank fusion of the best 1,000 each, k 60). Offsets are committed after each batch, so
lists may be written twice after a crash; there are no reasons, no skills, no roles, no second direction and no updates of the index. The last
line of the output is JSON for RecommendationStream.
"""
import argparse
import collections
import hashlib
import json
import os
import resource
import sys
import time

from confluent_kafka import Consumer, Producer

TOP = 10
DEPTH = 1000
BATCH = 32
PATIENCE = 60


def consumer(options):
    return Consumer({"bootstrap.servers": options.bootstrap, "group.id": f"peer-{os.getpid()}-{time.time()}", "auto.offset.reset": "earliest",
                     "isolation.level": "read_committed", "enable.auto.commit": False})


def records(reader, topic, count):
    """Batches of (key, value), until that many records have been read."""
    reader.subscribe([topic])
    seen, last = 0, time.monotonic()
    while seen < count:
        batch = [record for record in reader.consume(min(BATCH, count - seen), 0.5) if record.error() is None]
        if batch:
            seen, last = seen + len(batch), time.monotonic()
            yield [(record.key().decode(), json.loads(record.value())) for record in batch]
        elif time.monotonic() - last > PATIENCE:
            sys.exit(f"{seen} of {count} records of {topic} came, then none")


def text(fields, *names):
    return "\n".join(fields[name] for name in names if fields.get(name))


class Words:
    def __init__(self, texts):
        import bm25s
        self.bm25s = bm25s
        self.index = bm25s.BM25()
        self.index.index(bm25s.tokenize(texts, show_progress=False), show_progress=False)

    def search(self, texts, depth):
        found = self.index.retrieve(self.bm25s.tokenize(texts, show_progress=False), k=depth, show_progress=False)
        return list(zip(found.documents.tolist(), found.scores.tolist()))


class Vectors:
    def __init__(self, texts, options):
        import faiss
        import numpy as np
        import torch
        from sentence_transformers import SentenceTransformer
        torch.set_num_threads(options.threads)
        faiss.omp_set_num_threads(options.threads)
        self.model = SentenceTransformer(options.model, device="cpu")
        vectors = self.made_up(len(texts), np) if options.made_up_vectors else self.cached(texts, options, np)
        self.index = faiss.IndexFlatIP(vectors.shape[1])
        self.index.add(vectors)

    def made_up(self, count, np):
        vectors = np.random.default_rng(1).standard_normal((count, self.embed(["a job"]).shape[1]), dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def cached(self, texts, options, np):
        digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
        path = os.path.join(options.cache, f"{digest}.npy") if options.cache else None
        if path and os.path.exists(path):
            return np.load(path)
        start = time.monotonic()
        vectors = self.embed(texts)
        print(f"{len(texts) / (time.monotonic() - start):.1f} jobs embedded per second", file=sys.stderr, flush=True)
        if path:
            os.makedirs(options.cache, exist_ok=True)
            np.save(path, vectors)
        return vectors

    def embed(self, texts):
        return self.model.encode(texts, batch_size=BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)

    def search(self, texts, depth):
        scores, documents = self.index.search(self.embed(texts), depth)
        return list(zip(documents.tolist(), scores.tolist()))


def fused(ways, texts, depth):
    """Reciprocal rank fusion, k = 60."""
    lists = [way.search(texts, depth) for way in ways]
    for rankings in zip(*lists):
        sums = collections.defaultdict(float)
        for documents, _ in rankings:
            for rank, document in enumerate(documents, 1):
                sums[document] += 1 / (60 + rank)
        yield sorted(sums.items(), key=lambda each: (-each[1], each[0]))[:TOP]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bootstrap", required=True)
    parser.add_argument("--jobs-topic", required=True)
    parser.add_argument("--resumes-topic", required=True)
    parser.add_argument("--output-topic", required=True)
    parser.add_argument("--jobs", type=int, required=True)
    parser.add_argument("--resumes", type=int, required=True)
    parser.add_argument("--way", choices=["bm25s", "faiss", "hybrid"], required=True)
    parser.add_argument("--model", help="a sentence-transformers directory")
    parser.add_argument("--cache", help="a folder that keeps the jobs' vectors, so that the next round embeds none")
    parser.add_argument("--made-up-vectors", action="store_true",
                        help="the jobs' vectors are random, which changes nothing in what an exact search costs")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    jobs = consumer(options)
    postings = [posting for batch in records(jobs, options.jobs_topic, options.jobs) for posting in batch]
    jobs.close()
    postings.sort()
    texts = [text(fields, "title", "skills", "description") for _, fields in postings]
    busy, start = time.process_time(), time.monotonic()
    ways = [Words(texts)] if options.way != "faiss" else []
    if options.way != "bm25s":
        ways.append(Vectors(texts, options))
    depth = min(DEPTH, len(texts))
    print(f"{options.way}: index built in {time.monotonic() - start:.1f} s, {time.process_time() - busy:.1f} s of processor time",
          file=sys.stderr, flush=True)
    list(fused(ways, texts[:BATCH], depth))  # what the libraries load or compile at first use

    refused = []
    producer = Producer({"bootstrap.servers": options.bootstrap, "enable.idempotence": True, "linger.ms": 5})
    resumes = consumer(options)
    start = None
    for batch in records(resumes, options.resumes_topic, options.resumes):
        if start is None:
            start, busy = time.monotonic(), time.process_time()
        queries = [text(fields, "skills", "text") for _, fields in batch]
        if len(ways) > 1:
            found = fused(ways, queries, depth)
        else:
            found = [list(zip(documents, scores)) for documents, scores in ways[0].search(queries, TOP)]
        for (resume, _), best in zip(batch, found):
            matches = [{"jobId": postings[document][0], "score": score} for document, score in best]
            producer.produce(options.output_topic, json.dumps({"resumeId": resume, "jobs": matches}).encode(), resume,
                             on_delivery=lambda error, _: error and refused.append(error))
        producer.poll(0)
        resumes.commit(asynchronous=True)
    producer.flush()
    seconds, busy = time.monotonic() - start, time.process_time() - busy
    resumes.close()
    if refused:
        sys.exit(f"{len(refused)} lists could not be written: {refused[0]}")
    print(json.dumps({
        "name": options.way,
        "perSecond": options.resumes / seconds,
        "processorMillis": 1000 * busy / options.resumes,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }))


if __name__ == "__main__":
    main()
