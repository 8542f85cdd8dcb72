"""What other people's clients send to `resumes`, for check_clients.py: each case sends records and says what must become of them. The
contents of records are in client_values.py.

An outcome is "label" (exactly one), "nothing", a reason of a dead letter ("key-mismatch"), "refused" (by the broker or the registry), or "client"
(the client itself fails). Where several are right, because settings of broker or registry decide, a case names them all.
"""

import dataclasses
import datetime
import io
import json
import struct
import time

import confluent_kafka.schema_registry as registry
import fastavro
from confluent_kafka import KafkaException, Producer

TOPIC = "resumes"
SUBJECT = TOPIC + "-value"
SKILLS = "Java, Spring, SQL"
MILLION = 1_000_000
CODECS = ["none", "gzip", "snappy", "lz4", "zstd"]


@dataclasses.dataclass
class Sent:
    """One record: its case, the outcomes that are right, and where it lies or why it does not."""

    case: str
    key: bytes | None
    right: tuple
    partition: int = -1
    offset: int = -1
    failure: str | None = None  # "refused" or "client"
    why: str = ""

    def delivered(self, error, message):
        if error is not None:
            self.failure, self.why = "refused", str(error)
        else:
            offset = message.offset()  # None with acks=0
            self.partition, self.offset = message.partition(), -1 if offset is None else offset


class Clients:
    """Sends with librdkafka, and keeps what was sent."""

    def __init__(self, brokers, registry_url, schema):
        self.brokers = brokers
        self.registry = registry.SchemaRegistryClient({"url": registry_url})
        self.schema = schema
        self.sent = []
        self.plain_id = self.registry.register_schema(SUBJECT, as_schema(schema))
        self.plain = self.producer()

    def producer(self, **settings):
        return Producer(
            {
                "bootstrap.servers": self.brokers,
                "partitioner": "murmur2_random",
                "message.max.bytes": 20 * MILLION,
                "log_level": 2,
                "message.timeout.ms": 30_000,
                "socket.timeout.ms": 20_000,
                **{name.replace("_", "."): value for name, value in settings.items()},
            }
        )

    def send(self, case, key, value, *right, producer=None, **more):
        key = key.encode() if isinstance(key, str) else key
        sent = Sent(case, key, right)
        self.sent.append(sent)
        producer = producer or self.plain
        while True:
            try:
                producer.produce(TOPIC, value, key=key, on_delivery=sent.delivered, **more)
                break
            except BufferError:
                producer.poll(0.1)
            except (KafkaException, ValueError, OverflowError, TypeError) as e:
                sent.failure, sent.why = "client", str(e)
                break
        producer.poll(0)
        return sent

    def fail(self, case, key, failure, why, *right):
        self.sent.append(Sent(case, key.encode(), right, failure=failure, why=str(why)))

    def value(self, resume_id, schema=None, schema_id=None, **fields):
        """A resume in the wire format, written by fastavro."""
        out = io.BytesIO()
        out.write(struct.pack(">bI", 0, self.plain_id if schema_id is None else schema_id))
        fastavro.schemaless_writer(out, fastavro.parse_schema(schema or self.schema), resume(resume_id, **fields))
        return out.getvalue()


def as_schema(schema):
    return registry.Schema(json.dumps(schema), "AVRO")


def resume(resume_id, **fields):
    return {
        "resumeId": resume_id,
        "skills": SKILLS,
        "text": None,
        "yearsOfExperience": 3.5,
        "companies": ["Acme"],
        "submittedAt": datetime.datetime.now(datetime.timezone.utc),
        "source": "check",
        **fields,
    }


def codecs(clients):
    for codec in CODECS:
        one = clients.producer(compression_type=codec, linger_ms=0)
        for i in range(3):
            name = f"{codec}-one-{i}"
            clients.send(f"{codec}, one by one", name, clients.value(name), "label", producer=one)
            one.flush(20)
        bulk = clients.producer(compression_type=codec, linger_ms=200)
        for i in range(300):
            name = f"{codec}-bulk-{i}"
            clients.send(f"{codec}, in bulk", name, clients.value(name), "label", producer=bulk)
        bulk.flush(20)


def producers(clients):
    idempotent = clients.producer(enable_idempotence=True, acks="all")
    unacknowledged = clients.producer(acks="0")
    for i in range(20):
        clients.send("idempotent", f"idem-{i}", clients.value(f"idem-{i}"), "label", producer=idempotent)
        clients.send("acks=0", f"acks-{i}", clients.value(f"acks-{i}"), "label", producer=unacknowledged)
    idempotent.flush(20)
    unacknowledged.flush(20)


def transactions(clients):
    def begin(name):
        limits = {"transaction_timeout_ms": 5_000, "socket_timeout_ms": 5_000, "message_timeout_ms": 5_000}
        own = clients.producer(transactional_id=name, **limits)
        own.init_transactions(30)
        own.begin_transaction()
        return own

    def send(own, case, right, count=10):
        for i in range(count):
            clients.send(f"transaction, {case}", f"{case}-{i}", clients.value(f"{case}-{i}"), right, producer=own)
        own.flush(20)

    one = begin("check-one")
    send(one, "aborted", "nothing")
    one.abort_transaction(30)
    one.begin_transaction()
    send(one, "aborted", "label")
    one.commit_transaction(30)
    large = begin("check-large")
    send(large, "large", "label", 2_000)
    large.commit_transaction(30)
    fenced = begin("check-fenced")
    send(fenced, "fenced", "nothing")
    send(begin("check-open"), "left open", "nothing")  # the broker ends it after its timeout
    successor = begin("check-fenced")
    send(successor, "of a successor", "label")
    successor.commit_transaction(30)



def partitioners(clients):
    for name in ["consistent_random", "consistent", "murmur2", "murmur2_random", "fnv1a", "random"]:
        own = clients.producer(partitioner=name)
        for i in range(10):
            clients.send("partitioner " + name, f"{name}-{i}", clients.value(f"{name}-{i}"), "label", producer=own)
        own.flush(20)


def timestamps(clients):
    now = int(time.time() * 1000)
    for case, stamp, right in [
        ("-1", -1, ("label",)),
        ("Go's zero time", -62_135_596_800_000, ("label", "refused")),
        ("1", 1, ("label",)),
        ("in seconds", now // 1000, ("label",)),
        ("a month ago", now - 30 * 86_400_000, ("label",)),
        ("in a year", now + 365 * 86_400_000, ("label", "refused")),
        ("the largest", 2**63 - 1, ("label", "refused")),
    ]:
        for missing in (False, True):
            name = f"time {stamp} {missing}"
            fields = {"submittedAt": None} if missing else {}
            clients.send("timestamp " + case, name, clients.value(name, **fields), *right, timestamp=stamp)
        clients.plain.flush(20)


def headers(clients):
    for case, pairs in [
        ("trace", [("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]),
        ("broken trace", [("traceparent", b"\xff\xfe"), ("tracestate", b"\0" * 100)]),
        ("null value", [("empty", None), ("empty", b"")]),
        ("a hundred", [(f"h{i % 7}", b"\xff" * 50) for i in range(100)]),
        ("large", [("large", b"x" * 100_000)]),
        ("like ours", [("rolestream.reason", b"skipped"), ("__streams.errors.offset", b"7")]),
    ]:
        clients.send("headers: " + case, "headers " + case, clients.value("headers " + case), "label", headers=pairs)


def repeats(clients):
    for i in range(10):
        name = f"repeat-{i}"
        value = clients.value(name)
        clients.send("null value before", name, None, "nothing")
        clients.send("sent once", name, value, "label")
        for _ in range(20):
            clients.send("repeated", name, value, "nothing")
    for i in range(10):
        name = f"change-{i}"
        for number in range(20):
            clients.send("changed", name, clients.value(name, skills=f"Java, project {number % 19}"), "label")


CASES = [codecs, producers, transactions, partitioners, timestamps, headers, repeats]
