package io.rolestream.files.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.evaluation.ranking.Qrels;
import io.rolestream.evaluation.ranking.RankedList;
import io.rolestream.evaluation.ranking.RankingMeasure;
import io.rolestream.evaluation.ranking.RetrievalRun;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.TextSplit;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GateDataTest {
    private static final int COUNT = 60;

    private final Map<String, Profile> resumes = new LinkedHashMap<>();
    private final Map<String, Profile> jobs = new LinkedHashMap<>();
    private final Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
    private final Map<String, RankedList> lists = new LinkedHashMap<>();

    GateDataTest() {
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
        Profiler profiler = new Profiler(
                rules, SkillVocabulary.of(rules), RankingSettings.defaults().belief());
        List<RankedList.Entry> order = new ArrayList<>();
        Map<String, Integer> relevant = new LinkedHashMap<>();
        for (int i = 0; i < COUNT; i++) {
            String job = "j" + i;
            resumes.put("r" + i, profiler.of(new Candidate("r" + i, null, "Person " + i, null), RoleBelief.unknown()));
            jobs.put(
                    job,
                    profiler.of(
                            new Posting(job, "Vacancy", null, "Number " + i, null, null, null, null),
                            RoleBelief.unknown()));
            order.add(new RankedList.Entry(job, COUNT - i));
            relevant.put(job, 1);
        }
        resumes.keySet().forEach(id -> {
            grades.put(id, relevant);
            lists.put(id, RankedList.of(order));
        });
    }

    @Test
    void shouldKeepResumesAndPostingsOfTheTestAlone() {
        GateData gated = GateData.of(true, new Qrels(grades), resumes, jobs);

        assertThat(gated.qrels().queries())
                .isNotEmpty()
                .hasSizeLessThan(COUNT / 2)
                .allMatch(id -> TextSplit.isTest(Objects.requireNonNull(resumes.get(id))));
        assertThat(gated.qrels().documents())
                .isNotEmpty()
                .hasSizeLessThan(COUNT / 2)
                .allMatch(id -> TextSplit.isTest(Objects.requireNonNull(jobs.get(id))));
        // What is relevant is all that is kept, so a list without other postings is perfect.
        assertThat(gated.scores(new RetrievalRun("run", lists)).of(RankingMeasure.MAP))
                .containsOnly(1);
    }

    @Test
    void shouldKeepAllWhereTheTestWasNotKeptApart() {
        GateData gated = GateData.of(false, new Qrels(grades), resumes, jobs);

        assertThat(gated.qrels()).isEqualTo(new Qrels(grades));
        assertThat(gated.scores(new RetrievalRun("run", lists)).queries()).hasSize(COUNT);
    }
}
