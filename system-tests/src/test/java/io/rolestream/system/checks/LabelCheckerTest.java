package io.rolestream.system.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelledRole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The checker finds what is planted, and nothing else. */
@Tag("full")
class LabelCheckerTest {
    private static final String DATA = "Apache Spark, Airflow, ETL pipelines, Hadoop";
    private static final String WEB = "React, \u00a0TypeScript,\n CSS ";
    private static final ExpectedVotes MODEL = ExpectedVotes.of(hash -> "Cloud Engineer");
    private static final ExpectedVotes ABSTAINING_MODEL = ExpectedVotes.of(hash -> null);

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.builder().build();

    private final PlantedTopics topics;

    public LabelCheckerTest(TestInfo test) throws Exception {
        this.topics =
                new PlantedTopics(KAFKA, test.getTestMethod().orElseThrow().getName() + ".");
    }

    @BeforeAll
    static void start() {
        KAFKA.start();
    }

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void shouldFindNothingWhereAllIsRight() throws Exception {
        LabelledRole.Builder first = topics.resume("a", DATA);
        topics.resume("a", DATA);
        LabelledRole.Builder changed = topics.resume("a", WEB);
        LabelledRole.Builder changedBack = topics.resume("a", DATA);
        LabelledRole.Builder other = topics.resume("b", DATA);
        topics.deadLetter(topics.noResume());
        topics.label(first);
        topics.label(other);
        topics.label(revision(changed, 2));
        topics.label(revision(changedBack, 3));

        LabelReport report = topics.check(null);

        assertThat(report).matches(LabelReport::isClean);
        assertThat(report.resumes()).isEqualTo(6);
        assertThat(report.contents()).isEqualTo(4);
        assertThat(report.labels()).isEqualTo(4);
        assertThat(report.deadLetters()).isEqualTo(1);
    }

    @Test
    void shouldFindAPlantedLoss() throws Exception {
        topics.label(topics.resume("a", DATA));
        topics.resume("b", DATA);

        LabelReport report = topics.check(null);

        assertThat(report.faults().missing()).containsExactly("b in partition 0: label of offset 1");
        assertThat(report.faults().duplicated()).isEmpty();
        assertThat(report.faults().wrong()).isEmpty();
        assertThat(report.faults().unexpected()).isEmpty();
    }

    @Test
    void shouldFindAPlantedDuplicate() throws Exception {
        LabelledRole.Builder label = topics.resume("a", DATA);
        topics.label(label);
        topics.label(revision(label, 2));

        LabelReport report = topics.check(null);

        assertThat(report.faults().duplicated())
                .singleElement()
                .asString()
                .startsWith("a in partition 0: label 2 of offset 0");
        assertThat(report.faults().missing()).isEmpty();
        assertThat(report.faults().wrong()).isEmpty();
        assertThat(report.faults().unexpected()).isEmpty();
    }

    @Test
    void shouldFindALabelOnARepeat() throws Exception {
        topics.label(topics.resume("a", DATA));
        topics.label(revision(topics.resume("a", DATA), 2));

        assertThat(topics.check(null).faults().duplicated()).hasSize(1);
    }

    @Test
    void shouldFindAWrongHash() throws Exception {
        LabelledRole.Builder label = topics.resume("a", DATA);
        label.setContentHash("0".repeat(32));
        topics.label(label);

        assertThat(topics.check(null).faults().wrong())
                .singleElement()
                .asString()
                .contains("the content hash is ");
    }

    @Test
    void shouldFindAWrongRole() throws Exception {
        LabelledRole.Builder label = topics.resume("a", DATA);
        label.setRole("Cloud Engineer");
        topics.label(label);

        assertThat(topics.check(null).faults().wrong())
                .singleElement()
                .asString()
                .endsWith("; the role must be Data Engineer");
    }

    @Test
    void shouldFindAGapInTheRevisions() throws Exception {
        topics.label(topics.resume("a", DATA));
        topics.label(revision(topics.resume("a", WEB), 3));

        assertThat(topics.check(null).faults().wrong())
                .singleElement()
                .asString()
                .endsWith("; the revision must be 2");
    }

    @Test
    void shouldFindLabelsInTheWrongOrder() throws Exception {
        LabelledRole.Builder older = topics.resume("a", DATA);
        LabelledRole.Builder newer = topics.resume("a", WEB);
        topics.label(newer);
        topics.label(revision(older, 2));

        assertThat(topics.check(null).faults().wrong())
                .singleElement()
                .asString()
                .endsWith("; a newer content was labelled before");
    }

    @Test
    void shouldFindALabelOfNothing() throws Exception {
        LabelledRole.Builder label = topics.resume("a", DATA);
        topics.label(label);
        label.setResumeId("b");
        topics.label(label);
        label.setResumeId("a");
        label.setResumeOffset(7);
        topics.label(label);

        assertThat(topics.check(null).faults().unexpected()).hasSize(2);
    }

    @Test
    void shouldFindAMissingDeadLetter() throws Exception {
        topics.deadLetter(topics.noResume());
        topics.noResume();

        assertThat(topics.check(null).faults().missing())
                .singleElement()
                .asString()
                .endsWith("shouldFindAMissingDeadLetter.resumes-0@1: dead letter");
    }

    @Test
    void shouldFindADeadLetterTooMany() throws Exception {
        long offset = topics.noResume();
        topics.deadLetter(offset);
        topics.deadLetter(offset);
        LabelledRole.Builder label = topics.resume("a", DATA);
        topics.label(label);
        topics.deadLetter(label.getResumeOffset());

        LabelReport report = topics.check(null);

        assertThat(report.faults().duplicated()).hasSize(1);
        assertThat(report.faults().unexpected()).hasSize(1);
    }

    @Test
    void shouldAllowOneCorrectionOfADegradedLabel() throws Exception {
        LabelledRole.Builder superseded = topics.resume("a", DATA);
        LabelledRole.Builder label = topics.resume("a", WEB);
        topics.label(degraded(superseded, 1));
        topics.label(degraded(label, 2));
        topics.label(byModel(label, 3));

        LabelReport report = topics.check(MODEL);

        assertThat(report).matches(LabelReport::isClean);
        assertThat(report.degraded()).isEqualTo(2);
        assertThat(report.corrected()).isEqualTo(1);
    }

    @Test
    void shouldFindASecondDecision() throws Exception {
        LabelledRole.Builder label = topics.resume("a", DATA);
        topics.label(degraded(label, 1));
        topics.label(byModel(label, 2));
        topics.label(byModel(label, 3));

        assertThat(topics.check(MODEL).faults().duplicated()).hasSize(1);
    }

    @Test
    void shouldFindADegradedLabelThatIsNeverCorrected() throws Exception {
        topics.label(degraded(topics.resume("a", DATA), 1));

        assertThat(topics.check(MODEL).faults().missing())
                .containsExactly("a in partition 0: correction of the degraded label of offset 0");
    }

    @Test
    void shouldExpectTheRulesRoleWhereTheModelAbstains() throws Exception {
        LabelledRole.Builder label = topics.resume("a", DATA);
        label.setModelVote(PlantedTopics.vote(null));
        topics.label(label);
        topics.label(degraded(topics.resume("b", DATA), 1));

        assertThat(topics.check(ABSTAINING_MODEL)).matches(LabelReport::isClean);
    }

    @Test
    void shouldFindAFinalLabelWithoutTheModelsVote() throws Exception {
        LabelledRole.Builder label = topics.resume("a", DATA);
        label.setRole("Cloud Engineer");
        topics.label(label);

        assertThat(topics.check(MODEL).faults().wrong())
                .singleElement()
                .asString()
                .endsWith("; the model vote is left out");
    }

    private static LabelledRole.Builder revision(LabelledRole.Builder label, int revision) {
        label.setRevision(revision);
        return label;
    }

    private static LabelledRole.Builder degraded(LabelledRole.Builder label, int revision) {
        label.setDegraded(true);
        return revision(label, revision);
    }

    private static LabelledRole.Builder byModel(LabelledRole.Builder label, int revision) {
        label.setDegraded(false);
        label.setRole("Cloud Engineer");
        label.setModelVote(PlantedTopics.vote("Cloud Engineer"));
        return revision(label, revision);
    }
}
