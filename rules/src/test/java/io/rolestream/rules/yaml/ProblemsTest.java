package io.rolestream.rules.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.text.Quoted;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private final Problems problems = new Problems("f.yml");

    @Test
    void shouldListProblemsInTheOrderOfTheirLines() {
        problems.add(7, "seventh");
        problems.add("whole");
        problems.ofEntries().add(2, "second");
        assertThat(problems.all())
                .extracting(Problem::toString)
                .containsExactly("f.yml: whole", "f.yml:2: second", "f.yml:7: seventh");
        assertThat(problems.skipped()).isEmpty();
    }

    @Test
    void shouldCountTheProblemsBeyondTheLimitInAMessage() {
        for (int line = 1; line <= Problems.LIMIT + 3; line++) {
            problems.add(line, "wrong");
        }
        InvalidFileException failure = new InvalidFileException(problems);
        assertThat(String.valueOf(failure.getMessage()).lines())
                .hasSize(Problems.LIMIT + 1)
                .last()
                .isEqualTo("f.yml: and 3 more problems");
        assertThat(failure.problems()).hasSize(Problems.LIMIT + 3);
    }

    @Test
    void shouldOnlySkipEntriesIfLenient() {
        Problems lenient = Problems.of("f.yml", true);
        lenient.ofEntries().add(2, "second");
        assertThat(lenient.isEmpty()).isTrue();
        assertThat(lenient.skipped()).hasSize(1);
    }

    @Test
    void shouldQuoteOnOneLine() {
        assertThat(Quoted.of("a\nb" + "x".repeat(100))).doesNotContain("\n").hasSizeLessThan(70);
    }
}
