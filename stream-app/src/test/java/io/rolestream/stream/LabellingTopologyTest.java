package io.rolestream.stream;

import static io.rolestream.stream.TopologyDriver.RETENTION;
import static io.rolestream.stream.TopologyDriver.START;
import static io.rolestream.stream.TopologyDriver.TOPICS;
import static io.rolestream.stream.TopologyDriver.headers;
import static io.rolestream.stream.TopologyDriver.utf8;
import static io.rolestream.stream.testing.Resumes.DATA_ENGINEER;
import static io.rolestream.stream.testing.Resumes.DATA_SKILLS;
import static io.rolestream.stream.testing.Resumes.SUBMITTED;
import static io.rolestream.stream.testing.Resumes.UNKNOWN_SKILLS;
import static io.rolestream.stream.testing.Resumes.resume;
import static io.rolestream.stream.testing.Resumes.withSkills;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.TrainingExample;
import io.rolestream.events.Vote;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.resume.ResumeHeaders;
import io.rolestream.schemas.testing.Votes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LabellingTopologyTest {
    private static final String MODEL_ROLE = "Cloud Engineer";
    private static final Duration PUNCTUATION = Duration.ofMillis(100);

    @Nested
    class WithRulesOnly {
        private TopologyDriver topology;

        @BeforeEach
        void start(@TempDir Path directory) {
            topology = TopologyDriver.rulesOnly(directory);
        }

        @AfterEach
        void stop() {
            topology.close();
        }

        @Test
        void shouldLabelAGoodResumeAtOnce() {
            topology.resume(withSkills("r", DATA_SKILLS));

            LabelledRole label = topology.labels().readValue();
            assertThat(label.getRole()).isEqualTo(DATA_ENGINEER);
            assertThat(label.getDecidedBy()).isEqualTo(Decider.RULE);
            assertThat(label.getDegraded()).isFalse();
            assertThat(label.getResumePartition()).isZero();
            assertThat(label.getSubmittedAt()).isEqualTo(SUBMITTED);
        }

        @Test
        void shouldSayWhichRulesVotedAndWhy() {
            topology.resume(withSkills("r", DATA_SKILLS));

            Vote vote = topology.labels().readValue().getRuleVote();
            assertThat(vote.getLabeller()).isEqualTo("rules");
            assertThat(vote.getLabellerVersion()).startsWith("default@");
            assertThat(vote.getRole()).isEqualTo(DATA_ENGINEER);
            assertThat(vote.getReason()).isNull();
            assertThat(vote.getScores().get(0).getRole()).isEqualTo(DATA_ENGINEER);
            assertThat(vote.getScores()).isSortedAccordingTo((a, b) -> Float.compare(b.getScore(), a.getScore()));
            assertThat(vote.getEvidence())
                    .anySatisfy(evidence -> assertThat(DATA_SKILLS.substring(evidence.getStart(), evidence.getEnd()))
                            .isEqualToIgnoringCase("airflow"));
        }

        @Test
        void shouldTakeTheFallbackWhereTheRulesAbstain() {
            topology.resume(withSkills("r", UNKNOWN_SKILLS));

            LabelledRole label = topology.labels().readValue();
            assertThat(label.getRole()).isEqualTo("Other");
            assertThat(label.getConfidence()).isLessThanOrEqualTo(0.3f);
            assertThat(label.getRuleVote().getRole()).isNull();
            assertThat(label.getRuleVote().getReason()).isEqualTo("thin-evidence");
        }

        @Test
        void shouldWriteATrainingExample() {
            topology.resume(withSkills("r", DATA_SKILLS));

            TrainingExample example = topology.examples().readValue();
            assertThat(example.getResumeId()).isEqualTo("r");
            assertThat(example.getJudgedText()).isEqualTo(DATA_SKILLS);
            assertThat(example.getRuleVote().getRole()).isEqualTo(DATA_ENGINEER);
        }

        @Test
        void shouldJudgeTheTextWhereSkillsAreMissing() {
            topology.resume(resume("r")
                    .setSkills("  ")
                    .setText("I wrote Airflow pipelines")
                    .build());

            assertThat(topology.labels().readValue().getRole()).isEqualTo(DATA_ENGINEER);
            assertThat(topology.examples().readValue().getJudgedText()).isEqualTo("I wrote Airflow pipelines");
        }

        @Test
        void shouldDropARepeatThatDiffersInWhiteSpaceOnly() {
            topology.resume(withSkills("r", DATA_SKILLS));
            topology.resume(withSkills("r", " " + DATA_SKILLS.replace(" ", "\n ")));

            assertThat(topology.labels().readValuesToList()).hasSize(1);
            assertThat(topology.examples().readValuesToList()).hasSize(1);
        }

        @Test
        void shouldLabelARepeatThatAsksForIt() {
            byte[] value = topology.bytes(Resume.class, TOPICS.resumes(), withSkills("r", DATA_SKILLS));
            topology.resume("r", value);
            topology.resume(new TestRecord<>(
                    utf8("r"), value, new RecordHeaders().add(ResumeHeaders.RELABEL, new byte[0]), START));

            assertThat(topology.labels().readValuesToList())
                    .extracting(LabelledRole::getRevision)
                    .containsExactly(1, 2);
        }

        @Test
        void shouldLabelAnOldRecordAgainUnlessItsResumeHasChanged() {
            byte[] old = topology.bytes(Resume.class, TOPICS.resumes(), withSkills("r", DATA_SKILLS));
            var again = new TestRecord<>(
                    utf8("r"),
                    old,
                    new RecordHeaders().add(ResumeHeaders.RELABEL, utf8(ResumeHeaders.UNLESS_CHANGED)),
                    START);
            topology.resume("r", old);
            topology.resume(again);
            assertThat(topology.labels().readValuesToList()).hasSize(2);

            topology.resume(withSkills("r", DATA_SKILLS + ", Jira"));
            topology.resume(again);
            assertThat(topology.labels().readValuesToList()).hasSize(1);
            topology.resume("r", (byte[]) null);
            topology.resume(again);
            assertThat(topology.labels().readRecordsToList())
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).isNull());
        }

        @Test
        void shouldStampALabelWithTheTimeOfTheDecision() {
            topology.pass(Duration.ofHours(5));
            topology.resume(withSkills("r", DATA_SKILLS));

            TestRecord<String, ?> label = topology.labels().readRecord();
            assertThat(label.getRecordTime()).isEqualTo(START.plus(Duration.ofHours(5)));
            assertThat(label.key()).isEqualTo("r");
        }

        @Test
        void shouldWithdrawEverythingSaidOfAForgottenResume() {
            topology.resume(withSkills("r", DATA_SKILLS));
            topology.resume("r", (byte[]) null);

            for (var output : List.of(topology.labels(), topology.disagreements(), topology.examples())) {
                List<? extends TestRecord<String, ?>> records = output.readRecordsToList();
                TestRecord<String, ?> last = records.get(records.size() - 1);
                assertThat(last.key()).isEqualTo("r");
                assertThat(last.value()).isNull();
            }
            assertThat(topology.stored("r")).isNull();
        }

        @Test
        void shouldFollowAPersonsAnswer() {
            topology.resume(withSkills("r", DATA_SKILLS));
            topology.correct("r", correction("r", MODEL_ROLE));

            LabelledRole label = topology.labels().readValuesToList().get(1);
            assertThat(label.getDecidedBy()).isEqualTo(Decider.HUMAN);
            assertThat(label.getRole()).isEqualTo(MODEL_ROLE);
        }

        @Test
        void shouldForgetLabelsThatAreOlderThanTheRetention() {
            topology.resume(withSkills("r", DATA_SKILLS));
            topology.pass(RETENTION);
            assertThat(topology.stored("r")).isNotNull();
            topology.resume(withSkills("s", DATA_SKILLS));

            topology.pass(Duration.ofHours(2));

            assertThat(topology.stored("r")).isNull();
            assertThat(topology.stored("s")).isNotNull();
        }

        @Test
        void shouldForgetOldLabelsHoweverManyThereAre() {
            int resumes = 4_500;
            for (int i = 0; i < resumes; i++) {
                topology.resume(withSkills("r" + i, UNKNOWN_SKILLS));
            }
            topology.pass(RETENTION.plusHours(1));
            topology.pass(Duration.ofSeconds(1));
            topology.pass(Duration.ofSeconds(1));

            for (int i = 0; i < resumes; i++) {
                assertThat(topology.stored("r" + i)).isNull();
            }
        }

        @ParameterizedTest
        @MethodSource("io.rolestream.stream.LabellingTopologyTest#unreadable")
        void shouldDeadLetterWhatItCannotRead(Unreadable unreadable) {
            byte[] value = unreadable.resume() == null
                    ? new byte[] {7, 7, 7}
                    : topology.bytes(Resume.class, TOPICS.resumes(), unreadable.resume());
            topology.resume(withSkills("first", DATA_SKILLS));
            topology.resume(new TestRecord<>(
                    utf8(unreadable.key()), value, new RecordHeaders().add("trace", utf8("t-1")), START));

            TestRecord<byte[], byte[]> letter = topology.deadLetters().readRecord();
            assertThat(letter.key()).isEqualTo(utf8(unreadable.key()));
            assertThat(letter.value()).isEqualTo(value);
            assertThat(headers(letter))
                    .containsEntry("trace", "t-1")
                    .containsEntry(DeadLetterHeaders.REASON, unreadable.reason())
                    .containsEntry(ExceptionHandlerUtils.HEADER_ERRORS_TOPIC_NAME, TOPICS.resumes())
                    .containsEntry(ExceptionHandlerUtils.HEADER_ERRORS_PARTITION_NAME, "0")
                    .containsEntry(ExceptionHandlerUtils.HEADER_ERRORS_OFFSET_NAME, "1")
                    .containsKeys(
                            ExceptionHandlerUtils.HEADER_ERRORS_EXCEPTION_NAME,
                            ExceptionHandlerUtils.HEADER_ERRORS_EXCEPTION_MESSAGE_NAME);
            assertThat(topology.labels().readValuesToList()).hasSize(1);
        }

        @Test
        void shouldGoOnAfterADeadLetter() {
            topology.resume("r", new byte[] {1, 2, 3});
            topology.resume(withSkills("r", DATA_SKILLS));

            assertThat(topology.labels().readValue().getRole()).isEqualTo(DATA_ENGINEER);
        }

        @Test
        void shouldDeadLetterACorrectionForAnUnknownResume() {
            topology.correct("r", correction("r", MODEL_ROLE));

            TestRecord<byte[], byte[]> letter = topology.deadLetters().readRecord();
            assertThat(letter.key()).isEqualTo(utf8("r"));
            assertThat(letter.value())
                    .isEqualTo(topology.bytes(
                            RoleCorrection.class, TOPICS.roleCorrections(), correction("r", MODEL_ROLE)));
            assertThat(headers(letter).get(DeadLetterHeaders.MESSAGE)).contains("resume r has no label");
            assertThat(headers(letter)).containsEntry(DeadLetterHeaders.TOPIC, TOPICS.roleCorrections());
        }

        @Test
        void shouldDeadLetterACorrectionToAnUnknownRole() {
            topology.resume(withSkills("r", DATA_SKILLS));
            topology.correct("r", correction("r", "Astronaut"));

            assertThat(headers(topology.deadLetters().readRecord()).get(DeadLetterHeaders.MESSAGE))
                    .contains("Astronaut");
            assertThat(topology.labels().readValuesToList()).hasSize(1);
        }

        @Test
        void shouldDeadLetterACorrectionUnderAnotherKey() {
            topology.resume(withSkills("r", DATA_SKILLS));
            topology.correct("s", correction("r", MODEL_ROLE));

            assertThat(topology.deadLetters().readRecordsToList()).hasSize(1);
            assertThat(topology.labels().readValuesToList()).hasSize(1);
        }

        @Test
        void shouldFailRatherThanDeadLetterWhileTheRegistryIsAway() {
            byte[] value = topology.bytes(Resume.class, TOPICS.resumes(), withSkills("r", DATA_SKILLS));
            topology.registry.away = true;

            assertThatThrownBy(() -> topology.resume("r", value))
                    .hasRootCauseInstanceOf(SchemaRegistryUnavailableException.class);
            assertThat(topology.deadLetters().isEmpty()).isTrue();
        }

        @Test
        void shouldFailRatherThanDeadLetterACorrectionWhileTheRegistryIsAway() {
            byte[] value = topology.bytes(RoleCorrection.class, TOPICS.roleCorrections(), correction("r", MODEL_ROLE));
            topology.registry.away = true;

            assertThatThrownBy(() -> topology.correct("r", value))
                    .hasRootCauseInstanceOf(SchemaRegistryUnavailableException.class);
            assertThat(topology.deadLetters().isEmpty()).isTrue();
        }
    }

    @Test
    void shouldWriteNoTrainingExamplesWhereTheyAreOff(@TempDir Path directory) {
        try (var topology = new TopologyDriver(directory, null, false)) {
            topology.resume(withSkills("r", DATA_SKILLS));

            assertThat(topology.examples().isEmpty()).isTrue();
            assertThat(topology.labels().readValuesToList()).hasSize(1);
        }
    }

    @Test
    void shouldNameAllItsParts() {
        String description = TopologyDriver.topology(
                        new InMemorySchemaRegistry(), Votes.MODEL, true, new SimpleMeterRegistry())
                .describe()
                .toString()
                .stripTrailing();

        assertThat(description.lines().map(String::stripTrailing)).containsExactly("""
                        Topologies:
                           Sub-topology: 0
                            Source: resumes (topics: [test.resumes])
                              --> read
                            Processor: read (stores: [])
                              --> rule-vote, to-resumes-dlq
                              <-- resumes
                            Processor: rule-vote (stores: [])
                              --> reconcile, forget-answers
                              <-- read
                            Source: label-votes (topics: [test.label-votes])
                              --> model-vote
                            Source: role-corrections (topics: [test.role-corrections])
                              --> correction
                            Processor: correction (stores: [])
                              --> reconcile
                              <-- role-corrections
                            Processor: model-vote (stores: [])
                              --> reconcile
                              <-- label-votes
                            Processor: reconcile (stores: [pending, current-labels])
                              --> to-label-disagreements, to-labelled-roles, to-training-examples
                              <-- rule-vote, correction, model-vote
                            Processor: forget-answers (stores: [])
                              --> to-role-corrections
                              <-- rule-vote
                            Sink: to-label-disagreements (topic: test.label-disagreements)
                              <-- reconcile
                            Sink: to-labelled-roles (topic: test.labelled-roles)
                              <-- reconcile
                            Sink: to-resumes-dlq (topic: test.resumes-dlq)
                              <-- read
                            Sink: to-role-corrections (topic: test.role-corrections)
                              <-- forget-answers
                            Sink: to-training-examples (topic: test.training-examples)
                              <-- reconcile""".split("\n"));
    }

    /** A record of {@code resumes} that cannot be read; a null resume stands for bytes that are no resume. */
    record Unreadable(
            String reason, @Nullable String key, @Nullable Resume resume) {}

    static Stream<Unreadable> unreadable() {
        return Stream.of(
                new Unreadable("not-avro", "r", null),
                new Unreadable("key-missing", null, withSkills("r", DATA_SKILLS)),
                new Unreadable("key-mismatch", "s", withSkills("r", DATA_SKILLS)),
                new Unreadable("id-blank", " ", withSkills(" ", DATA_SKILLS)),
                new Unreadable("nothing-to-judge", "r", resume("r").build()),
                new Unreadable("text-too-long", "r", withSkills("r", "x".repeat(1_001))));
    }

    private static RoleCorrection correction(String resumeId, String role) {
        return RoleCorrection.newBuilder()
                .setResumeId(resumeId)
                .setRole(role)
                .setReviewer("ada")
                .setCorrectedAt(START)
                .build();
    }
}
