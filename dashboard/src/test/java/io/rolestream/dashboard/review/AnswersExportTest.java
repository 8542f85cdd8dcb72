package io.rolestream.dashboard.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.Selection;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.stream.review.AnswersFile;
import io.rolestream.stream.review.ReviewAnswer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersExportTest {
    private static final List<GivenAnswer> ANSWERS = List.of(
            new GivenAnswer("a", "f".repeat(32), "Data Engineer", "Ada", "two \"jobs\",\nin one", Selection.RANDOM, 0),
            new GivenAnswer("b", null, "Other", "Bob", null, Selection.REVIEW_SCORE, 1_000),
            new GivenAnswer("-17", null, "Other", "@ann", "'=1", Selection.UNKNOWN, 2_000));

    @Test
    void shouldBeReadByTheReviewInTheTerminal(@TempDir Path directory) throws Exception {
        for (AnswersExport export : AnswersExport.values()) {
            Path file = directory.resolve("answers." + export.name().toLowerCase(Locale.ROOT));
            Files.write(file, export.write(ANSWERS));

            AnswersFile read = AnswersFile.read(file, Taxonomy.standard());

            assertThat(read.problems()).as(export.name()).isEmpty();
            assertThat(read.answers())
                    .as(export.name())
                    .containsExactly(
                            new ReviewAnswer("a", "Data Engineer", "Ada", "two \"jobs\",\nin one", Selection.RANDOM),
                            new ReviewAnswer("b", "Other", "Bob", null, Selection.REVIEW_SCORE),
                            new ReviewAnswer("-17", "Other", "@ann", "'=1", Selection.UNKNOWN));
        }
    }

    @Test
    void shouldWriteNoFormulas() {
        GivenAnswer hostile = new GivenAnswer("=cmd()", null, "Other", "+1", "@x", Selection.UNKNOWN, 0);

        assertThat(new String(AnswersExport.CSV.write(List.of(hostile)), StandardCharsets.UTF_8))
                .endsWith("\n'=cmd(),Other,'+1,'@x,UNKNOWN,,1970-01-01T00:00:00Z\n");
        assertThat(AnswersExport.JSONL.write(List.of())).isEmpty();
    }
}
