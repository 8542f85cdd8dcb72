#!/usr/bin/env python3
"""Measures what each service takes in memory under a steady load: a broker, a stream, a worker with the compact base and a trainer, each
in a process of its own as bin/rolestream starts it, while resumes are produced. Needs a built checkout (`mvn package`), and nothing else.

Prints the resident memory of each service once a minute in MB, then the largest and the median of all seconds, as Markdown.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
DIST = HOME / "cli" / "target" / "dist"
ROLESTREAM = str(DIST / "bin" / "rolestream")


def resident_mb(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1000
    raise ProcessLookupError(pid)


def feed(sink, texts, per_second, seconds, sent):
    """Writes generated resumes at a steady rate; late seconds are made up for."""
    begin = time.monotonic()
    while time.monotonic() < begin + seconds:
        due = int((time.monotonic() - begin) * per_second)
        while sent[0] < due:
            line = texts.readline()
            if not line:
                return
            sink.write(line)
            sent[0] += 1
        sink.flush()
        time.sleep(0.05)


def end(signal_number, frame):
    raise SystemExit(128 + signal_number)  # what was started ends as well


def main():
    signal.signal(signal.SIGTERM, end)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=int, default=300, help="resumes per second")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--texts", type=int, default=20_000, help="texts that the trainer trains on")
    parser.add_argument(
        "--until-stored", type=float, metavar="MINUTES", default=0,
        help="go on without further resumes, for so long at most, until the trainer has stored a version",
    )
    options = parser.parse_args()
    seconds = options.minutes * 60

    with tempfile.TemporaryDirectory(prefix="rolestream-memory-") as directory:
        processes = {}

        def start(name, command, **more):
            log = open(Path(directory) / f"{name}.log", "wb")
            processes[name] = subprocess.Popen(command, stderr=log, **({"stdout": log} | more))
            return processes[name]

        try:
            jars = f"{HOME}/embedded-kafka/target/*:{DIST}/lib/*"
            kafka = start(
                "broker",
                ["java", "-Xmx512m", "-XX:+UseSerialGC", "-cp", jars, "io.rolestream.embedded.EmbeddedKafkaMain"]
                + ["--data", f"{directory}/kafka"],
                stdout=subprocess.PIPE,
            )
            _, brokers, registry = kafka.stdout.readline().decode().split()
            cluster = ["-b", brokers, "--schema-registry-url", registry, "-s", f"model.store={directory}/models"]
            subprocess.run([ROLESTREAM, "topics", "create", *cluster], check=True, stdout=subprocess.DEVNULL)
            start("stream", [ROLESTREAM, "stream", *cluster, "-s", f"state.directory={directory}/state"])
            start("worker", [ROLESTREAM, "worker", *cluster])
            start(
                "trainer",
                [ROLESTREAM, "train", *cluster, "-s", f"trainer.data.directory={directory}/trainer"]
                + ["-s", f"train.min.examples={options.texts}", "-s", f"train.max.texts={options.texts}"],
            )
            count = int(options.rate * seconds) + 1
            generator = start("generator", [ROLESTREAM, "generate", "-n", str(count)], stdout=subprocess.PIPE)
            producer = start("producer", [ROLESTREAM, "produce", "-", *cluster], stdin=subprocess.PIPE)
            sent = [0]
            threading.Thread(
                target=feed, args=(producer.stdin, generator.stdout, options.rate, seconds, sent), daemon=True
            ).start()

            measured = {name: [] for name in ("stream", "worker", "trainer")}
            begin = time.monotonic()
            minute = 0
            stored = 0
            while time.monotonic() < begin + seconds or (
                stored == 0 and time.monotonic() < begin + seconds + 60 * options.until_stored
            ):
                time.sleep(1)
                for name, sizes in measured.items():
                    sizes.append(resident_mb(processes[name].pid))
                if time.monotonic() >= begin + 60 * (minute + 1):
                    minute += 1
                    stored = len(list((Path(directory) / "models").rglob("manifest.json")))
                    now = ", ".join(f"{name} {sizes[-1]:.0f}" for name, sizes in measured.items())
                    print(f"minute {minute}: {sent[0]} resumes sent; {now}", file=sys.stderr, flush=True)
            print(f"\n{sent[0]} resumes, {minute} minutes; {stored} versions were stored\n")
            print("| service | largest, MB | median, MB |\n|---|---|---|")
            for name, sizes in measured.items():
                print(f"| {name} | {max(sizes):.0f} | {statistics.median(sizes):.0f} |")
        finally:
            for name in reversed(list(processes)):
                processes[name].send_signal(signal.SIGTERM)
            for process in processes.values():
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
            if os.environ.get("KEEP_LOGS"):
                for log in Path(directory).glob("*.log"):
                    print(f"== {log.name}\n{log.read_text()[-3000:]}", file=sys.stderr)


if __name__ == "__main__":
    main()
