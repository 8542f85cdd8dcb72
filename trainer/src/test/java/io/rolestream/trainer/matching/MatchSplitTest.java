package io.rolestream.trainer.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.matching.sources.GeneratedMatches;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MatchSplitTest {
    private static final MatchingData DATA = GeneratedMatches.of(200, 150, 5, 3);

    private final MatchSplit split = MatchSplit.of(DATA, RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard()));

    @Test
    void shouldKeepResumesAndJobsOfTheTestOutOfTheTraining() {
        assertThat(split.test()).hasSizeGreaterThan(20);
        for (Function<GradedMatch, String> id :
                List.<Function<GradedMatch, String>>of(GradedMatch::resumeId, GradedMatch::jobId)) {
            Set<String> tested = split.test().stream().map(id).collect(Collectors.toSet());
            Set<String> learnt = split.train().stream().map(id).collect(Collectors.toCollection(HashSet::new));
            split.validation().stream().map(id).forEach(learnt::add);
            assertThat(tested).doesNotContainAnyElementsOf(learnt);
        }
        assertThat(split.train().size()
                        + split.validation().size()
                        + split.test().size()
                        + split.unused())
                .isEqualTo(DATA.matches().size());
    }

    /** What models don't read, such as the place, must not part equal texts. */
    @Test
    void shouldPutEqualTextsOnOneSide() {
        Map<String, Posting> jobs = new LinkedHashMap<>(DATA.jobs());
        DATA.jobs()
                .forEach((id, job) -> jobs.put(
                        "copy-of-" + id,
                        new Posting(
                                "copy-of-" + id,
                                job.title(),
                                job.skills(),
                                job.description(),
                                "Bergen",
                                true,
                                null,
                                null)));
        MatchSplit doubled = MatchSplit.of(
                new MatchingData(DATA.resumes(), jobs, DATA.matches(), "doubled", true),
                RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard()));

        Set<String> tested = doubled.testJobs().stream().map(Profile::id).collect(Collectors.toSet());

        assertThat(tested).isNotEmpty();
        for (String id : DATA.jobs().keySet()) {
            assertThat(tested.contains("copy-of-" + id)).as(id).isEqualTo(tested.contains(id));
        }
    }

    @Test
    void shouldNotMineNegativesFromJobsOfTheTest() {
        Set<String> tested = split.test().stream().map(GradedMatch::jobId).collect(Collectors.toSet());

        assertThat(split.learntJobs()).isNotEmpty().noneMatch(job -> tested.contains(job.id()));
    }

    @Test
    void shouldChooseTheBestEpochByResumesThatAreNotLearnt() {
        Set<String> learnt = split.train().stream().map(GradedMatch::resumeId).collect(Collectors.toSet());

        assertThat(split.validation()).isNotEmpty().noneMatch(match -> learnt.contains(match.resumeId()));
    }
}
