package io.rolestream.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.Vote;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.accumulator.ObservedVotes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisagreementRateTest {
    @Test
    @Tag("full")
    void shouldCompareTheNewestLabelsWithTheChampionsEvaluation(@TempDir Path directory) {
        try (var kafka = EmbeddedKafka.builder().build()) {
            kafka.start();
            var topics = new TrainerTopics(kafka, "labels.", directory);
            var disagreement = new DisagreementRate(Cluster.of(topics.settings("a"), kafka.registry()));
            var champion = ModelVersion.newBuilder()
                    .setName(TrainerTopics.MODEL)
                    .setVersion("2")
                    .setMetrics(Map.of(DisagreementRate.AGREEMENT, 0.9))
                    .build();
            label(topics, kafka, 499, "2", 4);
            label(topics, kafka, 600, "1", 1);
            assertThat(disagreement.rise(champion)).isEmpty();
            label(topics, kafka, 301, "2", 4);
            assertThat(ObservedVotes.read(Cluster.of(topics.settings("a"), kafka.registry()))
                            .on(hash(7)))
                    .isEmpty();
            observe(topics, kafka, 301);

            assertThat(disagreement.rise(champion).orElseThrow()).isEqualTo(201.0 / 800 - 0.1, within(1e-9));
            assertThat(disagreement.rise(ModelVersion.newBuilder(champion)
                            .setMetrics(Map.of())
                            .build()))
                    .isEmpty();
            ObservedVotes votes = ObservedVotes.read(Cluster.of(topics.settings("a"), kafka.registry()));
            assertThat(votes.on(hash(7))).isEqualTo(Map.of("nli", "Z"));
            assertThat(votes.on(hash(301))).isEmpty();
        }
    }

    private static String hash(int label) {
        return "%032x".formatted(label);
    }

    /** One of so many labels has a model's vote that differs from the rules'. */
    private static void label(TrainerTopics topics, EmbeddedKafka kafka, int labels, String version, int oneIn) {
        send(
                topics,
                kafka,
                labels,
                i -> LabelledRole.newBuilder()
                        .setRuleVote(vote("rules", "default@1", "X"))
                        .setModelVote(vote(TrainerTopics.MODEL, version, i % oneIn == 0 ? "Y" : "X")));
    }

    /** The first labels get observed votes, in revisions that repeat their decisions and must not count again. */
    private static void observe(TrainerTopics topics, EmbeddedKafka kafka, int labels) {
        send(
                topics,
                kafka,
                labels,
                i -> LabelledRole.newBuilder()
                        .setContentHash(hash(i))
                        .setRuleVote(vote("rules", "default@1", "X"))
                        .setModelVote(vote(TrainerTopics.MODEL, "2", "Y"))
                        .setObservedVotes(List.of(vote("nli", "1", "Z"), vote("mute", "1", null)))
                        .setRepeatsDecision(true));
    }

    private static void send(
            TrainerTopics topics, EmbeddedKafka kafka, int labels, IntFunction<LabelledRole.Builder> of) {
        var settings = topics.settings("a");
        String topic = new Topics(settings.string(ConnectionConfig.TOPIC_PREFIX)).labelledRoles();
        try (var producer = new KafkaProducer<>(
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object)
                        settings.string(ConnectionConfig.BOOTSTRAP_SERVERS)),
                new StringSerializer(),
                new AvroSerde<>(LabelledRole.class, kafka.registry()).serializer())) {
            for (int i = 0; i < labels; i++) {
                LabelledRole label = of.apply(i).setResumeId("id" + i).build();
                var unused = producer.send(new ProducerRecord<>(topic, "id" + i, label));
            }
        }
    }

    private static Vote vote(String labeller, String version, @Nullable String role) {
        return Vote.newBuilder()
                .setLabeller(labeller)
                .setLabellerVersion(version)
                .setRole(role)
                .build();
    }
}
