"""What records of `resumes` may hold, for check_clients.py: keys, ids, values, sizes, schemas and serializers. See client_cases.py."""

import copy
import gzip
import json
import math
import struct
import time
import uuid

import confluent_kafka.schema_registry as registry
from client_cases import SKILLS, SUBJECT, TOPIC, as_schema, resume
from confluent_kafka.schema_registry import avro
from confluent_kafka.serialization import MessageField, SerializationContext


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


def keys(clients):
    good = clients.value("key-id")
    for case, key, value, reason in [
        ("none", None, good, "key-missing"),
        ("empty", b"", good, "key-missing"),
        ("another", b"other", good, "key-mismatch"),
        ("after a byte order mark", "\ufeffkey-id", good, "key-mismatch"),
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
        ("unknown schema", clients.value("value", schema_id=999_999)),
        ("cut", whole[:-3]),
        ("with a tail", whole + b"tail"),
        ("without framing", whole[5:]),
        ("single-object encoding", b"\xc3\x01" + bytes(8) + whole[5:]),
        ("Avro file", b"Obj\x01" + whole),
        ("Glue's framing", b"\x03\0" + uuid.uuid4().bytes + whole[5:]),
        ("an id of 8 bytes", b"\0" + struct.pack(">q", clients.plain_id) + whole[5:]),
        ("gzip", gzip.compress(whole)),
        ("not UTF-8", whole.replace(b"Java", b"J\xff\xfea")),
        ("half a surrogate pair", whole.replace(b"Jav", b"\xed\xa0\x80")),
        ("an endless length", whole[:5] + b"\xfe\xff\xff\xff\x0f" + whole[6:]),
    ]:
        clients.send("value: " + case, "value", value, "not-avro")
    clients.send("value: blank skills", "blank", clients.value("blank", skills=" \n", text=None), "nothing-to-judge")
    for case, fields, right in [
        ("text only", {"skills": None, "text": SKILLS}, ("label",)),
        ("NULs", {"skills": "\0" * 50}, ("label", "nothing-to-judge")),
        ("NaN years", {"yearsOfExperience": math.nan}, ("label",)),
        ("endless years", {"yearsOfExperience": math.inf}, ("label",)),
        ("many companies", {"companies": ["Acme"] * 100_000}, ("label",)),
        ("emoji", {"skills": "\U0001f469\u200d\U0001f4bb Java \ufeff\u2028 SQL"}, ("label",)),
    ]:
        clients.send("value: " + case, "value " + case, clients.value("value " + case, **fields), *right)


def plain_json(clients):
    def send(case, right, text=None, framing=b"", key=None, **members):
        name = "json " + case
        members = {"resumeId": name, "skills": SKILLS, **members}
        value = (json.dumps(members) if text is None else text).encode()
        clients.send("JSON: " + case, name if key is None else key, framing + value, right)

    send("plain", "label")
    send("other members", "label", phone=None, address={"city": ["Bern", 1]})
    send("time as a number", "label", submittedAt=int(time.time() * 1000))
    send("framed", "label", framing=struct.pack(">bI", 0, 999_998))
    send("cut", "not-json", text='{"resumeId": "json cut", "skills": "Ja')
    send("a list", "not-json", text='[{"resumeId": "json a list", "skills": "Java"}]')
    send("a number for text", "not-json", skills=17)
    send("another key", "key-mismatch", key="json other")


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
    for case, schema, settings in [
        ("defaults", clients.schema, {}),
        ("defaults, older schema", older, {}),
        ("latest version", older, {"auto.register.schemas": False, "use.latest.version": True}),
        ("normalized", older, {"normalize.schemas": True}),
        ("id in a header", older, {"schema.id.serializer": registry.header_schema_id_serializer}),
    ]:
        try:
            serializer = avro.AvroSerializer(clients.registry, as_schema(schema), conf=settings)
            for name in (f"serializer {case} {i}" for i in range(5)):
                for skills, right in ((SKILLS, "label"), (SKILLS, "nothing"), (SKILLS + ", AWS", "label")):
                    added = []
                    value = serializer(resume(name, skills=skills), SerializationContext(TOPIC, MessageField.VALUE, added))
                    clients.send("AvroSerializer: " + case, name, value, right, headers=added)
        except Exception as e:  # whatever the client raises, it is the case's result
            clients.fail("AvroSerializer: " + case, "serializer " + case, "client", e, "label")


CASES = [submitted, keys, ids, values, plain_json, sizes, schemas, serializers]
