#!/usr/bin/env python3
"""Prints each label as it comes: the resume, its role, who decided, and how sure they were.

Keeps its place in a consumer group, so that a restart goes on where it was. Needs `pip install "confluent-kafka[avro]"`.

Usage: consume_labels.py [--bootstrap-servers HOST:PORT] [--registry URL] [--group NAME] [--max N]
"""

import argparse
import sys

from confluent_kafka import Consumer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

TOPIC = "labelled-roles"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bootstrap-servers", default="localhost:9092")
    parser.add_argument("--registry", default="http://localhost:8081")
    parser.add_argument("--group", default="labels-python-example")
    parser.add_argument("--max", type=int, default=sys.maxsize, help="stops after so many")
    arguments = parser.parse_args()

    decode = AvroDeserializer(SchemaRegistryClient({"url": arguments.registry}))
    consumer = Consumer(
        {
            "bootstrap.servers": arguments.bootstrap_servers,
            "group.id": arguments.group,
            "auto.offset.reset": "earliest",
            # Labels are written in transactions; without this, those that were taken back would be read as well.
            "isolation.level": "read_committed",
            "enable.auto.commit": False,
        }
    )
    consumer.subscribe([TOPIC])
    read = 0
    try:
        while read < arguments.max:
            message = consumer.poll(1.0)
            if message is None:
                continue
            if message.error():
                raise SystemExit(f"{TOPIC}: {message.error()}")
            label = decode(message.value(), SerializationContext(TOPIC, MessageField.VALUE))
            resume = message.key().decode()
            if label is None:
                print(f"{resume}\tforgotten", flush=True)
            elif label["repeatsDecision"]:
                continue  # the same decision again: it only adds a late vote of an observed labeller
            else:
                print(f"{resume}\t{label['role']}\t{label['decidedBy']}\t{label['confidence']:.2f}", flush=True)
            # What is printed is done: a label is printed again only if this process dies just here.
            consumer.commit(message=message, asynchronous=False)
            read += 1
    except KeyboardInterrupt:
        pass
    finally:
        consumer.close()


if __name__ == "__main__":
    main()
