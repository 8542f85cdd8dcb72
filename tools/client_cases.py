"""What other people's clients send to `resumes`, for check_clients.py: each case sends records and says what must become of them.

An outcome is "label" (exactly one), "nothing", a reason of a dead letter ("key-mismatch"), "refused" (by the broker or the registry), or "client"
(the client itself fails). Where several are right, because settings of broker or registry decide, a case names them all.
"""

import copy
import dataclasses
import datetime
import io
import json
import struct
import time
import uuid

import confluent_kafka.schema_registry as registry
import fastavro
from confluent_kafka import KafkaException, Producer
from confluent_kafka.schema_registry import avro
from confluent_kafka.serialization import MessageField, SerializationContext

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
    for case, right in [("committed", "label"), ("aborted", "nothing"), ("left open", "nothing"), ("after", "label")]:
        limits = {"transaction_timeout_ms": 5_000, "socket_timeout_ms": 5_000, "message_timeout_ms": 5_000}
        own = clients.producer(transactional_id=f"check-{case}", **limits)
        own.init_transactions(30)
        own.begin_transaction()
        for i in range(10):
            name = f"txn-{case}-{i}"
            clients.send(f"transaction, {case}", name, clients.value(name), right, producer=own)
        own.flush(20)
        if case == "aborted":
            own.abort_transaction(30)
        elif case != "left open":  # the broker ends it after its timeout
            own.commit_transaction(30)


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


def submitted(clients):
    schema = changed(clients.schema, submittedAt={"type": ["null", "long"]})
    number = register(clients, "submittedAt", schema)
    now = time.time()
    for unit, value in [
        ("seconds", now),
        ("days", now / 86_400),
        ("microseconds", now * 1e6),
        ("nanoseconds", now * 1e9),
        ("zero", 0),
        ("negative", -1),
        ("of 1990", 631_152_000_000),
        ("in a year", (now + 365 * 86_400) * 1000),
        ("largest", 2**63 - 1),
    ]:
        name = "submitted " + unit
        clients.send("submittedAt " + unit, name, clients.value(name, schema, number, submittedAt=int(value)), "label")


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


def keys(clients):
    good = clients.value("key-id")
    for case, key, value, reason in [
        ("none", None, good, "key-missing"),
        ("empty", b"", good, "key-missing"),
        ("another", b"other", good, "key-mismatch"),
        ("quoted", b'"key-id"', good, "key-mismatch"),
        ("a number", struct.pack(">i", 17), good, "key-mismatch"),
        ("not UTF-8", b"\xff\xfe", good, "key-mismatch"),
        ("in Avro", struct.pack(">bI", 0, 1) + b"\x0ckey-id", good, "key-mismatch"),
        ("decomposed", "ke\u0301y".encode(), clients.value("k\u00e9y"), "key-mismatch"),
        ("not UTF-8, null value", b"\xff\xfe", None, "key-malformed"),
    ]:
        clients.send("key: " + case, key, value, reason)


def ids(clients):
    for case, name, right in [
        ("emoji", "\U0001f469\u200d\U0001f4bb-1", "label"),
        ("right to left", "\u202e\u05d0\u05d1", "label"),
        ("composed", "r\u00e9sum\u00e9", "label"),
        ("decomposed", "re\u0301sume\u0301", "label"),
        ("NUL inside", "a\0b", "label"),
        ("line break", "a\nb", "label"),
        ("no-break space", "\u00a0", "label"),
        ("256 characters", "x" * 256, "label"),
        ("128 emoji", "\U0001f600" * 128, "label"),
        ("257 characters", "y" * 257, "id-too-long"),
        ("129 emoji", "\U0001f600" * 129, "id-too-long"),
        ("blank", " ", "id-blank"),
        ("ideographic space", "\u3000", "id-blank"),
    ]:
        clients.send("id: " + case, name, clients.value(name), right)


def values(clients):
    whole = clients.value("value")
    for case, value in [
        ("empty", b""),
        ("one zero", b"\0"),
        ("JSON", b'{"resumeId":"value","skills":"Java"}'),
        ("unknown schema", clients.value("value", schema_id=999_999)),
        ("cut", whole[:-3]),
        ("with a tail", whole + b"tail"),
        ("without framing", whole[5:]),
    ]:
        clients.send("value: " + case, "value", value, "not-avro")
    clients.send("value: blank skills", "blank", clients.value("blank", skills=" \n", text=None), "nothing-to-judge")
    clients.send("value: text only", "text", clients.value("text", skills=None, text=SKILLS), "label")


def sizes(clients):
    word = "Kubernetes "
    for case, text, right in [
        ("249,999 characters", (word * 30_000)[:249_999], "label"),
        ("250,001 characters", (word * 30_000)[:250_001], "text-too-long"),
        ("text of 1.9 MB", None, "label"),
        ("2.5 MB", word * 230_000, "refused"),
    ]:
        fields = {"skills": text} if text else {"text": "x" * 1_900_000}
        name = "size " + case
        clients.send("size: " + case, name, clients.value(name, **fields), right)
        packed = clients.producer(compression_type="zstd")
        clients.send(f"size: {case}, zstd", name + " zstd", clients.value(name + " zstd", **fields), right, producer=packed)
        packed.flush(20)


def changed(schema, **types):
    """The schema with other types of some fields: a dict to change a field, None to leave it out."""
    made = copy.deepcopy(schema)
    for name, change in types.items():
        field = next(each for each in made["fields"] if each["name"] == name)
        if change is None:
            made["fields"].remove(field)
        else:
            field.update(change)
    return made


def register(clients, case, schema, subject=SUBJECT):
    """The schema's id, or None if the registry refuses it."""
    try:
        return clients.registry.register_schema(subject, as_schema(schema))
    except registry.SchemaRegistryError as e:
        clients.fail("schema: " + case, "schema " + case, "refused", e, "refused", "label", "not-avro")
        return None


def schemas(clients):
    plain = clients.schema
    extra = {"name": "phone", "type": ["null", "string"], "default": None}
    instant = {"type": "long", "logicalType": "timestamp-micros"}
    for case, schema, fields, right in [
        ("extra field", {**plain, "fields": plain["fields"] + [extra]}, {"phone": "-"}, "label"),
        ("missing fields", changed(plain, companies=None, text=None, source=None), {}, "label"),
        ("reordered fields", {**plain, "fields": plain["fields"][::-1]}, {}, "label"),
        ("union in other order", changed(plain, skills={"type": ["string", "null"], "default": ""}), {}, "label"),
        ("no union", changed(plain, skills={"type": "string", "default": ""}), {}, "label"),
        ("bytes for text", changed(plain, skills={"type": ["null", "bytes"]}), {"skills": SKILLS.encode()}, "label"),
        ("other namespace", {**plain, "namespace": "com.acme"}, {}, "label"),
        ("other name", {**plain, "name": "Cv"}, {}, "not-avro"),
        ("other name, an alias", {**plain, "name": "Cv", "aliases": ["io.rolestream.events.Resume"]}, {}, "not-avro"),
        ("Java's strings", changed(plain, resumeId={"type": {"type": "string", "avro.java.string": "String"}}), {}, "label"),
        ("UUID", changed(plain, resumeId={"type": {"type": "string", "logicalType": "uuid"}}), {}, "label"),
        ("microseconds", changed(plain, submittedAt={"type": ["null", instant]}), {}, "label"),
        ("renamed id", changed(plain, resumeId={"name": "id", "aliases": ["resumeId"]}), {"id": "schema renamed id"}, "id-blank"),
        ("int years", changed(plain, yearsOfExperience={"type": ["null", "int"]}), {"yearsOfExperience": 3}, "label"),
    ]:
        number = register(clients, case, schema)
        if number is not None:
            name = str(uuid.uuid4()) if case == "UUID" else "schema " + case
            clients.send("schema: " + case, name, clients.value(name, schema, number, **fields), right)
    foreign = {**plain, "fields": plain["fields"] + [{**extra, "name": "fax"}]}
    number = register(clients, "other subject", foreign, "com.acme.Resume")
    if number is not None:
        name = "schema other subject"
        clients.send("schema: other subject", name, clients.value(name, foreign, number), "not-avro")


def serializers(clients):
    older = changed(clients.schema, source=None, companies=None)
    for case, schema, settings, right in [
        ("defaults", clients.schema, {}, ("label",)),
        ("defaults, older schema", older, {}, ("label",)),
        ("latest version", older, {"auto.register.schemas": False, "use.latest.version": True}, ("label",)),
        ("normalized", older, {"normalize.schemas": True}, ("label",)),
        ("id in a header", older, {"schema.id.serializer": registry.header_schema_id_serializer}, ("label", "client")),
    ]:
        name = "serializer " + case
        added = []
        try:
            serializer = avro.AvroSerializer(clients.registry, as_schema(schema), conf=settings)
            value = serializer(resume(name), SerializationContext(TOPIC, MessageField.VALUE, added))
        except Exception as e:  # whatever the client raises, it is the case's result
            clients.fail("AvroSerializer: " + case, name, "client", e, *right)
        else:
            clients.send("AvroSerializer: " + case, name, value, *right, headers=added)


ALL = [codecs, producers, partitioners, timestamps, submitted, headers, keys, ids, values, sizes, schemas, serializers]
