package io.rolestream.system.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.service.Service;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.schemas.topics.Subjects;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.system.chaos.cluster.FaultyRegistry.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services that may not register schemas work after {@code topics create}, and touch no record without it. */
@Tag("full")
@Timeout(120)
class RegistrationRefusedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Topics TOPICS = Topics.unprefixed();
    private static final int RESUMES = 40;

    private RegistryServices services;
    private Results results;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        services = new RegistryServices(directory, false);
        services.faulty().set(Answer.NO_REGISTRATION);
        results = new Results(
                services.kafka().bootstrapServers(), services.kafka().registry());
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void shouldLabelOnceAndKeepStateWhereSomeoneElseRegisters() throws Exception {
        assertThat(services.createTopics(services.kafka().schemaRegistryUrl(), "-s", "schema.auto.register=false"))
                .isZero();
        Set<String> sent = send();

        services.start();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(results.labels()).hasSize(RESUMES));

        assertThat(results.labels()).extracting(LabelledRole::getResumeId).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(results.deadLetters()).isEmpty();
        assertThat(results.keys(Subjects.changelog(RegistryServices.APPLICATION, Subjects.CURRENT_LABELS)))
                .isEqualTo(sent);
        assertThat(results.keys(TOPICS.trainingExamples())).isEqualTo(sent);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(results.keys(TOPICS.trainerStatus())).isNotEmpty());
    }

    @Test
    void shouldNameWhatIsMissingAndTouchNothing() throws Exception {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, services.kafka().bootstrapServers()))) {
            TopicAdmin.create(admin, new TopicCatalogue(TOPICS, RegistryServices.PARTITIONS), (short) 1);
            send();

            refuses(services.stream, "labelled-roles-value", "labelling-current-labels-changelog-value");
            refuses(services.worker, "label-votes-value", "worker-status-value");
            refuses(services.trainer, "model-versions-value", "trainer-status-value");

            assertThat(results.labels()).isEmpty();
            assertThat(results.deadLetters()).isEmpty();
            assertThat(admin.listGroups().all().get()).isEmpty();
        }
    }

    @Test
    void shouldSayThatTopicsCreateMayNotRegisterEither() {
        assertThat(services.createTopics(services.faulty().url(), "-s", "schema.auto.register=false"))
                .isEqualTo(1);
        assertThat(services.createTopics(services.faulty().url()))
                .as("where services may register, they do it later")
                .isZero();
    }

    private static void refuses(Service service, String... subjects) {
        assertThatThrownBy(service::start)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("rolestream topics create")
                .hasMessageContainingAll(subjects);
    }

    private Set<String> send() throws Exception {
        Set<String> ids = new TreeSet<>();
        try (var producer = new OtherSchemas(
                services.kafka().bootstrapServers(), services.kafka().registry())) {
            for (int i = 0; i < RESUMES; i++) {
                Resume resume = Resume.newBuilder()
                        .setResumeId("r-" + i)
                        .setSkills("AWS, Azure, Kubernetes, " + i)
                        .build();
                producer.send(TOPICS.resumes(), i % RegistryServices.PARTITIONS, "r-" + i, resume, "extra");
                ids.add("r-" + i);
            }
        }
        return ids;
    }
}
