package io.rolestream.stream.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.files.write.LabelLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelSummaryTest {
    private final LabelSummary summary = new LabelSummary();
    private final StringWriter printed = new StringWriter();

    private void count(String role, int times) {
        for (int i = 0; i < times; i++) {
            summary.count(new LabelLine("r", null, role, 1, "rules", false, null, null, null), false);
        }
    }

    @Test
    void shouldPrintTheMostFrequentOfThousandsOfRoles() {
        count("Nurse", 500);
        for (int role = 0; role < 1_000; role++) {
            count("Role " + role, role < 29 ? 10 : 1);
        }

        summary.print(new PrintWriter(printed), Duration.ofSeconds(1));

        List<String> lines = printed.toString().lines().toList();
        assertThat(lines).hasSize(32);
        assertThat(lines.get(0)).isEqualTo("       500   28.4 %  Nurse");
        assertThat(lines.get(30)).isEqualTo("       971   55.1 %  971 other roles");
        assertThat(lines.get(31)).startsWith("1,761 labelled, 0 disagreements");
    }

    @Test
    void shouldPrintAllOfAFewRoles() {
        count("Nurse", 1);
        count("Other", 3);

        summary.print(new PrintWriter(printed), Duration.ofSeconds(1));

        assertThat(printed.toString().lines())
                .startsWith("         3   75.0 %  Other", "         1   25.0 %  Nurse")
                .hasSize(3);
    }
}
