package io.rolestream.trainer.matching.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.FeedbackAction;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.trainer.matching.GradedMatch;
import io.rolestream.trainer.matching.feedback.Reaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchStoreTest {
    private static final TopicPartition RESUMES = new TopicPartition("resumes", 0);
    private static final TopicPartition JOBS = new TopicPartition("jobs", 0);
    private static final TopicPartition FEEDBACK = new TopicPartition("job-feedback", 0);

    private final Path directory;
    private final List<String> told = new ArrayList<>();

    MatchStoreTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldJoinFeedbackWithTheTextsWhateverComesFirst() {
        try (MatchStore store = MatchStore.open(directory)) {
            store.apply(List.of(reaction(0, "r1", FeedbackAction.APPLIED, 10)), Map.of(FEEDBACK, 1L));
            assertThat(store.data(told::add).matches()).isEmpty();
            assertThat(told)
                    .containsExactly(
                            "1 of 1 pairs of the feedback are skipped: the text of the resume or of the job is not there");
            texts(store);

            assertThat(store.data(told::add).matches())
                    .extracting(GradedMatch::resumeId, GradedMatch::jobId, GradedMatch::grade)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("r1", "j", 2));
        }
    }

    @Test
    void shouldCountEachRecordOnceAfterARestart() {
        try (MatchStore store = MatchStore.open(directory)) {
            texts(store);
            store.apply(List.of(reaction(0, "r1", FeedbackAction.OPENED, 10)), Map.of(FEEDBACK, 1L));
        }
        try (MatchStore store = MatchStore.open(directory)) {
            assertThat(store.positions()).containsEntry(FEEDBACK, 1L);
            store.apply(
                    List.of(reaction(0, "r1", FeedbackAction.HIRED, 10), reaction(1, "r2", FeedbackAction.SHOWN, 11)),
                    Map.of(FEEDBACK, 2L));

            assertThat(store.data(told::add).matches())
                    .extracting(GradedMatch::grade)
                    .containsExactly(1, 0);
        }
    }

    @Test
    void shouldEraseAResumeWithAllThatItsOwnerDidBefore() throws Exception {
        try (MatchStore store = MatchStore.open(directory)) {
            texts(store);
            store.apply(List.of(reaction(0, "r1", FeedbackAction.APPLIED, 10)), Map.of(FEEDBACK, 1L));
            store.apply(
                    List.of(new MatchRecord(RESUMES, 2, new MatchRecord.Erased("r1", 50, true))), Map.of(RESUMES, 3L));
            // read only now, but done before the erasure
            store.apply(
                    List.of(reaction(1, "r1", FeedbackAction.HIRED, 40), reaction(2, "r2", FeedbackAction.OPENED, 41)),
                    Map.of(FEEDBACK, 3L));
            store.apply(
                    List.of(new MatchRecord(
                            RESUMES, 3, new MatchRecord.Resumed(new Candidate("r1", "go", null, null), 60))),
                    Map.of(RESUMES, 4L));

            assertThat(store.data(told::add).matches())
                    .extracting(GradedMatch::resumeId)
                    .containsExactly("r2");
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("unmistakable skill");
            }
        }
    }

    @Test
    void shouldForgetTheFeedbackOfARecreatedTopic() {
        try (MatchStore store = MatchStore.open(directory)) {
            store.topic("job-feedback", Uuid.randomUuid(), MatchStore.Rows.REACTIONS);
            texts(store);
            store.apply(List.of(reaction(0, "r1", FeedbackAction.OPENED, 10)), Map.of(FEEDBACK, 1L));
            store.topic("job-feedback", Uuid.randomUuid(), MatchStore.Rows.REACTIONS);

            assertThat(store.positions()).doesNotContainKey(FEEDBACK).containsKey(JOBS);
            assertThat(store.data(told::add).matches()).isEmpty();
        }
    }

    @Test
    void shouldForgetTheTextsOfARecreatedTopic() {
        try (MatchStore store = MatchStore.open(directory)) {
            store.topic("jobs", Uuid.randomUuid(), MatchStore.Rows.JOBS);
            texts(store);
            store.apply(List.of(reaction(0, "r1", FeedbackAction.OPENED, 10)), Map.of(FEEDBACK, 1L));
            store.topic("jobs", Uuid.randomUuid(), MatchStore.Rows.JOBS);

            assertThat(store.positions()).doesNotContainKey(JOBS).containsKeys(RESUMES, FEEDBACK);
            assertThat(store.data(told::add).jobs()).isEmpty();
        }
    }

    @Test
    void shouldKeepAResumeThatWasSentAfterItsFeedbackWasErased() {
        try (MatchStore store = MatchStore.open(directory)) {
            texts(store);
            store.apply(
                    List.of(new MatchRecord(
                            RESUMES, 2, new MatchRecord.Resumed(new Candidate("r1", "go", null, null), 60))),
                    Map.of(RESUMES, 3L));
            store.apply(
                    List.of(
                            reaction(0, "r1", FeedbackAction.APPLIED, 10),
                            new MatchRecord(FEEDBACK, 1, new MatchRecord.Erased("r1", 50, false)),
                            reaction(2, "r1", FeedbackAction.OPENED, 70)),
                    Map.of(FEEDBACK, 3L));

            assertThat(store.data(told::add).matches())
                    .extracting(GradedMatch::resumeId, GradedMatch::grade)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("r1", 1));
        }
    }

    @Test
    void shouldEraseAJobWithAllThatWasDoneWithItBefore() {
        try (MatchStore store = MatchStore.open(directory)) {
            texts(store);
            store.apply(List.of(reaction(0, "r1", FeedbackAction.APPLIED, 10)), Map.of(FEEDBACK, 1L));
            store.apply(List.of(new MatchRecord(JOBS, 1, new MatchRecord.Closed("j", 50))), Map.of(JOBS, 2L));
            // read only now, but done before the erasure
            store.apply(List.of(reaction(1, "r2", FeedbackAction.OPENED, 40)), Map.of(FEEDBACK, 2L));
            store.apply(
                    List.of(new MatchRecord(
                            JOBS,
                            2,
                            new MatchRecord.Posted(new Posting("j", "title", "go", null, null, true, null, null)))),
                    Map.of(JOBS, 3L));

            assertThat(store.data(told::add).matches()).isEmpty();
            store.apply(List.of(reaction(2, "r2", FeedbackAction.OPENED, 60)), Map.of(FEEDBACK, 3L));
            assertThat(store.data(told::add).matches()).hasSize(1);
        }
    }

    @Test
    void shouldCountPairsThatSuitWithTheirTexts() {
        try (MatchStore store = MatchStore.open(directory)) {
            texts(store);
            store.apply(
                    List.of(
                            reaction(0, "r1", FeedbackAction.SHOWN, 10),
                            reaction(1, "r1", FeedbackAction.OPENED, 11),
                            reaction(2, "r1", FeedbackAction.APPLIED, 12),
                            reaction(3, "r2", FeedbackAction.HIRED, 13),
                            reaction(4, "unknown", FeedbackAction.HIRED, 14)),
                    Map.of(FEEDBACK, 5L));

            assertThat(store.suiting(Map.of())).isEqualTo(2);
            assertThat(store.suiting(Map.of("job-feedback-0", 3L))).isEqualTo(1);
        }
    }

    @Test
    void shouldForgetWhatIsOld() {
        try (MatchStore store = MatchStore.open(directory)) {
            texts(store);
            store.apply(
                    List.of(
                            reaction(0, "r1", FeedbackAction.OPENED, 10),
                            new MatchRecord(
                                    RESUMES, 2, new MatchRecord.Resumed(new Candidate("r1", "go", null, null), 60)),
                            reaction(1, "r1", FeedbackAction.OPENED, 70)),
                    Map.of(FEEDBACK, 2L, RESUMES, 3L));
            store.forgetBefore(Instant.ofEpochMilli(50));

            assertThat(store.data(told::add).resumes()).containsOnlyKeys("r1");
            assertThat(store.data(told::add).matches()).hasSize(1);
        }
    }

    @Test
    void shouldCopyWhatIsThereNow(@TempDir Path other) throws Exception {
        try (MatchStore store = MatchStore.open(directory)) {
            texts(store);
            store.apply(List.of(reaction(0, "r1", FeedbackAction.APPLIED, 10)), Map.of(FEEDBACK, 1L));
            store.copy(other.resolve("it's"));
            store.apply(List.of(reaction(1, "r2", FeedbackAction.APPLIED, 10)), Map.of(FEEDBACK, 2L));
        }
        try (MatchStore copy = MatchStore.open(other.resolve("it's"))) {
            assertThat(copy.data(told::add).matches()).hasSize(1);
            assertThat(copy.positions()).containsEntry(FEEDBACK, 1L);
        }
    }

    /** Another process may write between two reads. */
    @Test
    void shouldNotHoldTheDatabaseAfterReading() {
        try (MatchStore store = MatchStore.open(directory);
                MatchStore other = MatchStore.open(directory)) {
            texts(store);
            other.positions();
            store.apply(List.of(reaction(0, "r1", FeedbackAction.OPENED, 10)), Map.of(FEEDBACK, 1L));

            other.apply(List.of(reaction(1, "r2", FeedbackAction.OPENED, 10)), Map.of(FEEDBACK, 2L));

            assertThat(store.data(told::add).matches()).hasSize(2);
        }
    }

    @Test
    void shouldLetNoOtherProcessWriteBetweenItsReadingAndItsWriting() throws Exception {
        try (MatchStore store = MatchStore.open(directory)) {
            texts(store);
            List<MatchRecord> records = new AbstractList<>() {
                @Override
                public MatchRecord get(int index) {
                    writeAtOnce();
                    return reaction(index, "r1", FeedbackAction.OPENED, 10);
                }

                @Override
                public int size() {
                    return 1;
                }
            };
            store.apply(records, Map.of(FEEDBACK, 1L));

            assertThat(store.positions()).containsEntry(FEEDBACK, 1L);
            assertThat(store.data(told::add).matches()).hasSize(1);
        }
    }

    /** Unless the database is locked. */
    private void writeAtOnce() {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(MatchDatabase.FILE));
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0");
            statement.execute("INSERT INTO erased_jobs VALUES ('other', 1)");
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains("SQLITE_BUSY");
        }
    }

    @Test
    void shouldRefuseADatabaseOfAnotherVersion() throws Exception {
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("matches.db"));
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }

        assertThatThrownBy(() -> MatchStore.open(directory))
                .isInstanceOf(MatchStoreException.class)
                .hasMessageContaining("matches.db was written by another version of the program; delete it");
    }

    private static void texts(MatchStore store) {
        store.apply(
                List.of(
                        new MatchRecord(
                                RESUMES,
                                0,
                                new MatchRecord.Resumed(new Candidate("r1", "unmistakable skill", null, 3f), 1)),
                        new MatchRecord(
                                RESUMES, 1, new MatchRecord.Resumed(new Candidate("r2", null, "text", null), 1)),
                        new MatchRecord(
                                JOBS,
                                0,
                                new MatchRecord.Posted(
                                        new Posting("j", "title", "java", null, null, true, null, null)))),
                Map.of(RESUMES, 2L, JOBS, 1L));
    }

    private static MatchRecord reaction(long offset, String resume, FeedbackAction action, long at) {
        return new MatchRecord(FEEDBACK, offset, new MatchRecord.Reacted(new Reaction(resume, "j", action, 1), at));
    }
}
