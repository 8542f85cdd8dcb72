package io.rolestream.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class TopicCatalogueTest {
    private final TopicCatalogue catalogue = new TopicCatalogue(new Topics("hr."), 6);

    @Test
    void shouldPrefixEveryName() {
        assertThat(catalogue.all())
                .hasSize(18)
                .allSatisfy(spec -> assertThat(spec.name()).startsWith("hr."));
        assertThat(new HashSet<>(catalogue.all().stream().map(TopicSpec::name).toList()))
                .hasSize(18);
    }

    @Test
    void shouldGiveTopicsReadAlongWithResumesAsManyPartitions() {
        assertThat(catalogue.all())
                .filteredOn(TopicSpec::likeResumes)
                .hasSize(10)
                .allSatisfy(spec -> assertThat(spec.partitions()).isEqualTo(6));
    }

    @Test
    void shouldKeepInOnePartitionWhatHasOneOrder() {
        assertThat(catalogue.spec("hr.model-versions").partitions()).isEqualTo(1);
        assertThat(catalogue.spec("hr.worker-status").partitions()).isEqualTo(1);
        assertThat(catalogue.spec("hr.trainer-commands").partitions()).isEqualTo(1);
        assertThat(catalogue.spec("hr.trainer-status").partitions()).isEqualTo(1);
    }

    @Test
    void shouldTakeTwoMebibytesWhereverTextIsCarried() {
        var topics = catalogue.topics();
        assertThat(catalogue.all())
                .filteredOn(spec -> "2097152".equals(spec.config().get("max.message.bytes")))
                .extracting(TopicSpec::name)
                .containsExactlyInAnyOrder(
                        topics.resumes(), topics.trainingExamples(), topics.labelDisagreements(), topics.jobs());
    }

    @Test
    void shouldHaveRoomForTheHeadersOfDeadLetters() {
        var small = new TopicCatalogue(Topics.unprefixed(), 1, 100_000);
        assertThat(small.spec("resumes").config()).containsEntry("max.message.bytes", "100000");
        assertThat(small.spec("resumes-dlq").config()).containsEntry("max.message.bytes", "362144");
    }

    @Test
    void shouldHaveTheBrokerCheckTheRealSize() {
        assertThat(catalogue.all())
                .allSatisfy(spec -> assertThat(spec.config()).containsEntry("compression.type", "uncompressed"));
    }

    @Test
    void shouldKeepWhatCarriesAForeignTimeFromTheTimeOfWriting() {
        assertThat(catalogue.all())
                .filteredOn(spec -> spec.config().containsKey("message.timestamp.type"))
                .allSatisfy(spec -> assertThat(spec.config()).containsEntry("message.timestamp.type", "LogAppendTime"))
                .extracting(TopicSpec::name)
                .containsExactly("hr.resumes", "hr.resumes-dlq", "hr.label-votes", "hr.jobs", "hr.jobs-dlq");
    }

    @Test
    void shouldNeverDeletePeoplesAnswersByTime() {
        assertThat(catalogue.spec("hr.role-corrections").config())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("retention.ms", "-1");
    }

    @Test
    void shouldRefuseNamesThatKafkaRefuses() {
        assertThatThrownBy(() -> new Topics("a b")).hasMessageContaining("a b");
        assertThatThrownBy(() -> catalogue.spec("hr.votes")).hasMessageContaining("hr.label-votes");
        assertThatThrownBy(() -> new TopicCatalogue(Topics.unprefixed(), 0)).hasMessageContaining("0 partitions");
    }
}
