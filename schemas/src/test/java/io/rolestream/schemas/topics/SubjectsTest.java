package io.rolestream.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.schemas.access.AccessCatalogue;
import io.rolestream.schemas.access.ClientAccess;
import io.rolestream.schemas.access.ClientNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;

class SubjectsTest {
    private static final TopicCatalogue CATALOGUE = TopicCatalogue.standard();
    private static final Topics TOPICS = CATALOGUE.topics();
    private static final List<Subject> ALL = Subjects.all(CATALOGUE, "labelling");

    @Test
    void shouldHoldEveryTopicWithRecordsAndTheState() {
        assertThat(ALL)
                .extracting(Subject::name)
                .hasSize(CATALOGUE.all().size() - 2 + 2)
                .contains("resumes-value", "labelling-pending-changelog-value")
                .contains("jobs-value", "job-recommendations-value")
                .doesNotContain("resumes-dlq-value", "jobs-dlq-value");
    }

    @Test
    void shouldPrepareWhatEachServiceMayWrite() {
        writes(AccessCatalogue.STREAM, Subjects.ofStream(TOPICS, "labelling"), TOPICS.roleCorrections());
        writes(AccessCatalogue.WORKER, Subjects.ofWorker(TOPICS), "");
        writes(AccessCatalogue.TRAINER, Subjects.ofTrainer(TOPICS), "");
        writes(AccessCatalogue.GENERATOR, Subjects.ofGenerator(TOPICS), "");
        writes(AccessCatalogue.RECOMMENDER, Subjects.ofRecommender(TOPICS), "");
        writes(AccessCatalogue.DASHBOARD, Subjects.ofDashboard(TOPICS), "");
    }

    /** @param nulls a topic to which the client writes null values alone */
    private static void writes(String client, List<Subject> subjects, String nulls) {
        ClientAccess access = new AccessCatalogue(
                        CATALOGUE, new ClientNames("labelling", "worker", "trainer", "generator", "recommender"))
                .all().stream()
                        .filter(each -> each.client().equals(client))
                        .findFirst()
                        .orElseThrow();
        Set<String> written = access.grants().stream()
                .filter(grant -> grant.operations().contains(AclOperation.WRITE))
                .map(grant -> grant.resource().name())
                .collect(Collectors.toCollection(HashSet::new));
        written.removeAll(Set.of(nulls, TOPICS.resumesDlq(), TOPICS.jobsDlq()));
        assertThat(ALL).containsAll(subjects);
        assertThat(subjects.stream().map(Subject::topic).filter(topic -> !topic.startsWith("labelling-")))
                .containsExactlyInAnyOrderElementsOf(CATALOGUE.all().stream()
                        .map(TopicSpec::name)
                        .filter(written::contains)
                        .toList());
    }
}
