package io.rolestream.system.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.events.RoleCorrection;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.system.chaos.cluster.FaultyRegistry.Answer;
import io.rolestream.trainer.examples.ExampleReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever answers in the registry's place while records with new schemas arrive, nothing is decided about them: every
 * service waits and says so, and afterwards every resume has its label, and every answer its example.
 */
@Tag("full")
@Timeout(600)
class RegistryAnswersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Topics TOPICS = Topics.unprefixed();
    private static final int RESUMES = 4;

    private final Set<String> sent = new TreeSet<>();
    private final Set<String> corrected = new TreeSet<>();

    @Test
    void shouldDecideNothingAboutRecordsWhoseSchemaItCannotAskFor(@TempDir Path directory) throws Exception {
        Set<Answer> faults = EnumSet.complementOf(EnumSet.of(Answer.FORWARDED, Answer.NO_REGISTRATION));
        try (var services = new RegistryServices(directory, true);
                var producer = new OtherSchemas(
                        services.kafka().bootstrapServers(), services.kafka().registry())) {
            var results = new Results(
                    services.kafka().bootstrapServers(), services.kafka().registry());
            assertThat(services.createTopics(services.kafka().schemaRegistryUrl()))
                    .isZero();
            services.start();
            send(producer, "first");
            awaitLabels(results);
            String before = "first";
            for (Answer fault : faults) {
                services.faulty().set(fault);
                correct(producer, before, fault.name());
                send(producer, fault.name());
                await(fault.name())
                        .dontCatchUncaughtExceptions()
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(services.services()).allSatisfy(service -> {
                            assertThat(service.describe()).startsWith("waiting for the schema registry: ");
                            assertThat(service.isReady()).isFalse();
                            assertThat(service.isLive()).isTrue();
                        }));
                services.faulty().set(Answer.FORWARDED);
                awaitLabels(results);
                before = fault.name();
            }
            await().dontCatchUncaughtExceptions().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(ids(results, Decider.HUMAN)).isEqualTo(corrected);
                assertThat(services.services())
                        .allSatisfy(service -> assertThat(service.describe()).doesNotContain("waiting"));
            });

            assertThat(results.deadLetters()).isEmpty();
            assertThat(results.labels()).hasSize(sent.size() + corrected.size());
            assertThat(results.labels()).noneMatch(LabelledRole::getDegraded);
            services.trainer.close();
            try (ExampleReader examples = ExampleReader.open(services.examples())) {
                assertThat(examples.statistics().corrections().texts()).isEqualTo(corrected.size());
            }
        }
    }

    private void send(OtherSchemas producer, String name) throws Exception {
        for (int i = 0; i < RESUMES; i++) {
            String id = name + "-" + i;
            Resume resume = Resume.newBuilder()
                    .setResumeId(id)
                    .setSkills("AWS, Azure, Kubernetes, " + id)
                    .build();
            producer.send(TOPICS.resumes(), i % RegistryServices.PARTITIONS, id, resume, "x" + name);
            sent.add(id);
        }
    }

    private void correct(OtherSchemas producer, String name, String field) throws Exception {
        String id = name + "-0";
        RoleCorrection correction = RoleCorrection.newBuilder()
                .setResumeId(id)
                .setRole("Data Engineer")
                .setReviewer("ada")
                .setCorrectedAt(Instant.now())
                .build();
        producer.send(TOPICS.roleCorrections(), 0, id, correction, "x" + field);
        corrected.add(id);
    }

    private void awaitLabels(Results results) {
        await().dontCatchUncaughtExceptions()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(results.labels().stream()
                                .map(LabelledRole::getResumeId)
                                .collect(Collectors.toSet()))
                        .isEqualTo(sent));
    }

    private static Set<String> ids(Results results, Decider decider) {
        return results.labels().stream()
                .filter(label -> label.getDecidedBy() == decider)
                .map(LabelledRole::getResumeId)
                .collect(Collectors.toSet());
    }
}
