#!/usr/bin/env python3
"""Runs the demo with one seed after another until its second model votes, and prints when each model took over, as Markdown.

Needs a built checkout (`mvn package`), and nothing else. Times are seconds from the command. `load` is the machine's load average of one
minute when the run ended; --busy makes some, by processes of niceness 10 that only compute. A run without a second model within the limit
says so, with the last lines of the demo, and the exit code is 1.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

ROLESTREAM = str(Path(__file__).resolve().parent.parent / "cli" / "target" / "dist" / "bin" / "rolestream")
TAKEOVER = re.compile(r"version (\S+) votes from now on")
PUBLISHED = re.compile(r"  trainer: version \S+ is published")
VERDICT = re.compile(r"as (\w+); gate: (.+)")
PATIENCE_AT_EXIT = 120


def takeovers(seed, limit):
    """Returns the seconds at which a model took over, the stage and verdict of each version, and all lines."""
    begin = time.monotonic()
    demo = subprocess.Popen(
        [ROLESTREAM, "demo", "--seed", str(seed), "--dashboard-port", "-1"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    timers = []

    def later(seconds, action):
        timer = threading.Timer(seconds, action)
        timer.daemon = True
        timers.append(timer)
        timer.start()

    def send(signal_number):
        try:
            os.killpg(demo.pid, signal_number)
        except ProcessLookupError:
            pass  # it ended by itself

    def stop():
        send(signal.SIGTERM)
        later(PATIENCE_AT_EXIT, lambda: send(signal.SIGKILL))

    later(limit, stop)
    times, verdicts, lines = [], [], []
    try:
        for line in demo.stdout:
            verdict = VERDICT.search(line)
            if verdict and lines and PUBLISHED.search(lines[-1]):
                verdicts.append(f"{verdict[1].lower()}, {verdict[2]}")
            lines.append(line.rstrip())
            if TAKEOVER.search(line):
                times.append(time.monotonic() - begin)
                if len(times) == 2:
                    stop()
        demo.wait(PATIENCE_AT_EXIT)
    finally:
        for timer in timers:
            timer.cancel()
        if demo.poll() is None:
            send(signal.SIGKILL)
            demo.wait()
    return times, verdicts, lines


@contextmanager
def busy(count):
    command = ["nice", "-n", "10", sys.executable, "-c", "while True: pass"]
    processes = [subprocess.Popen(command) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--seeds", type=int, default=20, help="how many seeds")
    parser.add_argument("--busy", type=int, nargs="+", default=[0], help="busy processes beside each run, in turn")
    parser.add_argument("--limit", type=float, default=1200, help="seconds that a run may take")
    parser.add_argument("--logs", type=Path, help="a directory that keeps what each run printed")
    options = parser.parse_args()
    failed = False
    print("| seed | first model, s | second model, s | versions | load |\n|---|---|---|---|---|", flush=True)
    for seed in range(options.first, options.first + options.seeds):
        with busy(options.busy[(seed - options.first) % len(options.busy)]):
            times, verdicts, lines = takeovers(seed, options.limit)
        shown = [f"{t:.0f}" for t in times[:2]] + ["not reached"] * (2 - len(times))
        print(f"| {seed} | {shown[0]} | {shown[1]} | {'; '.join(verdicts)} | {os.getloadavg()[0]:.0f} |", flush=True)
        if options.logs:
            options.logs.mkdir(parents=True, exist_ok=True)
            (options.logs / f"seed-{seed}.txt").write_text("\n".join(lines) + "\n")
        if len(times) < 2:
            failed = True
            print("\n".join(lines[-15:]), file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
