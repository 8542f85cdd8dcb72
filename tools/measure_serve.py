#!/usr/bin/env python3
"""Loads a running `rolestream serve` as an independent client does, with Python's standard library alone, and checks every answer.

Prints the rate and the latencies of one client with one resume a request, then of --clients with one and with --batch resumes a request.
Each answer must have status 200, the ids in the order asked, and a role; with --labels, the roles and versions in the output of
`rolestream label` for the same file. Exits with 1 if one has not. After 429 and 503 a client waits as long as the answer says; those are
counted apart.

Usage: measure_serve.py http://127.0.0.1:8091 resumes.jsonl [--clients 64] [--batch 20] [--seconds 10] [--labels labels.jsonl]
"""

import argparse
import http.client
import json
import os
import sys
import threading
import time
import urllib.parse


class Client(threading.Thread):
    """Asks one request after another on one connection, for a time."""

    def __init__(self, url, requests, end, expected):
        super().__init__()
        self.url, self.requests, self.end, self.expected = url, requests, end, expected
        self.times, self.resumes, self.refused, self.wrong = [], 0, 0, []

    def run(self):
        connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=60)
        headers = {"Content-Type": "application/json"}
        if "ROLESTREAM_SERVE_TOKEN" in os.environ:
            headers["Authorization"] = "Bearer " + os.environ["ROLESTREAM_SERVE_TOKEN"]
        number = 0
        while time.perf_counter() < self.end:
            ids, body = self.requests[number % len(self.requests)]
            number += 1
            start = time.perf_counter()
            connection.request("POST", "/v1/label", body, headers)
            response = connection.getresponse()
            answer = response.read()
            if response.status in (429, 503):
                self.refused += 1
                time.sleep(float(response.getheader("Retry-After")))
                continue
            self.times.append(time.perf_counter() - start)
            self.check(ids, response.status, answer)
        connection.close()

    def check(self, ids, status, answer):
        labels = json.loads(answer)
        labels = labels if isinstance(labels, list) else [labels]
        if status != 200 or [label.get("resumeId") for label in labels] != ids:
            self.wrong.append((status, answer[:200]))
            return
        for label in labels:
            found = (label["role"], label["model"] and label["model"]["version"])
            if label["role"] is None or (self.expected and self.expected[label["resumeId"]] != found):
                self.wrong.append((status, label))
        self.resumes += len(labels)


def measure(url, resumes, clients, batch, seconds, expected):
    """Runs clients with resumes of their own, and prints what they measured; the number of wrong answers."""
    running = []
    end = time.perf_counter() + seconds
    for client in range(clients):
        own = resumes[client::clients]
        requests = []
        for at in range(0, len(own) - batch + 1, batch):
            some = own[at : at + batch]
            body = some[0] if batch == 1 else some
            requests.append(([one["resumeId"] for one in some], json.dumps(body).encode()))
        running.append(Client(url, requests, end, expected))
    for client in running:
        client.start()
    for client in running:
        client.join()
    times = sorted(time for client in running for time in client.times)
    wrong = [one for client in running for one in client.wrong]
    total = sum(client.resumes for client in running)
    print(
        "%3d clients, %3d resumes a request: %7.0f resumes/s, %6.0f requests/s, p50 %6.1f ms, p99 %6.1f ms, %d refused, %d wrong"
        % (clients, batch, total / seconds, len(times) / seconds, 1e3 * times[len(times) // 2], 1e3 * times[int(len(times) * 0.99)], sum(client.refused for client in running), len(wrong))
    )
    for one in wrong[:3]:
        print("  ", one)
    return len(wrong)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("resumes")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--labels")
    given = parser.parse_args()
    with open(given.resumes, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    resumes = [{"resumeId": row["resumeId"], "skills": row.get("skills"), "text": row.get("text")} for row in rows]
    expected = {}
    if given.labels:
        with open(given.labels, encoding="utf-8") as lines:
            for label in map(json.loads, lines):
                expected[label["resumeId"]] = (label["role"], label["model"] and label["model"]["version"])
    url = urllib.parse.urlparse(given.url)
    wrong = measure(url, resumes, 1, 1, given.seconds / 2, expected)  # warms up; its figures count from the second time on
    wrong += measure(url, resumes, 1, 1, given.seconds, expected)
    wrong += measure(url, resumes, given.clients, 1, given.seconds, expected)
    wrong += measure(url, resumes, given.clients, given.batch, given.seconds, expected)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
