package io.rolestream.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.common.text.TerminalStyle;
import io.rolestream.files.sample.Scoreboard;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreboardTest {
    private final Scoreboard board = new Scoreboard(List.of("a", "b", "c"));

    @Test
    void shouldCompareEachVersionWithTheRulesOnTheSameResumes() {
        board.add("", "a", "a", "a", false);
        board.add("v1", "a", "b", "a", true);
        board.add("v1", "a", "b", "a", true);
        board.add("v1", "b", "b", "c", true);
        board.add("v1", "b", "b", "b", false);

        Scoreboard.Row alone = board.rows().get(0);
        assertThat(alone.version()).isEmpty();
        assertThat(alone.gain()).isZero();
        Scoreboard.Row first = board.rows().get(1);
        assertThat(first.labels().accuracy()).isEqualTo(0.75);
        assertThat(first.rules().accuracy()).isEqualTo(0.5);
        assertThat(first.labels().majority().accuracy()).isEqualTo(0.5);
        assertThat(first.disagreements()).isEqualTo(3);
        assertThat(first.gain()).isEqualTo(0.25);
        assertThat(board.scores().accuracy()).isEqualTo(0.8);
    }

    /** Of 100 pairs 30 won and 10 lost: a mean of 0.2 with a variance of 0.4 - 0.04. */
    @Test
    void shouldSayHowSureTheGainIs() {
        for (int i = 0; i < 100; i++) {
            board.add("v1", "a", i < 30 ? "b" : "a", i >= 30 && i < 40 ? "b" : "a", false);
        }

        Scoreboard.Row row = board.rows().get(0);
        assertThat(row.gain()).isCloseTo(0.2, offset(1e-9));
        assertThat(row.margin()).isCloseTo(1.96 * 0.6 / 10, offset(1e-9));
    }

    @Test
    void shouldFitIntoEightyColumns() {
        for (String version : List.of("", "20260304-120000", "20260304-130000")) {
            for (int i = 0; i < 12_345; i++) {
                board.add(version, "a", "a", "a", i % 2 == 0);
            }
        }
        StringWriter text = new StringWriter();

        new ClosingTables(new PrintWriter(text, true), TerminalStyle.PLAIN).print(board.scores(), board.rows(), 1);

        assertThat(text.toString().lines()).allMatch(line -> line.length() <= 80);
        assertThat(text.toString().lines())
                .contains("rules + 20260304-130000  12,345  100.0 %, 1.000  100.0 %, 1.000  100.0 %  50.0 %");
    }
}
