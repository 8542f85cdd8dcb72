package io.rolestream.trainer.service;

import io.rolestream.common.clients.Cluster;
import io.rolestream.events.TrainerAction;
import io.rolestream.events.TrainerCommand;
import io.rolestream.schemas.serde.AvroSerde;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Sends commands to the trainers of a model. */
public final class TrainerCommands {
    private static final int PATIENCE_MS = 10_000;

    private TrainerCommands() {}

    /**
     * Asks for a training on the existing examples. The leader starts one when none is running; several commands before
     * that count as one.
     *
     * @throws KafkaException if the command cannot be sent
     */
    public static void trainNow(Cluster cluster, String model, String who) throws InterruptedException {
        String topic = cluster.topics().trainerCommands();
        TrainerCommand command = TrainerCommand.newBuilder()
                .setModelName(model)
                .setAction(TrainerAction.TRAIN_NOW)
                .setRequestedBy(who)
                .setRequestedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
        try (Producer<String, TrainerCommand> producer = cluster.clients()
                .producer(
                        new AvroSerde<>(TrainerCommand.class, cluster.registry()).serializer(),
                        Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS))) {
            producer.send(new ProducerRecord<>(topic, model, command)).get();
        } catch (ExecutionException e) {
            throw new KafkaException("the command could not be sent: " + e.getCause(), e);
        }
    }
}
