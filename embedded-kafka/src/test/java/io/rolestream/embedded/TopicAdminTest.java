package io.rolestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.clients.TopicAdminException;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.TopicSpec;
import io.rolestream.schemas.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** Each test has the cluster to itself by a prefix of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicAdminTest {
    private static final short ONE = 1;

    private final EmbeddedKafka kafka = EmbeddedKafka.startTemporary();
    private @Nullable Admin admin;

    @BeforeAll
    void start() {
        admin = PlainClients.admin(kafka);
    }

    @AfterAll
    void stop() {
        admin().close();
        kafka.close();
    }

    private Admin admin() {
        return Objects.requireNonNull(admin);
    }

    @Test
    void shouldCreateEveryTopicOnceAndFindNothingWrong(TestInfo test) {
        var catalogue = catalogue(test);
        var names = catalogue.all().stream().map(TopicSpec::name).toList();
        assertThat(TopicAdmin.create(admin(), catalogue, ONE)).isEqualTo(new TopicAdmin.Created(names, List.of()));
        assertThat(TopicAdmin.create(admin(), catalogue, ONE)).isEqualTo(new TopicAdmin.Created(List.of(), names));
        assertThat(TopicAdmin.check(admin(), catalogue)).isEmpty();
    }

    @Test
    void shouldSayWhatToDoWhereThereAreTooFewBrokers(TestInfo test) {
        assertThatThrownBy(() -> TopicAdmin.create(admin(), catalogue(test), (short) 3))
                .isInstanceOf(TopicAdminException.class)
                .hasMessageContaining("cannot be created")
                .hasMessageContaining("Set topic.replication.factor to");
    }

    @Test
    void shouldNameMissingTopics(TestInfo test) {
        assertThat(TopicAdmin.check(admin(), catalogue(test)))
                .hasSameSizeAs(catalogue(test).all())
                .allSatisfy(
                        problem -> assertThat(problem).contains("is missing").contains("rolestream topics create"));
    }

    @Test
    void shouldFindATopicWithOtherPartitionsThanResumes(TestInfo test) throws Exception {
        var catalogue = catalogue(test);
        String votes = catalogue.topics().labelVotes();
        create(new NewTopic(votes, 7, ONE)
                .configs(Map.of("compression.type", "uncompressed", "message.timestamp.type", "LogAppendTime")));
        TopicAdmin.create(admin(), catalogue, ONE);
        assertThat(TopicAdmin.check(admin(), catalogue))
                .singleElement()
                .asString()
                .contains(votes + " has 7 partitions")
                .contains(catalogue.topics().resumes() + " has 3");
    }

    @Test
    void shouldAcceptAnotherNumberOfPartitionsThanItWouldHaveCreated(TestInfo test) {
        TopicAdmin.create(admin(), new TopicCatalogue(catalogue(test).topics(), 5), ONE);
        assertThat(TopicAdmin.check(admin(), catalogue(test))).isEmpty();
    }

    @Test
    void shouldFindSettingsThatLoseRecords(TestInfo test) throws Exception {
        var catalogue = catalogue(test);
        create(new NewTopic(catalogue.topics().roleCorrections(), 3, ONE)
                .configs(Map.of("compression.type", "uncompressed")));
        create(new NewTopic(catalogue.topics().resumes(), 3, ONE)
                .configs(Map.of(
                        "max.message.bytes",
                        "1000",
                        "compression.type",
                        "uncompressed",
                        "message.timestamp.type",
                        "LogAppendTime")));
        TopicAdmin.create(admin(), catalogue, ONE);
        assertThat(TopicAdmin.check(admin(), catalogue))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .contains(catalogue.topics().roleCorrections())
                        .contains("cleanup.policy=delete instead of compact"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains(catalogue.topics().resumes())
                        .contains("max.message.bytes=1000"));
    }

    @Test
    void shouldFindTopicsOnWhichTheRealSizeOfRecordsIsNotChecked(TestInfo test) throws Exception {
        var catalogue = catalogue(test);
        create(new NewTopic(catalogue.topics().resumes(), 3, ONE)
                .configs(Map.of("max.message.bytes", "50000000", "message.timestamp.type", "LogAppendTime")));
        TopicAdmin.create(admin(), catalogue, ONE);

        assertThat(TopicAdmin.check(admin(), catalogue))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .contains("compression.type=producer")
                        .contains("--entity-name " + catalogue.topics().resumes()
                                + " --add-config compression.type=uncompressed"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("max.message.bytes=50000000, more than resume.max.bytes=2097152"));
    }

    @Test
    void shouldFindTopicsWhoseRecordsAreDeletedByTheirOwnTime(TestInfo test) throws Exception {
        var catalogue = catalogue(test);
        create(new NewTopic(catalogue.topics().labelVotes(), 3, ONE)
                .configs(Map.of("compression.type", "uncompressed")));
        TopicAdmin.create(admin(), catalogue, ONE);

        assertThat(TopicAdmin.check(admin(), catalogue))
                .singleElement()
                .asString()
                .contains("message.timestamp.type=CreateTime")
                .contains("--entity-name " + catalogue.topics().labelVotes()
                        + " --add-config message.timestamp.type=LogAppendTime");
    }

    private void create(NewTopic topic) throws Exception {
        admin().createTopics(List.of(topic)).all().get();
    }

    private static TopicCatalogue catalogue(TestInfo test) {
        return new TopicCatalogue(new Topics(test.getTestMethod().orElseThrow().getName() + "."), 3);
    }
}
