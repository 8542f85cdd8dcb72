package io.rolestream.files.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.FeedbackAction;
import io.rolestream.events.JobFeedback;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SampleFeedbackTest {
    private static final long SEED = 4;
    private static final int COUNT = 400;

    private final ResumeGenerator resumes = new ResumeGenerator(SEED, GeneratorOptions.DEFAULT);
    private final JobGenerator jobs = new JobGenerator(SEED);
    private final SampleFeedback feedback = new SampleFeedback(resumes, jobs, SEED);

    @Test
    void shouldShowTenJobsTwiceInOtherOrders() {
        List<JobFeedback> shown = of(3, FeedbackAction.SHOWN);

        assertThat(shown).hasSize(20).allMatch(each -> each.getResumeId().equals("gen-4-3"));
        List<String> first = jobsOf(shown.subList(0, 10));
        List<String> second = jobsOf(shown.subList(10, 20));
        assertThat(first).doesNotHaveDuplicates().isNotEqualTo(second).hasSameElementsAs(second);
        assertThat(feedback.of(3, COUNT)).isEqualTo(feedback.of(3, COUNT)).isNotEqualTo(feedback.of(4, COUNT));
    }

    @Test
    void shouldRankBetterThanChanceButNotPerfectly() {
        GradedPairs grades = new GradedPairs(resumes, jobs);
        double[] sums = new double[2];
        LongStream.rangeClosed(1, COUNT)
                .forEach(resume -> of(resume, FeedbackAction.SHOWN).stream()
                        .filter(each -> each.getRevision() == 1)
                        .forEach(each -> sums[each.getPosition() <= 5 ? 0 : 1] +=
                                grades.grade(each.getResumeId(), each.getJobId())));

        assertThat(sums[0]).isGreaterThan(1.3 * sums[1]);
        assertThat(sums[1]).isPositive();
    }

    @Test
    void shouldShowMostPairsAtTwoPositions() {
        Map<String, Set<Integer>> positions = new HashMap<>();
        LongStream.rangeClosed(1, COUNT)
                .forEach(resume -> of(resume, FeedbackAction.SHOWN)
                        .forEach(each -> positions
                                .computeIfAbsent(each.getResumeId() + " " + each.getJobId(), pair -> new HashSet<>())
                                .add(each.getPosition())));

        assertThat(positions.values().stream().filter(two -> two.size() == 2).count())
                .isGreaterThan(positions.size() / 2);
    }

    @Test
    void shouldListTheFewJobsThatThereAre() {
        assertThat(of(1, FeedbackAction.SHOWN, 3)).hasSize(6);
    }

    private List<JobFeedback> of(long resume, FeedbackAction action) {
        return of(resume, action, COUNT);
    }

    private List<JobFeedback> of(long resume, FeedbackAction action, int jobCount) {
        return feedback.of(resume, jobCount).stream()
                .filter(each -> each.getAction() == action)
                .toList();
    }

    private static List<String> jobsOf(List<JobFeedback> shown) {
        return shown.stream().map(JobFeedback::getJobId).toList();
    }
}
