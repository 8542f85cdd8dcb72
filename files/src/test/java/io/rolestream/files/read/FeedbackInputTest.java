package io.rolestream.files.read;

import static io.rolestream.files.read.Inputs.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.FeedbackAction;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.MatchDirection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedbackInputTest {
    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path directory;

    @Test
    void shouldReadATable() throws IOException {
        List<Row> rows = rows("""
                resumeId,jobId,action,position,direction,revision,at,source
                r-1,j-1,opened,2,jobs-for-resume,3,2026-03-04T12:00:00Z,site
                r-1,j-2,SHOWN,,,,,
                """);
        assertThat(((FeedbackRow) rows.get(0)).event())
                .isEqualTo(JobFeedback.newBuilder()
                        .setResumeId("r-1")
                        .setJobId("j-1")
                        .setAction(FeedbackAction.OPENED)
                        .setDirection(MatchDirection.JOBS_FOR_RESUME)
                        .setPosition(2)
                        .setRevision(3)
                        .setHappenedAt(Instant.parse("2026-03-04T12:00:00Z"))
                        .setSource("site")
                        .build());
        assertThat(((FeedbackRow) rows.get(1)).event())
                .isEqualTo(JobFeedback.newBuilder()
                        .setResumeId("r-1")
                        .setJobId("j-2")
                        .setAction(FeedbackAction.SHOWN)
                        .setDirection(MatchDirection.UNKNOWN)
                        .build());
    }

    @Test
    void shouldReadJsonWithIdsThatAreNumbers() throws IOException {
        FeedbackRow row = (FeedbackRow) rows("{\"resumeId\": 1, \"jobId\": 2, \"action\": \"hire\", \"position\": 1}\n")
                .get(0);
        assertThat(row.resumeId()).isEqualTo("1");
        assertThat(row.jobId()).isEqualTo("2");
        assertThat(row.action()).isEqualTo(FeedbackAction.HIRED);
        assertThat(row.position()).isEqualTo(1);
    }

    @Test
    void shouldSayWhatIsWrongWithARow() throws IOException {
        assertThat(problems(rows("""
                resumeId,jobId,action,position
                r-1,,opened,1
                ,j-1,opened,1
                r-1,j-1,,1
                r-1,j-1,liked,1
                r-1,j-1,opened,0
                r-1,j-1,opened,1.5
                """)))
                .containsExactly(
                        "line 2: jobId is missing",
                        "line 3: resumeId is missing",
                        "line 4: action is missing",
                        "line 5: action is \"liked\", expected shown, opened, applied, hired or dismissed",
                        "line 6: position is \"0\", expected a whole number from 1",
                        "line 7: position is \"1.5\", expected a whole number from 1");
    }

    @Test
    void shouldRefuseAFileWithoutAnAction() {
        assertThatThrownBy(() -> rows("resumeId,jobId\nr-1,j-1\n"))
                .hasMessageContaining("no column for action; columns found: resumeId, jobId; rename the column");
    }

    private List<Row> rows(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("feedback"), content);
        try (RowSource source = RowSource.ofFeedback(file)) {
            List<Row> rows = new ArrayList<>();
            source.forEachRemaining(rows::add);
            return rows;
        }
    }
}
