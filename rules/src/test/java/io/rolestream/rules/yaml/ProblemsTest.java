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
        problems.add(2, "second");
        assertThat(problems.lines()).containsExactly("f.yml: whole", "f.yml:2: second", "f.yml:7: seventh");
    }

    @Test
    void shouldCountTheProblemsBeyondTheLimit() {
        for (int line = 1; line <= Problems.LIMIT + 3; line++) {
            problems.add(line, "wrong");
        }
        assertThat(problems.lines()).hasSize(Problems.LIMIT + 1).last().isEqualTo("f.yml: and 3 more problems");
    }

    @Test
    void shouldQuoteOnOneLine() {
        assertThat(Quoted.of("a\nb" + "x".repeat(100))).doesNotContain("\n").hasSizeLessThan(70);
    }
}
