package io.rolestream.stream.worker;

import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** The service on the Kafka project's own image, in the version of our clients; skipped where there is no Docker. */
@Testcontainers(disabledWithoutDocker = true)
class WorkerOnContainerKafkaTest extends WorkerSuite {
    @Container
    private static final KafkaContainer BROKER =
            new KafkaContainer("apache/kafka-native:" + AppInfoParser.getVersion());

    @Override
    String bootstrapServers() {
        return BROKER.getBootstrapServers();
    }
}
