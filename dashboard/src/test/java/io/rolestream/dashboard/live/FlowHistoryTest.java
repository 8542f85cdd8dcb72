package io.rolestream.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.dashboard.live.FlowHistory.FlowPart;
import io.rolestream.dashboard.live.FlowHistory.Measure;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FlowHistoryTest {
    private static final long END = 1_800_000_000L;

    private final FlowHistory flow = new FlowHistory();

    @Test
    void shouldCountTheSameInEveryRange() {
        for (long second = END - 86_400; second < END; second++) {
            flow.add(Measure.RESUMES, second, 2);
            flow.add(Measure.LABELS, second, 1);
            flow.gauges(second, (int) (second % 10), (int) (second % 100), second == END - 40_000 ? 7_000 : 3);
        }

        FlowPart minutes = flow.part(END, FlowRange.MINUTES);
        FlowPart hour = flow.part(END, FlowRange.HOUR);
        FlowPart day = flow.part(END, FlowRange.DAY);
        assertThat(minutes.resumes()).hasSize(600).containsOnly(2);
        assertThat(hour.resumes()).hasSize(360).containsOnly(20);
        assertThat(day.labels()).hasSize(480).containsOnly(180);
        assertThat(day.from()).isEqualTo(END - 86_400);
        assertThat(day.sliceSeconds()).isEqualTo(180);
        assertThat(hour.p50()).as("the mean").containsOnly(4);
        assertThat(day.p99()).as("the highest").contains(99).doesNotContain(0);
        assertThat(Arrays.stream(day.backlog()).max()).as("no peak is lost").hasValue(7_000);
    }

    @Test
    void shouldLeaveOutASliceThatIsNotOver() {
        flow.add(Measure.RESUMES, END, 5);
        flow.add(Measure.RESUMES, END + 9, 5);

        assertThat(flow.part(END + 9, FlowRange.HOUR).resumes()).doesNotContain(5);
        assertThat(flow.part(END + 10, FlowRange.HOUR).resumes()[359]).isEqualTo(10);
    }

    @Test
    void shouldTellNothingOfASliceThatBeganBeforeAnythingWasKnown() {
        for (long second = END + 8; second < END + 20; second++) {
            flow.add(Measure.RESUMES, second, 1);
        }

        assertThat(flow.part(END + 20, FlowRange.HOUR).resumes()).endsWith(FlowHistory.UNKNOWN, 10);
    }

    @Test
    void shouldTellUnknownFromNothing() {
        flow.gauges(END, FlowHistory.UNKNOWN, FlowHistory.UNKNOWN, 0);

        FlowPart hour = flow.part(END + 10, FlowRange.HOUR);
        assertThat(hour.resumes()[359]).isZero();
        assertThat(hour.p50()[359]).isEqualTo(FlowHistory.UNKNOWN);
        assertThat(hour.resumes()[358]).isEqualTo(FlowHistory.UNKNOWN);
    }
}
