#!/usr/bin/env python3
"""Sends the resumes of a file to Rolestream, and waits until all are acknowledged.

The file has one JSON object on each line: resumeId, and skills, text or both; other members are left out. With --forget, their
labels and all that is known of them are deleted instead. Resumes are Avro with --registry, otherwise JSON. Needs
`pip install "confluent-kafka[avro]"`.

Usage: produce_resumes.py FILE [--bootstrap-servers HOST:PORT] [--registry URL] [--topic NAME] [--forget]
"""

import argparse
import json
import sys

from confluent_kafka import Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext


FIELDS = ("resumeId", "skills", "text")


def encoder(registry, topic):
    if registry is None:
        return lambda resume: json.dumps(resume).encode()
    # `rolestream topics create` registered the schema; a producer has no reason to register another.
    serializer = AvroSerializer(
        SchemaRegistryClient({"url": registry}), conf={"auto.register.schemas": False, "use.latest.version": True}
    )
    context = SerializationContext(topic, MessageField.VALUE)
    return lambda resume: serializer(resume, context)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=argparse.FileType(encoding="utf-8"))
    parser.add_argument("--bootstrap-servers", default="localhost:9092")
    parser.add_argument("--registry")
    parser.add_argument("--topic", default="resumes")
    parser.add_argument("--forget", action="store_true", help="deletes these resumes")
    arguments = parser.parse_args()

    encode = encoder(arguments.registry, arguments.topic)
    failures = []
    sent = 0

    def acknowledged(error, message):
        if error is not None:
            failures.append(f"{message.key().decode()}: {error}")

    producer = Producer(
        {
            "bootstrap.servers": arguments.bootstrap_servers,
            # All that is sent under one id must go to one partition, whoever sends it: librdkafka's own default differs.
            "partitioner": "murmur2_random",
            "enable.idempotence": True,
            "compression.type": "lz4",
        }
    )
    for line in arguments.file:
        row = json.loads(line)
        resume = {name: row[name] for name in FIELDS if row.get(name) is not None}
        value = None if arguments.forget else encode(resume)
        while True:
            try:
                producer.produce(arguments.topic, key=resume["resumeId"].encode(), value=value, on_delivery=acknowledged)
                break
            except BufferError:
                producer.poll(1.0)  # the queue is full; wait until some are acknowledged
        producer.poll(0)
        sent += 1
    producer.flush()
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{sent - len(failures)} sent")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
