package io.rolestream.trainer.service;

import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.events.TrainerAction;
import io.rolestream.events.TrainerCommand;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends commands to the trainers of a model. */
public final class TrainerCommands {
    private static final int PATIENCE_MS = 10_000;

    private TrainerCommands() {}

    /**
     * Asks for a training on the existing examples. The leader starts one when none is running, as soon as a trainer
     * runs; several commands before that count as one.
     *
     * @param who asks
     * @throws KafkaException if the command cannot be sent
     */
    public static void trainNow(Settings settings, SchemaRegistry registry, String model, String who)
            throws InterruptedException {
        String topic = new Topics(settings.string(ConnectionConfig.TOPIC_PREFIX)).trainerCommands();
        TrainerCommand command = TrainerCommand.newBuilder()
                .setModelName(model)
                .setAction(TrainerAction.TRAIN_NOW)
                .setRequestedBy(who)
                .setRequestedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
        Map<String, Object> properties = ConnectionConfig.clientProperties(settings);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        try (KafkaProducer<String, TrainerCommand> producer = new KafkaProducer<>(
                properties, new StringSerializer(), new AvroSerde<>(TrainerCommand.class, registry).serializer())) {
            producer.send(new ProducerRecord<>(topic, model, command)).get();
        } catch (ExecutionException e) {
            throw new KafkaException("the command could not be sent: " + e.getCause(), e);
        }
    }
}
