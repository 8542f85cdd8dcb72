package io.rolestream.stream;

import static io.rolestream.stream.TopologyDriver.DEADLINE;
import static io.rolestream.stream.TopologyDriver.START;
import static io.rolestream.stream.TopologyDriver.TOPICS;
import static io.rolestream.stream.TopologyDriver.utf8;
import static io.rolestream.stream.testing.Resumes.DATA_ENGINEER;
import static io.rolestream.stream.testing.Resumes.DATA_SKILLS;
import static io.rolestream.stream.testing.Resumes.SUBMITTED;
import static io.rolestream.stream.testing.Resumes.resume;
import static io.rolestream.stream.testing.Resumes.withSkills;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.rolestream.common.metrics.Metric;
import io.rolestream.events.Resume;
import io.rolestream.events.RoleCorrection;
import io.rolestream.schemas.testing.Votes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the labelling service says of itself after what a test has sent through it. */
class LabellingMetersTest {
    private static final String MODEL_ROLE = "Cloud Engineer";

    private TopologyDriver topology;
    private String hash = "";

    @BeforeEach
    void start(@TempDir Path directory) {
        topology = TopologyDriver.withModel(directory);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void shouldCountResumesByWhatTheyAreAndDeadLettersByReason() {
        topology.resume(withSkills("a", DATA_SKILLS));
        topology.resume("b", new byte[] {1, 2, 3});
        topology.resume("a", null);

        assertThat(count(Metric.RESUMES, "readable")).isEqualTo(1);
        assertThat(count(Metric.RESUMES, "unreadable")).isEqualTo(1);
        assertThat(count(Metric.RESUMES, "forgotten")).isEqualTo(1);
        assertThat(count(Metric.DEAD_LETTERS, TOPICS.resumes(), "not-avro")).isEqualTo(1);
    }

    @Test
    void shouldCountWhatKafkaStreamsDeadLetters() {
        topology.vote("a", new byte[] {7, 7, 7});
        topology.correct(
                "nobody",
                RoleCorrection.newBuilder()
                        .setResumeId("nobody")
                        .setRole(DATA_ENGINEER)
                        .setReviewer("ann")
                        .build());

        assertThat(count(Metric.DEAD_LETTERS, TOPICS.labelVotes(), "not-avro")).isEqualTo(1);
        assertThat(count(Metric.DEAD_LETTERS, TOPICS.roleCorrections(), "unusable"))
                .isEqualTo(1);
    }

    @Test
    void shouldCountLabelsByRoleAndDecider() {
        vote("a", MODEL_ROLE);
        vote("b", MODEL_ROLE);

        assertThat(count(Metric.LABELS, MODEL_ROLE, "model")).isEqualTo(2);
        assertThat(count(Metric.LABELS_REVISED)).isZero();
    }

    @Test
    void shouldCompareRulesAndModelByKeyword() {
        vote("a", MODEL_ROLE);
        vote("b", DATA_ENGINEER);
        vote("c", null);

        assertThat(count(Metric.COMPARISONS)).isEqualTo(2);
        assertThat(count(Metric.DISAGREEMENTS, "roles-differ")).isEqualTo(1);
        assertThat(count(Metric.KEYWORD_COMPARISONS, "airflow")).isEqualTo(2);
        assertThat(count(Metric.KEYWORD_DISAGREEMENTS, "airflow")).isEqualTo(1);
    }

    @Test
    void shouldCountADegradedLabelAndItsRevision() {
        long offset = topology.resume(withSkills("a", DATA_SKILLS));
        assertThat(gauge(Metric.AWAITING)).isEqualTo(1);
        topology.pass(DEADLINE.plusSeconds(1));
        assertThat(gauge(Metric.AWAITING)).isZero();

        assertThat(count(Metric.LABELS_DEGRADED)).isEqualTo(1);
        assertThat(count(Metric.LABELS, DATA_ENGINEER, "rule")).isEqualTo(1);

        topology.vote("a", hash(), offset, Votes.model(MODEL_ROLE, 0.9f));

        assertThat(count(Metric.LABELS_REVISED)).isEqualTo(1);
        assertThat(count(Metric.LABELS_DEGRADED)).isEqualTo(1);
    }

    @Test
    void shouldCountTimesOfSubmissionInAnotherUnitOrThatCannotBe() {
        topology.resume(resume("a")
                .setSkills(DATA_SKILLS)
                .setSubmittedAt(Instant.ofEpochMilli(SUBMITTED.getEpochSecond()))
                .build());
        topology.resume(
                resume("b").setSkills(DATA_SKILLS).setSubmittedAt(Instant.EPOCH).build());
        topology.resume(withSkills("c", DATA_SKILLS));

        assertThat(count(Metric.UNUSUAL_TIMES, "seconds")).isEqualTo(1);
        assertThat(count(Metric.UNUSUAL_TIMES, "before-2000")).isEqualTo(1);
        assertThat(count(Metric.UNUSUAL_TIMES, "in-future")).isZero();
    }

    @Test
    void shouldMeasureFromTheRecordsTimestampToTheDecision() {
        byte[] value = topology.bytes(Resume.class, TOPICS.resumes(), withSkills("a", DATA_SKILLS));
        long offset = topology.resume(new TestRecord<>(utf8("a"), value, START.minusSeconds(90)));
        topology.vote("a", hash(), offset, Votes.model(MODEL_ROLE, 0.9f), START.minusSeconds(90));

        Timer latency = Metric.LABEL_LATENCY.times(topology.meters);
        assertThat(latency.count()).isEqualTo(1);
        assertThat(latency.totalTime(TimeUnit.SECONDS)).isEqualTo(90);
    }

    @Test
    void shouldMeasureADegradedLabelFromWhenItsResumeWasRead() {
        topology.resume(withSkills("a", DATA_SKILLS));
        topology.pass(DEADLINE.plus(Duration.ofMillis(100)));

        assertThat(Metric.LABEL_LATENCY.times(topology.meters).totalTime(TimeUnit.MILLISECONDS))
                .isBetween((double) DEADLINE.toMillis(), DEADLINE.toMillis() + 200.0);
    }

    @Test
    void shouldCountWhatIsIgnored() {
        vote("a", MODEL_ROLE);
        topology.resume(withSkills("a", DATA_SKILLS));

        assertThat(count(Metric.IGNORED, "repeated-resume")).isEqualTo(1);
    }

    private void vote(String resumeId, @Nullable String role) {
        long offset = topology.resume(withSkills(resumeId, DATA_SKILLS));
        topology.vote(resumeId, hash(), offset, Votes.model(role, 0.9f));
    }

    /** The hash of the one text that is sent here; the examples have it. */
    private String hash() {
        if (hash.isEmpty()) {
            hash = Objects.requireNonNull(topology.examples().readValue()).getContentHash();
        }
        return hash;
    }

    private double count(Metric metric, String... tags) {
        return metric.counter(topology.meters, tags).count();
    }

    private double gauge(Metric metric) {
        Gauge gauge = topology.meters.get(metric.meter()).gauge();
        return gauge.value();
    }
}
