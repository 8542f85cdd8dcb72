package io.rolestream.stream;

import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** The service on the Kafka project's own image, in the version of our clients; skipped without a container engine. */
@ExtendWith(ContainerEngine.class)
@Testcontainers
class LabellingOnContainerKafkaTest extends LabellingServiceSuite {
    @Container
    private static final KafkaContainer BROKER =
            new KafkaContainer("apache/kafka-native:" + AppInfoParser.getVersion());

    @Override
    String bootstrapServers() {
        return BROKER.getBootstrapServers();
    }
}
