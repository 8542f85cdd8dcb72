package io.rolestream.stream.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.rolestream.events.Selection;
import io.rolestream.files.bytes.InputException;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // injected
    private Path directory;

    @Test
    void shouldReadJsonLines() throws IOException {
        AnswersFile file = read("""
                {"resumeId":"dice-1","role":"Data Engineer"}
                {"resumeId":"dice-2","role":"Cloud Engineer","reviewer":"ann","note":"clear","selection":"RANDOM"}
                """);

        assertThat(file.answers())
                .containsExactly(
                        new ReviewAnswer("dice-1", "Data Engineer", null, null, Selection.UNKNOWN),
                        new ReviewAnswer("dice-2", "Cloud Engineer", "ann", "clear", Selection.RANDOM));
        assertThat(file.answers()).extracting(ReviewAnswer::drawnAtRandom).containsExactly(false, true);
        assertThat(file.badRows()).isZero();
    }

    @Test
    void shouldReadATableWithColumnsThatAreNoneOfOurs() throws IOException {
        AnswersFile file = read("""
                resume_id;skills;Role;comment;selection
                r1;"Java; SQL";data engineer;;review-score
                """);

        assertThat(file.answers())
                .containsExactly(new ReviewAnswer("r1", "Data Engineer", null, null, Selection.REVIEW_SCORE));
    }

    @Test
    void shouldTellBadRowsWithFileAndLineAndReadTheOthers() throws IOException {
        AnswersFile file = read("""
                resumeId,role,selection
                r1,Dta Engineer,
                ,Data Engineer,
                r3,,
                r4,Data Engineer,often
                r5,Data Engineer
                r6,Data Engineer,random
                """);

        assertThat(file.answers()).extracting(ReviewAnswer::resumeId).containsExactly("r6");
        assertThat(file.badRows()).isEqualTo(5);
        String name = directory.resolve("answers").toString();
        assertThat(file.problems())
                .containsExactly(
                        name + ": line 2: \"Dta Engineer\" is not a role; did you mean \"Data Engineer\"?",
                        name + ": line 3: resumeId is missing",
                        name + ": line 4: role is missing",
                        name + ": line 5: selection is \"often\", expected random, review_score or unknown",
                        name + ": line 6: 2 columns where the header has 3");
    }

    @Test
    void shouldKeepTheLastAnswerOnAResume() throws IOException {
        AnswersFile file = read("resumeId,role\nr1,Data Engineer\nr2,Other\nr1,Cloud Engineer\n");

        assertThat(file.answers())
                .extracting(ReviewAnswer::resumeId, ReviewAnswer::role)
                .containsExactly(tuple("r1", "Cloud Engineer"), tuple("r2", "Other"));
        assertThat(file.replaced()).isEqualTo(1);
    }

    @Test
    void shouldOnlyCountProblemsBeyondTheFirst() throws IOException {
        AnswersFile file = read("resumeId,role\n" + "r,Nobody\n".repeat(50));

        assertThat(file.problems()).hasSize(AnswersFile.MAX_PROBLEMS);
        assertThat(file.badRows()).isEqualTo(50);
    }

    @Test
    void shouldRefuseATableWithoutRoles() {
        assertThatThrownBy(() -> read("resumeId,skills\nr1,Java\n"))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("no column for role; columns found: resumeId, skills");
    }

    private AnswersFile read(String content) throws IOException {
        Path file = directory.resolve("answers");
        Files.writeString(file, content);
        return AnswersFile.read(file, Taxonomy.standard());
    }
}
