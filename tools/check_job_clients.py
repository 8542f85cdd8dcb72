#!/usr/bin/env python3
"""Sends jobs and feedback as other people's clients do, with librdkafka and fastavro, and checks what the recommender makes of them.

Needs a broker with Rolestream's topics, a schema registry, a running `rolestream stream` and `rolestream recommender`, and
`pip install "confluent-kafka[avro]"`. Each good job must get one role on labelled-jobs under read_committed, each bad one the right dead
letter, each resume a list of jobs that fastavro decodes. Prints a table; exits with 1 if a record has another outcome than it should.

Usage: check_job_clients.py BOOTSTRAP_SERVERS REGISTRY_URL
"""

import collections
import datetime
import io
import json
import struct
import sys
import time
import urllib.request
import uuid

import fastavro
from confluent_kafka import Consumer, Producer, TopicPartition

PATIENCE = 120
RUN = uuid.uuid4().hex[:8]
LONG = "x" * 1001

# Name, value (None deletes), and the reason of the dead letter, or None for a job that gets a role.
JOBS = [
    ("json", {"title": "Data Engineer", "skills": "Spark, Airflow, SQL, Kafka"}, None),
    ("json-with-id", {"jobId": "{id}", "title": "Cloud Engineer", "description": "You run AWS, Azure and Terraform."}, None),
    ("every-field", {"title": "DBA", "skills": "oracle, sql", "description": "Tune it.", "location": "Köln", "remote": True,
                     "seniority": "senior", "openUntil": "2035-01-31T00:00:00Z", "postedAt": 1772625600000, "source": "x", "more": [1]}, None),
    ("deadline-in-9999", {"skills": "java", "openUntil": "9999-12-31"}, None),
    ("deadline-in-seconds", {"skills": "java", "openUntil": 2000000000}, None),
    ("emoji", {"skills": "java \U0001f600"}, None),
    ("control-characters", {"skills": "java\u0000\u202e"}, None),
    ("frame-before-json", b"\x00\x00\x00\x00\x07" + b'{"skills": "java"}', None),
    ("byte-order-mark", b"\xef\xbb\xbf" + b'{"skills": "java"}', None),
    ("other-id", {"jobId": "another", "skills": "java"}, "key-mismatch"),
    ("title-only", {"title": "Cook"}, "nothing-to-judge"),
    ("blank", {"skills": " \u00a0", "description": "\n"}, "nothing-to-judge"),
    ("empty-object", {}, "nothing-to-judge"),
    ("long-title", {"skills": "java", "title": LONG}, "text-too-long"),
    ("long-location", {"skills": "java", "location": LONG}, "text-too-long"),
    ("huge", {"skills": "java " * 60_000}, "text-too-long"),
    ("list-of-skills", {"skills": ["java"]}, "not-json"),
    ("remote-as-text", {"skills": "java", "remote": "yes"}, "not-json"),
    ("time-that-is-none", {"skills": "java", "openUntil": "soon"}, "not-json"),
    ("twice", b'{"skills": "java", "skills": "sql"}', "not-json"),
    ("half-a-pair", b'{"skills": "java\\ud83d"}', "not-json"),
    ("not-utf-8", b'{"skills": "K\xf6ln"}', "not-json"),
    ("cut-off", b'{"skills": "java', "not-json"),
    ("nested", b'{"x": ' + b"[" * 5000, "not-json"),
    ("two-objects", b"{}{}", "not-json"),
    ("array", b"[]", "not-json"),
    ("plain-text", b"skills=java", "not-avro"),
    ("nothing", b"", "not-avro"),
    ("unknown-schema", b"\x00\x7f\xff\xff\xff\x00\x00", "not-avro"),
]

# As above, encoded by fastavro with the registry's schema of jobs. None cuts the record off.
AVRO_JOBS = [
    ("avro", {"jobId": "{id}", "title": "Data Engineer", "skills": "Spark, Airflow, SQL, Kafka"}, None),
    ("avro-every-field", {"jobId": "{id}", "title": "DBA", "skills": "oracle, sql", "description": "Tune it.", "location": "Köln", "remote": True,
                          "seniority": "senior", "openUntil": datetime.datetime(2035, 1, 31, tzinfo=datetime.timezone.utc), "source": "x"}, None),
    ("avro-without-title", {"jobId": "{id}", "description": "You run AWS, Azure and Terraform."}, None),
    ("avro-other-id", {"jobId": "another", "skills": "java"}, "key-mismatch"),
    ("avro-without-id", {"skills": "java"}, "id-blank"),
    ("avro-nothing", {"jobId": "{id}", "title": "Cook"}, "nothing-to-judge"),
    ("avro-cut-off", None, "not-avro"),
]


def read(broker, topic, want):
    """The last value by key, once want(values) is true, or after PATIENCE."""
    consumer = Consumer({"bootstrap.servers": broker, "group.id": f"check-{uuid.uuid4()}", "isolation.level": "read_committed",
                         "enable.auto.commit": False, "auto.offset.reset": "earliest"})
    partitions = consumer.list_topics(topic).topics[topic].partitions
    consumer.assign([TopicPartition(topic, each, 0) for each in partitions])
    records, end = collections.defaultdict(list), time.monotonic() + PATIENCE
    while time.monotonic() < end and not want(records):
        record = consumer.poll(0.2)
        if record is not None and record.error() is None and RUN in (record.key() or b"").decode(errors="replace"):
            records[record.key().decode()].append(record)
    consumer.close()
    return records


class Writer:
    """Encodes as confluent-kafka's AvroSerializer does, with the newest schema of a topic."""

    def __init__(self, registry, topic):
        with urllib.request.urlopen(f"{registry}/subjects/{topic}-value/versions/latest") as answer:
            found = json.load(answer)
        self.id, self.schema = found["id"], fastavro.parse_schema(json.loads(found["schema"]))

    def encoded(self, value):
        body = io.BytesIO(struct.pack(">bI", 0, self.id))
        body.seek(0, io.SEEK_END)
        fastavro.schemaless_writer(body, self.schema, value)
        return body.getvalue()


def decoded(registry, record):
    magic, schema_id = struct.unpack(">bI", record.value()[:5])
    assert magic == 0, record.value()[:5]
    with urllib.request.urlopen(f"{registry}/schemas/ids/{schema_id}") as answer:
        schema = fastavro.parse_schema(json.loads(json.load(answer)["schema"]))
    body = io.BytesIO(record.value()[5:])
    value = fastavro.schemaless_reader(body, schema)
    assert body.read() == b"", "bytes after the record"
    return value


def ours(recommendations):
    """The jobs of this run in a list. A list that was made before they were labelled has none yet."""
    return [match["id"][len(RUN) + 1:] for match in recommendations["jobs"] if match["id"].startswith(RUN)]


def main():
    broker, registry = sys.argv[1], sys.argv[2].rstrip("/")
    producer = Producer({"bootstrap.servers": broker, "partitioner": "murmur2_random", "message.max.bytes": 4 << 20})
    expected = {}
    for name, value, reason in JOBS:
        key = f"{RUN}-{name}"
        expected[key] = reason
        raw = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).replace("{id}", key).encode()
        producer.produce("jobs", raw, key)
    jobs = Writer(registry, "jobs")
    for name, value, reason in AVRO_JOBS:
        key = f"{RUN}-{name}"
        expected[key] = reason
        fields = {field: key if text == "{id}" else text for field, text in (value or {"jobId": key, "skills": "java"}).items()}
        raw = jobs.encoded(fields)
        producer.produce("jobs", raw if value else raw[:9], key)
    resumes = [f"{RUN}-resume-{i}" for i in range(3)]
    for resume in resumes:
        producer.produce("resumes", json.dumps({"skills": "Spark, Airflow, SQL, Kafka, Python"}).encode(), resume)
    producer.produce("job-feedback", json.dumps({"jobId": f"{RUN}-json", "action": "OPENED", "position": 1}).encode(), resumes[0])
    producer.produce("job-feedback", Writer(registry, "job-feedback").encoded(
        {"resumeId": resumes[1], "jobId": f"{RUN}-avro", "action": "HIRED", "direction": "JOBS_FOR_RESUME", "position": 2}), resumes[1])
    producer.flush()

    good = [key for key, reason in expected.items() if reason is None]
    bad = [key for key, reason in expected.items() if reason is not None]
    labels = read(broker, "labelled-jobs", lambda seen: all(key in seen for key in good))
    letters = read(broker, "jobs-dlq", lambda seen: all(key in seen for key in bad))
    lists = read(broker, "job-recommendations",
                 lambda seen: all(key in seen and ours(decoded(registry, seen[key][-1])) for key in resumes))
    failures = 0
    for key, reason in expected.items():
        found = [dict(each.headers())["rolestream.reason"].decode() for each in letters.get(key, [])]
        if key in labels:
            found.append(decoded(registry, labels[key][-1])["role"] or "?")
        right = found == [reason] if reason else key in labels and key not in letters
        failures += not right
        print(f"{'ok   ' if right else 'WRONG'} {key[len(RUN) + 1:]:24} {', '.join(found)}")
    for key in resumes:
        value = decoded(registry, lists[key][-1]) if key in lists else None
        jobs = ours(value) if value else []
        right = bool(jobs) and value["resumeId"] == key
        failures += not right
        print(f"{'ok   ' if right else 'WRONG'} {key[len(RUN) + 1:]:24} {', '.join(jobs)}")
    print(f"{len(expected) + len(resumes)} outcomes, {failures} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
