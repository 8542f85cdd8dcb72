#!/usr/bin/env python3
"""Makes files to judge recommendations from resumes and postings whose roles are known.

    python3 tools/recommendation_bridge.py dev-resumes.jsonl dev-roles.jsonl --out bridge
    ./rolestream recommend evaluate --resumes bridge/held-out/resumes.jsonl --jobs bridge/held-out/jobs.jsonl --bridge --out report

The first file holds resumes (resumeId, skills, text, role), the second postings (resumeId, skills, role); the roles must not come from the
texts that are ranked. Nobody has judged pairs of them, so the same role stands in for relevance.

Both files are split into two halves by a hash of the id: tune on bridge/tuning, measure on bridge/held-out. In each, a sixth of the postings
are queries (postings.jsonl, in the form of resumes), and the others are the jobs that are ranked (jobs.jsonl).

With --stream and --answers, bridge/learn has what a matcher can learn from, none of it in the halves: the answered texts of the stream, half
of them as resumes and half as jobs, and qrels with up to --pairs jobs of the same role for each resume, as applications would give them:

    ./rolestream train matcher --resumes bridge/learn/resumes.jsonl --jobs bridge/learn/jobs.jsonl --qrels bridge/learn/qrels.txt \\
        --base all-MiniLM-L6-v2 --max-tokens 64 --negatives 0 --epochs 4 -o matcher
"""
import argparse
import hashlib
import json
import os
import random

HALVES = ("tuning", "held-out")
QUERIES_OF = 6


def digest(identifier):
    return hashlib.sha256(identifier.encode()).digest()


def half(identifier):
    return HALVES[digest(identifier)[0] & 1]


def is_query(identifier):
    return digest(identifier)[1] % QUERIES_OF == 0


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write(path, written):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in written)
    print(f"{path}: {len(written)} rows")


def learn(options):
    answers = {answer["resumeId"]: answer["role"] for answer in rows(options.answers)}
    seen = {text(posting) for posting in rows(options.postings)} | {text(resume) for resume in rows(options.resumes)}
    texts = [row for row in rows(options.stream) if row["resumeId"] in answers and text(row) not in seen]
    resumes = [row for row in texts if half("learn " + row["resumeId"]) == HALVES[0]]
    jobs = [{"jobId": row["resumeId"], "skills": row["skills"]} for row in texts if half("learn " + row["resumeId"]) == HALVES[1]]
    folder = os.path.join(options.out, "learn")
    write(os.path.join(folder, "resumes.jsonl"), resumes)
    write(os.path.join(folder, "jobs.jsonl"), jobs)
    draw = random.Random(1)
    with open(os.path.join(folder, "qrels.txt"), "w", encoding="utf-8") as out:
        for resume in resumes:
            role = answers[resume["resumeId"]]
            suiting = [job["jobId"] for job in jobs if answers[job["jobId"]] == role and role != "Other"]
            for job in draw.sample(suiting, min(options.pairs, len(suiting))):
                out.write(f"{resume['resumeId']} 0 {job} 1\n")


def text(row):
    return (row["skills"] or "").strip().lower()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("resumes")
    parser.add_argument("postings")
    parser.add_argument("--out", required=True)
    parser.add_argument("--stream", help="the texts of the answers (resumeId, skills)")
    parser.add_argument("--answers", help="resumeId and role; needs --stream")
    parser.add_argument("--pairs", type=int, default=8, help="jobs of each resume to learn from (default 8)")
    options = parser.parse_args()
    resumes, postings = rows(options.resumes), rows(options.postings)
    for name in HALVES:
        here = [p for p in postings if half(p["resumeId"]) == name]
        jobs = [{"jobId": p["resumeId"], "skills": p["skills"], "role": p["role"]} for p in here if not is_query(p["resumeId"])]
        write(os.path.join(options.out, name, "resumes.jsonl"), [r for r in resumes if half(r["resumeId"]) == name])
        write(os.path.join(options.out, name, "postings.jsonl"), [p for p in here if is_query(p["resumeId"])])
        write(os.path.join(options.out, name, "jobs.jsonl"), jobs)
    if options.stream and options.answers:
        learn(options)


if __name__ == "__main__":
    main()
