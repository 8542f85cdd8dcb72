#!/usr/bin/env python3
"""Reads a topic with Confluent's own Python client and prints each record as a line of JSON.

Shows that any Confluent-compatible client can read what Rolestream writes. Needs `pip install "confluent-kafka[avro]"`.

Usage: decode_with_confluent.py BOOTSTRAP REGISTRY_URL TOPIC [--timeout SECONDS]
"""

import argparse
import json
import sys
import time
import uuid

from confluent_kafka import Consumer, KafkaError
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext


def records(consumer, topic, deadline):
    """Polls until the end of every partition, or until the deadline."""
    consumer.subscribe([topic])
    at_end, partitions = set(), None
    while time.monotonic() < deadline:
        message = consumer.poll(0.2)
        if message is None:
            continue
        if message.error() is None:
            yield message
            continue
        if message.error().code() != KafkaError._PARTITION_EOF:
            raise SystemExit(f"{topic}: {message.error()}")
        at_end.add(message.partition())
        if partitions is None:
            partitions = len(consumer.list_topics(topic, timeout=10).topics[topic].partitions)
        if len(at_end) == partitions:
            return
    raise SystemExit(f"{topic}: the end of the topic was not reached in time")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bootstrap")
    parser.add_argument("registry_url")
    parser.add_argument("topic")
    parser.add_argument("--timeout", type=float, default=30.0, help="seconds to wait for the end of the topic")
    arguments = parser.parse_args()

    decode = AvroDeserializer(SchemaRegistryClient({"url": arguments.registry_url}))
    consumer = Consumer(
        {
            "bootstrap.servers": arguments.bootstrap,
            "group.id": f"decode-{uuid.uuid4()}",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "isolation.level": "read_committed",
        }
    )
    try:
        for message in records(consumer, arguments.topic, time.monotonic() + arguments.timeout):
            key = message.key().decode() if message.key() is not None else None
            value = decode(message.value(), SerializationContext(arguments.topic, MessageField.VALUE))
            line = {"partition": message.partition(), "offset": message.offset(), "key": key, "value": value}
            print(json.dumps(line, ensure_ascii=False, default=str))
    finally:
        consumer.close()


if __name__ == "__main__":
    sys.exit(main())
