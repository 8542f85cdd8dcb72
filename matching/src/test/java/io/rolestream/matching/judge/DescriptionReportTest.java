package io.rolestream.matching.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.evaluation.significance.Wilson;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DescriptionReportTest {
    private static DescriptionMeasures measures(@Nullable Boolean role, double copied, @Nullable Float judge) {
        return new DescriptionMeasures(role, 0.5, 1, 0, copied, 0, 1, 10, judge, null);
    }

    @Test
    void shouldCompareByWhatIsBetter() {
        DescriptionReport report = DescriptionReport.of(
                List.of("a", "b", "c"),
                List.of(measures(true, 0.1, 2f), measures(null, 0.3, 1f), measures(false, 0, 0f)),
                List.of(measures(true, 0.5, 1f), measures(false, 0.2, 1f), measures(true, 0.4, -1f)));

        var copied = Objects.requireNonNull(report.versus().get(DescriptionMeasure.COPIED));
        assertThat(copied.winRate().value()).isEqualTo(2.0 / 3);
        assertThat(copied.winRate().lower()).isGreaterThanOrEqualTo(0);
        assertThat(Objects.requireNonNull(report.versus().get(DescriptionMeasure.JUDGE))
                        .winRate()
                        .value())
                .isEqualTo(2.5 / 3);
        // The second resume's role is unknown.
        assertThat(Objects.requireNonNull(report.means().get(DescriptionMeasure.ROLE))
                        .value())
                .isEqualTo(0.5);
        assertThat(report.means()).doesNotContainKey(DescriptionMeasure.REWARD);
    }

    /** Three descriptions of one resume that all win are the evidence of one. */
    @Test
    void shouldResampleResumesInsteadOfLines() {
        List<DescriptionMeasures> better = Collections.nCopies(4, measures(true, 0.1, null));
        List<DescriptionMeasures> worse = Collections.nCopies(4, measures(true, 0.3, null));

        DescriptionReport report = DescriptionReport.of(List.of("a", "a", "a", "b"), better, worse);

        assertThat(report.resumes()).isEqualTo(2);
        assertThat(report.lines()).isEqualTo(4);
        assertThat(Objects.requireNonNull(report.versus().get(DescriptionMeasure.COPIED))
                        .winRate())
                .isEqualTo(Wilson.interval(2, 2));
    }

    @Test
    void shouldRefuseOthersThatAreNotPaired() {
        assertThatThrownBy(() -> DescriptionReport.of(
                        List.of("a"),
                        List.of(measures(true, 0, null)),
                        List.of(measures(true, 0, null), measures(true, 0, null))))
                .hasMessage("1 descriptions are paired with 2");
    }
}
