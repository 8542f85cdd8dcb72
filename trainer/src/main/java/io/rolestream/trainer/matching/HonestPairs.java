package io.rolestream.trainer.matching;

import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.trainer.matching.adversary.HonestPair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** For each resume the job that suits it best and, if there is one, a job of another role that does not suit. */
final class HonestPairs {
    private HonestPairs() {}

    /**
     * Chooses pairs by resume; resumes without a job that suits have none.
     *
     * @param matches of one side of the split
     * @param others jobs to choose those of another role from, of the same side
     */
    static Map<String, HonestPair> of(MatchSplit split, List<GradedMatch> matches, List<Profile> others) {
        Map<String, Map<String, Integer>> grades = MatchSplit.grades(matches);
        Map<String, HonestPair> pairs = new LinkedHashMap<>();
        MatchSplit.bests(matches).forEach(best -> {
            Profile resume = split.resume(best);
            Profile job = split.job(best);
            Profile other = other(resume, job, others, grades.getOrDefault(best.resumeId(), Map.of()));
            pairs.put(
                    best.resumeId(),
                    new HonestPair(
                            EmbeddedText.of(resume),
                            resume.skills(),
                            EmbeddedText.of(job),
                            other == null ? null : EmbeddedText.of(other)));
        });
        return pairs;
    }

    /** Where the rules find no role in a text, it may be of any, so it is never another. */
    private static @Nullable Profile other(
            Profile resume, Profile job, List<Profile> others, Map<String, Integer> grades) {
        if (!resume.roles().isInformed() || others.isEmpty()) {
            return null;
        }
        int from = Math.floorMod(resume.contentHash().hashCode(), others.size());
        for (int i = 0; i < others.size(); i++) {
            Profile other = others.get((from + i) % others.size());
            if (grades.getOrDefault(other.id(), 0) == 0
                    && isAnotherRole(other.roles(), resume.roles())
                    && (!job.roles().isInformed() || isAnotherRole(other.roles(), job.roles()))) {
                return other;
            }
        }
        return null;
    }

    private static boolean isAnotherRole(RoleBelief other, RoleBelief than) {
        return other.isInformed() && other.role() != than.role();
    }
}
