package io.rolestream.matching.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void shouldRefuseOthersThatAreNotPaired() {
        assertThatThrownBy(() -> DescriptionReport.of(
                        List.of(measures(true, 0, null)), List.of(measures(true, 0, null), measures(true, 0, null))))
                .hasMessage("1 descriptions are paired with 2");
    }
}
