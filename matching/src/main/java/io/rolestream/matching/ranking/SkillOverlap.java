package io.rolestream.matching.ranking;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfileFeatures;
import io.rolestream.matching.profile.Side;
import io.rolestream.matching.skills.SkillVocabulary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of a job's skills a resume names. Its {@linkplain #share share} weighs each by how telling it is.
 *
 * @param matched the most telling first
 * @param missing the most telling first
 * @param share 0 to 1
 */
record SkillOverlap(List<String> matched, List<String> missing, float share) {
    /** @param prior weight added to that of the job's skills */
    static SkillOverlap of(Profile query, Profile result, SkillVocabulary vocabulary, float prior) {
        Profile job = query.side() == Side.JOB ? query : result;
        Profile resume = query.side() == Side.JOB ? result : query;
        return of(job.skills(), new HashSet<>(resume.skills()), vocabulary, prior);
    }

    /**
     * The share alone, of many results.
     *
     * @param own the skills of the query
     */
    static float share(
            Profile query, Set<String> own, ProfileFeatures result, SkillVocabulary vocabulary, float prior) {
        List<String> asked = query.side() == Side.JOB ? query.skills() : result.skills();
        Collection<String> known = query.side() == Side.JOB ? result.skills() : own;
        return share(asked, known, vocabulary, prior);
    }

    private static SkillOverlap of(List<String> asked, Set<String> known, SkillVocabulary vocabulary, float prior) {
        List<String> matched = asked.stream().filter(known::contains).toList();
        List<String> missing =
                asked.stream().filter(skill -> !known.contains(skill)).toList();
        return new SkillOverlap(matched, missing, share(asked, known, vocabulary, prior));
    }

    private static float share(List<String> asked, Collection<String> known, SkillVocabulary vocabulary, float prior) {
        double found = 0;
        double all = prior;
        for (String skill : asked) {
            float weight = vocabulary.weight(skill);
            all += weight;
            found += known.contains(skill) ? weight : 0;
        }
        return all > 0 ? (float) (found / all) : 0;
    }

    /**
     * The missing skill that would raise the share most if the resume named it, the first of equals; null if nothing is
     * missing.
     */
    @Nullable
    String wouldHelp(SkillVocabulary vocabulary, float prior) {
        List<String> asked = new ArrayList<>(matched);
        asked.addAll(missing);
        String best = null;
        float bestShare = share;
        for (String skill : missing) {
            Set<String> known = new HashSet<>(matched);
            known.add(skill);
            float with = share(asked, known, vocabulary, prior);
            if (with > bestShare) {
                best = skill;
                bestShare = with;
            }
        }
        return best;
    }
}
