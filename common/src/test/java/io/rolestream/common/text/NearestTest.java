package io.rolestream.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KEYS = List.of("label.deadline", "labellers", "rules", "topic.prefix");

    @ParameterizedTest
    @CsvSource({
        "label.dedline, label.deadline",
        "labeldeadline, label.deadline",
        "labelers, labellers",
        "rule, rules",
        "ruels, rules",
        "topics.prefix, topic.prefix"
    })
    void shouldFindWhatWasProbablyMeant(String given, String meant) {
        assertThat(Nearest.to(given, KEYS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"deadline.label", "foo", "''", "security.protocol"})
    void shouldFindNothingWhereNothingIsNear(String given) {
        assertThat(Nearest.to(given, KEYS)).isEmpty();
    }

    @Test
    void shouldTakeTheFirstInTheAlphabetOfTwoEquallyNear() {
        assertThat(Nearest.to("cat", List.of("hat", "bat"))).contains("bat");
    }

    @Test
    void shouldIgnoreLetterCase() {
        assertThat(Nearest.to("DEVOPS ENGINEER", List.of("Data Engineer", "DevOps Engineer")))
                .contains("DevOps Engineer");
    }

    @Test
    void shouldNotCompareNamesThatAreLongerThanAnyKey() {
        String endless = "x".repeat(10_000_000);

        assertThat(Nearest.to(endless, List.of(endless))).isEmpty();
    }

    @Test
    void shouldAskOnlyWhereThereIsSomethingToAsk() {
        assertThat(Nearest.hint("rule", KEYS)).isEqualTo("; did you mean \"rules\"?");
        assertThat(Nearest.hint("foo", KEYS)).isEmpty();
    }
}
