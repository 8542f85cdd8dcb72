#!/usr/bin/env python3
"""Sends resumes as other people's clients do, with librdkafka and fastavro, and checks that each gets one label or the right dead letter.

Starts a demo without a trainer on free ports of the loopback address, sends the cases of client_cases.py and client_values.py, forgets some
resumes in between, and reads all labels and dead letters under read_committed, with Confluent's deserializer and with fastavro. Prints a table;
exits with 1 if a record has another outcome than it should. Needs `pip install "confluent-kafka[avro]"` and a build. Takes about two minutes.

Usage: check_clients.py [--only CASE,...] [--keep-log FILE] [-- OPTION-OF-DEMO ...]
"""

import argparse
import collections
import datetime
import io
import json
import pathlib
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request

import client_cases
import client_values
import fastavro
from client_cases import TOPIC, Clients
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

ROOT = pathlib.Path(__file__).resolve().parent.parent
LABELS, DEAD_LETTERS = "labelled-roles", "resumes-dlq"
PATIENCE = 120
START = 90
SILENCE = 2
# What is claimed is now, in one unit or another, or cannot be; then it is the record's time.
TWO_DAYS = datetime.timedelta(days=2)


class Demo:
    """The product under test: broker, registry, labelling service and worker in one process."""

    def __init__(self, log, options):
        self.broker, self.registry = (f"127.0.0.1:{port}" for port in free_ports(2))
        ports = [option.split(":")[1] for option in (self.broker, self.registry)]
        command = [str(ROOT / "rolestream"), "demo", "--no-trainer", "--rate", "0.01", "--broken", "0", "--dashboard-port", "-1"]
        command += ["--port", ports[0], "--registry-port", ports[1], *options]
        self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def await_start(self, log):
        end = time.monotonic() + START
        while "In another terminal" not in pathlib.Path(log.name).read_text():
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"the demo does not start: {pathlib.Path(log.name).read_text()[-2000:]}")
            time.sleep(0.3)

    def forget(self, ids):
        command = [str(ROOT / "rolestream"), "forget", "--file", "-", "--wait", "60s", "--json", "-b", self.broker]
        done = subprocess.run(command, input="\n".join(ids), capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise SystemExit(f"forget fails with {done.returncode}: {done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait(10)


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Reader:
    """Reads whole topics under read_committed, and decodes labels twice."""

    def __init__(self, demo, clients):
        self.demo = demo
        self.confluent = AvroDeserializer(clients.registry)
        self.schemas = {}
        self.problems = []

    def all(self, topic):
        settings = {"bootstrap.servers": self.demo.broker, "group.id": "labels-check", "isolation.level": "read_committed"}
        consumer = Consumer({**settings, "enable.auto.commit": False, "auto.offset.reset": "earliest"})
        try:
            partitions = consumer.list_topics(topic, timeout=20).topics[topic].partitions
            consumer.assign([TopicPartition(topic, number, 0) for number in partitions])
            # Markers of transactions are offsets, too, so the end shows by silence alone.
            silence = time.monotonic() + SILENCE
            while time.monotonic() < silence:
                for message in consumer.consume(1000, 0.2):
                    if message.error():
                        raise SystemExit(f"{topic}: {message.error()}")
                    silence = time.monotonic() + SILENCE
                    yield message
        finally:
            consumer.close()

    def label(self, message):
        if message.value() is None:
            return None
        if message.value()[:1] == b"{":  # with the option -s labels.format=json
            label = json.loads(message.value())
            label["submittedAt"] = datetime.datetime.fromisoformat(label["submittedAt"].replace("Z", "+00:00"))
            return label
        label = self.confluent(message.value(), SerializationContext(LABELS, MessageField.VALUE))
        number = struct.unpack(">I", message.value()[1:5])[0]
        if number not in self.schemas:
            with urllib.request.urlopen(f"http://{self.demo.registry}/schemas/ids/{number}", timeout=20) as answer:
                self.schemas[number] = fastavro.parse_schema(json.loads(json.load(answer)["schema"]))
        if fastavro.schemaless_reader(io.BytesIO(message.value()[5:]), self.schemas[number]) != label:
            self.problems.append(f"label of {message.key()}: fastavro reads something else than AvroDeserializer")
        if label["resumeId"] != message.key().decode():
            self.problems.append(f"label under key {message.key()} is of {label['resumeId']}")
        return label


class Results:
    """Labels by id, dead letters by the place of their record."""

    def __init__(self, reader):
        self.labels = collections.defaultdict(list)
        self.reasons = collections.defaultdict(list)
        for message in reader.all(LABELS):
            self.labels[message.key()].append(reader.label(message))
        for message in reader.all(DEAD_LETTERS):
            headers = {name: (value or b"").decode(errors="replace") for name, value in message.headers() or []}
            place = (int(headers["__streams.errors.partition"]), int(headers["__streams.errors.offset"]))
            self.reasons[place].append(headers["rolestream.reason"])

    def outcome(self, sent, expected):
        """What became of a record, and what is wrong with that; expected: how many labels its id should have."""
        if sent.failure is not None:
            return sent.failure, None if sent.failure in sent.right else sent.why
        reasons = self.reasons.get((sent.partition, sent.offset), []) if sent.offset >= 0 else []
        if reasons:
            wrong = len(reasons) > 1 or reasons[0] not in sent.right
            return reasons[0], f"dead letters {reasons}, not {sent.right}" if wrong else None
        labels = [label for label in self.labels.get(sent.key, []) if label is not None]
        if "label" not in sent.right:
            wrong = sent.right != ("nothing",) or len(labels) > expected
            return "nothing", f"{len(labels)} labels and no dead letter, not {sent.right}" if wrong else None
        if len(labels) != expected:
            return "missing" if len(labels) < expected else "double", f"{sent.key}: {len(labels)} labels, not {expected}"
        for label in labels:
            if abs(label["submittedAt"] - datetime.datetime.now(datetime.timezone.utc)) > TWO_DAYS:
                return "label", f"{sent.key}: submittedAt {label['submittedAt']}"
        return "label", None


def expected_labels(sent):
    return collections.Counter(each.key for each in sent if "label" in each.right and each.failure is None)


def check(reader, sent):
    """The outcome and the problem of each record; waits for labels and dead letters that are missing."""
    end = time.monotonic() + PATIENCE
    while True:
        reader.problems.clear()
        results, expected = Results(reader), expected_labels(sent)
        found = [(each, *results.outcome(each, expected[each.key])) for each in sent]
        late = [each for each, outcome, problem in found if problem and outcome in ("missing", "nothing")]
        if not late or time.monotonic() > end or reader.demo.process.poll() is not None:
            return found
        time.sleep(2)


def forget(clients, reader, demo):
    """Resumes in the partitions of librdkafka's default, null values in those of Java's; then the command."""
    ids = [f"forget-{i}" for i in range(40)]
    theirs = clients.producer(partitioner="consistent_random")

    def send(case, right, null=False):
        producer = clients.plain if null else theirs
        sent = [clients.send(case, name, None if null else clients.value(name), right, producer=producer) for name in ids]
        producer.flush(20)
        return sent

    def settle():
        return [problem for _, _, problem in check(reader, [each for each in clients.sent if each.case.startswith("forget")]) if problem]

    send("forget: sent first", "label")
    problems = settle()
    nulls = send("forget: null values of another client", "nothing", null=True)
    # Where the null value did not reach, the same resume is a repeat.
    for again, null in zip(send("forget: sent again", "nothing"), nulls):
        if again.partition == null.partition:
            again.right = ("label",)
    problems += settle()
    problems += [f"forget does not find {each}" for each in demo.forget(ids) if not each["partitions"].get(TOPIC)]
    problems += [f"forget leaves {each}" for each in demo.forget(ids) if each["partitions"].get(LABELS)]
    send("forget: sent again after the command", "label")
    return problems


def table(found):
    cases = collections.OrderedDict()
    for sent, outcome, problem in found:
        case = cases.setdefault(sent.case, (collections.Counter(), []))
        case[0][outcome] += 1
        if problem:
            case[1].append(problem)
    for case, (outcomes, problems) in cases.items():
        counts = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
        print(f"{'WRONG' if problems else 'ok':5}  {case:40.40}  {counts}{'  <- ' + problems[0] if problems else ''}")
    return sum(len(problems) for _, problems in cases.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", help="functions of client_cases.py and client_values.py, and forget, separated by commas")
    parser.add_argument("--keep-log", type=pathlib.Path, help="the demo's output")
    parser.add_argument("options", nargs="*", help="further options of the demo, after --")
    arguments = parser.parse_args()
    wanted = set(arguments.only.split(",")) if arguments.only else None
    schema = json.loads((ROOT / "schemas/src/main/avro/Resume.avsc").read_text())

    problems = []
    with tempfile.NamedTemporaryFile("w", suffix=".log") if arguments.keep_log is None else open(arguments.keep_log, "w") as log:
        demo = Demo(log, arguments.options)
        try:
            demo.await_start(log)
            clients = Clients(demo.broker, f"http://{demo.registry}", schema)
            reader = Reader(demo, clients)
            for case in client_cases.CASES + client_values.CASES:
                if wanted is None or case.__name__ in wanted:
                    case(clients)
                    clients.plain.flush(30)
            if wanted is None or "forget" in wanted:
                problems += forget(clients, reader, demo)
            count = table(check(reader, clients.sent))
            problems += reader.problems
            if demo.process.poll() is not None:
                problems.append(f"the demo ended with code {demo.process.returncode}")
        finally:
            code = demo.stop()
        log.flush()
        output = pathlib.Path(log.name).read_text()
    if code != 0:
        problems.append(f"the demo ends with code {code}")
    problems += [line for line in re.findall(r"^.*(?:ERROR|OutOfMemory).*$", output, re.MULTILINE)][:5]
    for problem in problems:
        print("WRONG ", problem)
    print(f"{len(clients.sent)} records, {count + len(problems)} problems")
    return 1 if count or problems else 0


if __name__ == "__main__":
    sys.exit(main())
