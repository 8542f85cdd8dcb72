package io.rolestream.files.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.events.FeedbackAction;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.MatchDirection;
import io.rolestream.schemas.job.FeedbackReader;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulatedReaderTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final List<String> TEN =
            IntStream.rangeClosed(1, 10).mapToObj(i -> "j-" + i).toList();
    private static final int READERS = 20_000;

    private final SimulatedReader reader = new SimulatedReader(3);

    @Test
    void shouldReactTheSameToTheSameList() {
        assertThat(reader.jobs("r-1", TEN, any -> 2, 1, NOW)).isEqualTo(reader.jobs("r-1", TEN, any -> 2, 1, NOW));
        assertThat(all(any -> 2)).isNotEqualTo(allOf(new SimulatedReader(4), any -> 2));
    }

    @Test
    void shouldReportEveryEntryAsShownWithItsPosition() {
        List<JobFeedback> shown = reader.jobs("r-1", TEN, any -> 0, 5, NOW).stream()
                .filter(feedback -> feedback.getAction() == FeedbackAction.SHOWN)
                .toList();
        assertThat(shown).extracting(JobFeedback::getJobId).containsExactlyElementsOf(TEN);
        assertThat(shown).extracting(JobFeedback::getPosition).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(shown).allMatch(feedback -> feedback.getRevision() == 5);
    }

    @Test
    void shouldOpenEntriesFurtherDownLessOften() {
        Map<Integer, Long> opened = opened(all(any -> 3));
        assertThat(opened.get(1)).isGreaterThan(opened.get(2)).isGreaterThan(8 * opened.getOrDefault(10, 0L));
    }

    /** What an unbiased learner relies on: openings divided by the probability of examination give the relevance. */
    @Test
    void shouldOpenByRelevanceOnceCorrectedForThePosition() {
        double relevance = opened(all(any -> 3)).getOrDefault(1, 0L) / (double) READERS;
        Map<Integer, Long> opened = opened(all(any -> 3));
        for (int position : List.of(2, 5, 10)) {
            double corrected = opened.getOrDefault(position, 0L) / SimulatedReader.examination(position) / READERS;
            assertThat(corrected).isCloseTo(relevance, within(0.05));
        }
    }

    @Test
    void shouldOpenAndHireMoreOftenWhatSuits() {
        List<Long> opened = new ArrayList<>();
        List<Long> hired = new ArrayList<>();
        for (int grade = 0; grade <= 3; grade++) {
            int of = grade;
            List<JobFeedback> reactions = all(any -> of);
            opened.add(count(reactions, FeedbackAction.OPENED));
            hired.add(count(reactions, FeedbackAction.HIRED));
        }
        assertThat(opened).isSorted().doesNotHaveDuplicates();
        assertThat(hired).isSorted();
        assertThat(hired.get(0)).isZero();
        assertThat(hired.get(3)).isPositive();
    }

    @Test
    void shouldApplyOnlyToWhatWasOpenedAndDismissOnlyWhatWasNot() {
        Map<String, Set<FeedbackAction>> byEntry = all(any -> 2).stream()
                .collect(Collectors.groupingBy(
                        feedback -> feedback.getResumeId() + " " + feedback.getJobId(),
                        Collectors.mapping(JobFeedback::getAction, Collectors.toSet())));
        assertThat(byEntry.values()).allSatisfy(actions -> {
            assertThat(actions).contains(FeedbackAction.SHOWN);
            if (actions.contains(FeedbackAction.APPLIED) || actions.contains(FeedbackAction.HIRED)) {
                assertThat(actions).contains(FeedbackAction.OPENED);
            }
            if (actions.contains(FeedbackAction.DISMISSED)) {
                assertThat(actions).doesNotContain(FeedbackAction.OPENED);
            }
        });
    }

    @Test
    void shouldReactForRecruitersToo() {
        assertThat(reader.resumes("j-1", List.of("r-1", "r-2"), any -> 3, 1, NOW))
                .allMatch(feedback -> feedback.getJobId().equals("j-1"))
                .allMatch(feedback -> feedback.getDirection() == MatchDirection.RESUMES_FOR_JOB)
                .extracting(JobFeedback::getResumeId)
                .contains("r-1", "r-2");
    }

    @Test
    void shouldWriteFeedbackThatIsReadable() {
        FeedbackReader feedback = new FeedbackReader(new InMemorySchemaRegistry());
        assertThat(reader.jobs("r-1", TEN, any -> 3, 1, NOW))
                .allSatisfy(each -> assertThat(
                                feedback.read(each, NOW.plusSeconds(3_600).toEpochMilli()))
                        .isInstanceOf(Reading.Readable.class));
    }

    @Test
    void shouldRefuseGradesThatAreNone() {
        assertThatThrownBy(() -> reader.jobs("r-1", TEN, any -> 4, 1, NOW)).hasMessageContaining("0 to 3, not 4");
    }

    private List<JobFeedback> all(ToIntFunction<String> grade) {
        return allOf(reader, grade);
    }

    private static List<JobFeedback> allOf(SimulatedReader reader, ToIntFunction<String> grade) {
        return IntStream.range(0, READERS)
                .boxed()
                .flatMap(i -> reader.jobs("r-" + i, TEN, grade, 1, NOW).stream())
                .toList();
    }

    private static Map<Integer, Long> opened(List<JobFeedback> reactions) {
        return reactions.stream()
                .filter(feedback -> feedback.getAction() == FeedbackAction.OPENED)
                .collect(Collectors.groupingBy(JobFeedback::getPosition, Collectors.counting()));
    }

    private static long count(List<JobFeedback> reactions, FeedbackAction action) {
        return reactions.stream()
                .filter(feedback -> feedback.getAction() == action)
                .count();
    }
}
