package io.rolestream.stream.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.Decider;
import io.rolestream.events.Evidence;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Selection;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuestionViewTest {
    static {
        GeneratedRecords.trust();
    }

    private static final Vote RULES = Vote.newBuilder()
            .setRole("Data Engineer")
            .setConfidence(0.75f)
            .setScores(List.of(new RoleScore("Data Engineer", 4f), new RoleScore("Other", 1f)))
            .setEvidence(List.of(new Evidence("spark", 4, 9), new Evidence("airflow", 500, 507)))
            .build();
    private static final Vote MODEL = Vote.newBuilder()
            .setRole("Cloud Engineer")
            .setConfidence(0.9f)
            .setScores(List.of(new RoleScore("Cloud Engineer", (float) Math.log(0.9))))
            .build();

    @Test
    void shouldShowVotesAndWhatWasDecided() {
        assertThat(shown("AWS Spark", false).lines())
                .contains(
                        "1 of 2: resume r-1",
                        "  AWS Spark",
                        "  rules    Data Engineer, confidence 75 % (Data Engineer 4.00, Other 1.00)",
                        "           matched spark, airflow",
                        "  model    Cloud Engineer, confidence 90 % (Cloud Engineer 0.90)",
                        "  decided  Cloud Engineer, by the model");
    }

    @Test
    void shouldMarkTheKeywordsThatTheTextShows() {
        assertThat(shown("AWS Spark", true)).contains("AWS \u001b[1mSpark\u001b[0m\n");
    }

    @Test
    void shouldNotLetATextSteerTheTerminal() {
        assertThat(shown("A\u001b[2J\u202eB\rC", false)).contains("  A [2J B C\n");
    }

    @Test
    void shouldSayThatThereIsNoText() {
        assertThat(shown(null, false)).contains("(no text: disagreement.excerpt.chars is 0)");
    }

    @Test
    void shouldFitATerminal() {
        assertThat(shown("word ".repeat(500), false).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    private static String shown(@Nullable String text, boolean styled) {
        StringWriter out = new StringWriter();
        new QuestionView(new PrintWriter(out), Taxonomy.standard().names(), styled)
                .show(
                        new Question(
                                "r-1",
                                "0".repeat(32),
                                0,
                                Selection.REVIEW_SCORE,
                                text,
                                new Question.Label("Cloud Engineer", Decider.MODEL, RULES, MODEL)),
                        1,
                        2);
        return out.toString();
    }
}
