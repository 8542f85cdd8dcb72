package io.rolestream.trainer.matching.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.events.FeedbackAction;
import io.rolestream.events.JobFeedback;
import io.rolestream.files.sample.SimulatedReader;
import io.rolestream.trainer.matching.GradedMatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeedbackMatchesTest {
    private static final int RESUMES = 400;
    private static final int JOBS = 20;

    @Test
    void shouldGradeByTheMostThatWasDone() {
        List<GradedMatch> matches = FeedbackMatches.of(List.of(
                        reaction("a", FeedbackAction.SHOWN, 1),
                        reaction("a", FeedbackAction.OPENED, 1),
                        reaction("a", FeedbackAction.APPLIED, 1),
                        reaction("a", FeedbackAction.HIRED, 1),
                        reaction("b", FeedbackAction.SHOWN, 2),
                        reaction("b", FeedbackAction.OPENED, 2),
                        reaction("b", FeedbackAction.DISMISSED, 2),
                        reaction("c", FeedbackAction.APPLIED, 3),
                        reaction("c", FeedbackAction.DISMISSED, 3),
                        reaction("d", FeedbackAction.SHOWN, 4)))
                .matches();

        assertThat(matches).extracting(GradedMatch::jobId).containsExactly("a", "b", "c", "d");
        assertThat(matches).extracting(GradedMatch::grade).containsExactly(3, 0, 2, 0);
    }

    @Test
    void shouldTrustASilentEntryLessTheFurtherDownItStood() {
        List<GradedMatch> matches = FeedbackMatches.of(List.of(
                        reaction("top", FeedbackAction.SHOWN, 1),
                        reaction("middle", FeedbackAction.SHOWN, 5),
                        reaction("bottom", FeedbackAction.SHOWN, 40)))
                .matches();

        assertThat(matches).extracting(GradedMatch::weight).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(matches.get(2).weight()).isLessThan(0.1f);
    }

    /** Lists that are shuffled now and then tell a good position from a good job. */
    @Test
    void shouldFindTheExaminationOfSimulatedReaders() {
        FeedbackMatches found = FeedbackMatches.of(reactions(true));

        for (int position : new int[] {2, 3, 5, 10}) {
            assertThat(found.examination(position))
                    .as("position %d", position)
                    .isCloseTo(SimulatedReader.examination(position), offset(0.12));
        }
    }

    /**
     * A poor ranker puts good jobs anywhere. Where a job was opened, the weight makes up for the openings that its
     * position cost; so the weighted share of opened jobs is the same at the top and further down, as the truth is.
     */
    @Test
    void shouldRecoverWhatSuitsBetterThanRawClicks() {
        List<Reaction> reactions = reactions(false);
        Map<String, Integer> positions = new HashMap<>();
        reactions.stream()
                .filter(one -> one.action() == FeedbackAction.SHOWN)
                .forEach(one -> positions.put(one.resumeId() + one.jobId(), one.position()));
        double rawTop = 0;
        double rawDown = 0;
        double correctedTop = 0;
        double correctedDown = 0;
        double trueTop = 0;
        double trueDown = 0;
        for (GradedMatch match : FeedbackMatches.of(reactions).matches()) {
            boolean top = positions.getOrDefault(match.resumeId() + match.jobId(), 1) <= 3;
            double truth = truth(match.resumeId(), match.jobId());
            trueTop += top ? truth : 0;
            trueDown += top ? 0 : truth;
            if (match.suits()) {
                rawTop += top ? 1 : 0;
                rawDown += top ? 0 : 1;
                correctedTop += top ? match.weight() : 0;
                correctedDown += top ? 0 : match.weight();
            }
        }

        double expected = trueTop / (trueTop + trueDown);
        double raw = rawTop / (rawTop + rawDown);
        double corrected = correctedTop / (correctedTop + correctedDown);
        assertThat(raw).isGreaterThan(expected + 0.2); // clicks say that the top is better
        assertThat(Math.abs(corrected - expected)).isLessThan(Math.abs(raw - expected) / 2);
    }

    /** How probably an entry that is looked at is opened, by the simulation. */
    private static double truth(String resume, String job) {
        return new double[] {0.05, 0.15, 0.4, 0.7}[grade(resume, job)];
    }

    private static int grade(String resume, String job) {
        return Math.floorMod((resume + job).hashCode() * 31 + job.hashCode(), 4);
    }

    private static List<Reaction> reactions(boolean repeated) {
        Random random = new Random(5);
        SimulatedReader reader = new SimulatedReader(3);
        List<Reaction> all = new ArrayList<>();
        for (int i = 0; i < RESUMES; i++) {
            String resume = "r" + i;
            List<String> jobs = new ArrayList<>();
            for (int j = 0; j < JOBS; j++) {
                jobs.add("j" + j);
            }
            for (int revision = 1; revision <= (repeated ? 6 : 1); revision++) {
                Collections.shuffle(jobs, random);
                for (JobFeedback one : reader.jobs(resume, jobs, job -> grade(resume, job), revision, Instant.EPOCH)) {
                    all.add(new Reaction(one.getResumeId(), one.getJobId(), one.getAction(), one.getPosition()));
                }
            }
        }
        return all;
    }

    private static Reaction reaction(String job, FeedbackAction action, int position) {
        return new Reaction("r", job, action, position);
    }
}
