package io.rolestream.dashboard.labels;

import static io.rolestream.dashboard.labels.SampleLabels.NOW;
import static io.rolestream.dashboard.labels.SampleLabels.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.dashboard.labels.ListedLabel.ListedVote;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LabelSampleTest {
    private static final int BUSY = 400;
    private static final LabelFilter ALL = new LabelFilter(null, 0, false);

    private final LabelSample sample = new LabelSample();

    @BeforeAll
    static void trust() {
        GeneratedRecords.trust();
    }

    @Test
    void shouldShowWhatALabelHolds() {
        ListedLabel listed = ListedLabel.of(
                label("a", "Data Engineer", "Cloud Engineer")
                        .setRuleVote(SampleLabels.rules("Data Engineer", 8))
                        .setRevision(3)
                        .setDegraded(true)
                        .build(),
                "Other",
                NOW);

        assertThat(listed.keywords()).hasSize(ListedLabel.MOST_KEYWORDS).startsWith("keyword 0", "keyword 1");
        assertThat(listed.moreKeywords()).isEqualTo(2);
        assertThat(listed.rules()).isEqualTo(new ListedVote("Data Engineer", 0.5));
        assertThat(listed.model()).isEqualTo(new ListedVote("Cloud Engineer", 0.5));
        assertThat(listed.differ()).isTrue();
        assertThat(listed.revision()).isEqualTo(3);
        assertThat(listed.degraded()).isTrue();
    }

    @Test
    void shouldTakeAnAbstentionForTheFallback() {
        assertThat(ListedLabel.of(label("a", null, "Other").build(), "Other", NOW)
                        .differ())
                .isFalse();
        assertThat(ListedLabel.of(label("a", null, "Data Engineer").build(), "Other", NOW)
                        .differ())
                .isTrue();
        assertThat(ListedLabel.of(label("a", "Data Engineer", null).build(), "Other", NOW)
                        .differ())
                .as("the model did not vote")
                .isFalse();
    }

    @Test
    void shouldListAllLabelsOfASlowStreamNewestFirst() {
        for (int second = 0; second < 5; second++) {
            add("a" + second, NOW + 1_000 * second);
        }

        LabelsPart part = sample.newest(NOW + 5_000);

        assertThat(part.rows()).extracting(ListedLabel::resumeId).containsExactly("a4", "a3", "a2", "a1", "a0");
        assertThat(part.decided()).isEqualTo(5);
        assertThat(part.fromMillis()).isEqualTo(NOW / 1_000 * 1_000);
        assertThat(sample.newest(NOW + 4_000).rows())
                .as("the second that has not passed")
                .extracting(ListedLabel::resumeId)
                .doesNotContain("a4");
        assertThat(sample.newest(NOW + 3_600_000).rows()).as("an hour later").hasSize(5);
    }

    @Test
    void shouldListAWholeBurstWhereThereIsLittleElse() {
        for (int i = 0; i < LabelSample.OF_EACH_SECOND; i++) {
            add("a" + i, NOW);
        }

        assertThat(sample.newest(NOW + 1_000).rows()).hasSize(LabelSample.OF_EACH_SECOND);
    }

    @Test
    void shouldDrawEvenlyFromABusyStreamAndSayFromHowMany() {
        int early = 0;
        int drawn = 0;
        for (int second = 0; second < 40; second++) {
            for (int i = 0; i < BUSY; i++) {
                add(second + "-" + i, NOW + 1_000 * second);
            }
        }
        for (ListedLabel label : sample.matching(ALL, NOW + 40_000).rows()) {
            assertThat(label.resumeId()).matches("3\\d-\\d+");
        }
        LabelsPart part = sample.newest(NOW + 40_000);

        assertThat(part.rows()).hasSize(LabelSample.MOST_SHOWN);
        int shownSeconds = LabelSample.MOST_SHOWN / LabelSample.SHOWN_OF_EACH_SECOND;
        assertThat(part.decided()).isEqualTo(shownSeconds * BUSY);
        assertThat(seconds(part.rows())).hasSize(shownSeconds);
        for (int second = 0; second < 40; second++) {
            LabelsPart upTo = sample.matching(new LabelFilter(null, 0, false), NOW + 1_000 * (second + 1));
            assertThat(upTo.drawn()).isEqualTo(LabelSample.OF_EACH_SECOND * (second + 1));
            assertThat(upTo.decided()).isEqualTo(BUSY * (second + 1));
            for (ListedLabel label : upTo.rows().subList(0, LabelSample.OF_EACH_SECOND)) {
                drawn++;
                early += Integer.parseInt(label.resumeId().split("-")[1]) < BUSY / 2 ? 1 : 0;
            }
        }
        assertThat(early / (double) drawn)
                .as("the first half of a second has half of the sample")
                .isBetween(0.44, 0.56);
    }

    @Test
    void shouldStayWithinItsBounds() {
        for (int second = 0; second < 3 * LabelSample.SECONDS; second++) {
            for (int i = 0; i < 50; i++) {
                add(second + "-" + i, NOW + 1_000 * second);
            }
        }
        add("late", NOW);

        LabelsPart all = sample.matching(ALL, NOW + 10_000_000);

        assertThat(all.drawn()).isEqualTo(LabelSample.SECONDS * LabelSample.OF_EACH_SECOND);
        assertThat(all.rows()).hasSize(LabelSample.MOST_SHOWN);
        assertThat(all.fromMillis()).isEqualTo((NOW / 1_000 + 2 * LabelSample.SECONDS) * 1_000);
    }

    @Test
    void shouldFilterTheWholeSample() {
        for (int i = 0; i < 100; i++) {
            String id = "common-" + i;
            long at = NOW + 1_000 * (i + 1);
            sample.add(at, () -> ListedLabel.of(label(id, "Other", "Other").build(), "Other", at));
        }
        sample.add(
                NOW,
                () -> ListedLabel.of(
                        label("rare", "Data Engineer", "Cloud Engineer")
                                .setConfidence(0.95f)
                                .build(),
                        "Other",
                        NOW));

        for (LabelFilter filter : List.of(
                new LabelFilter("Cloud Engineer", 0, false),
                new LabelFilter(null, 0.9, false),
                new LabelFilter(null, 0, true),
                new LabelFilter("Cloud Engineer", 0.9, true))) {
            LabelsPart part = sample.matching(filter, NOW + 200_000);
            assertThat(part.rows()).extracting(ListedLabel::resumeId).containsExactly("rare");
            assertThat(part.matching()).isEqualTo(1);
            assertThat(part.drawn()).isEqualTo(101);
        }
        assertThat(sample.matching(new LabelFilter("Cloud Engineer", 0.96, false), NOW + 200_000)
                        .rows())
                .isEmpty();
        assertThatThrownBy(() -> new LabelFilter(null, Double.NaN, false)).hasMessageContaining("between 0 and 1");
    }

    @Test
    void shouldForgetADeletedResume() {
        add("a", NOW);
        add("b", NOW);
        sample.forget("a");

        assertThat(sample.newest(NOW + 1_000).rows())
                .extracting(ListedLabel::resumeId)
                .containsExactly("b");
        assertThat(sample.newest(NOW + 1_000).decided()).isEqualTo(1);
    }

    @Test
    void shouldFillThePlaceOfADeletedResumeByTheDraw() {
        int rounds = 60;
        for (int round = 0; round < rounds; round++) {
            long at = NOW + 1_000L * round;
            for (int i = 0; i < BUSY; i++) {
                add(round + "-" + i, at);
            }
            sample.forget(sample.matching(ALL, at + 1_000).rows().get(0).resumeId());
            sample.add(at, () -> ListedLabel.of(label("late", "Other", null).build(), "Other", at));
        }
        int filled = sample.matching(new LabelFilter("Other", 0, false), NOW + 1_000L * rounds)
                .matching();
        assertThat(filled).as("a twentieth of them").isLessThan(rounds / 4);
    }

    private void add(String id, long at) {
        sample.add(at, () -> ListedLabel.of(label(id, "Data Engineer", null).build(), "Other", at));
    }

    private static Set<Long> seconds(List<ListedLabel> rows) {
        Set<Long> seconds = new HashSet<>();
        rows.forEach(row -> seconds.add(row.at() / 1_000));
        return seconds;
    }
}
