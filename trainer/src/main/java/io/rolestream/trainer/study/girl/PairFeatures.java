package io.rolestream.trainer.study.girl;

import io.rolestream.matching.Matcher;
import io.rolestream.matching.index.Hit;
import io.rolestream.matching.index.Hits;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.skills.SkillVocabulary;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the recommender sees in a text and a job: the BM25 score as {@code ln(1 + x)}, the cosine of the vectors, the
 * probability of the same role, and the share of the job's skills that the text names.
 */
final class PairFeatures implements AutoCloseable {
    static final int COUNT = 4;

    /** Added to the weight of a job's skills, as the recommender does. */
    private static final float SKILL_PRIOR = 4;

    private final MatchIndex index;
    private final SkillVocabulary vocabulary;
    private final Map<String, Profile> jobs = new HashMap<>();

    /** @param jobs at least one; their statistics decide which words tell */
    PairFeatures(Matcher matcher, SkillVocabulary vocabulary, Collection<Profile> jobs) {
        this.vocabulary = vocabulary;
        index = matcher.newIndex();
        jobs.forEach(job -> {
            index.put(job);
            this.jobs.put(job.id(), job);
        });
        index.refresh();
    }

    /**
     * {@code [features]} of a resume or a description with some jobs, by the job's id.
     *
     * @param text null where there is none: all features are missing (NaN)
     * @param wanted ids of the jobs
     */
    Map<String, float[]> of(@Nullable Profile text, Set<String> wanted) {
        Map<String, float[]> features = new HashMap<>();
        if (text == null) {
            float[] missing = new float[COUNT];
            Arrays.fill(missing, Float.NaN);
            wanted.forEach(id -> features.put(id, missing));
            return features;
        }
        Hits hits = index.search(text, jobs.size(), MatchFilter.none());
        Set<String> skills = new HashSet<>(text.skills());
        for (String id : wanted) {
            Profile job = Objects.requireNonNull(jobs.get(id));
            features.put(id, new float[] {0, 0, sameRole(text.roles(), job.roles()), share(skills, job)});
        }
        for (Hit hit : hits.bm25()) {
            float[] ofJob = features.get(hit.id());
            if (ofJob != null) {
                ofJob[0] = (float) Math.log1p(hit.score());
            }
        }
        for (Hit hit : hits.dense()) {
            float[] ofJob = features.get(hit.id());
            if (ofJob != null) {
                ofJob[1] = hit.score();
            }
        }
        return features;
    }

    private static float sameRole(RoleBelief one, RoleBelief other) {
        double sum = 0;
        for (int i = 0; i < Math.min(one.probabilities().length, other.probabilities().length); i++) {
            sum += (double) one.probabilities()[i] * other.probabilities()[i];
        }
        return (float) sum;
    }

    private float share(Set<String> skills, Profile job) {
        float all = SKILL_PRIOR;
        float found = 0;
        for (String skill : job.skills()) {
            float weight = vocabulary.weight(skill);
            all += weight;
            found += skills.contains(skill) ? weight : 0;
        }
        return found / all;
    }

    @Override
    public void close() {
        index.close();
    }
}
