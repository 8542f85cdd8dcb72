package io.rolestream.trainer.matching;

import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.Profile;
import io.rolestream.trainer.matching.adversary.HonestPair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** For each resume the job that suits it best, and a job of another role. */
final class HonestPairs {
    private HonestPairs() {}

    /**
     * Chooses pairs by resume; resumes without a job that suits, or without another that does not, have none.
     *
     * @param matches of one side of the split
     * @param others jobs to choose those of another role from, of the same side
     */
    static Map<String, HonestPair> of(MatchSplit split, List<GradedMatch> matches, List<Profile> others) {
        Map<String, HonestPair> pairs = new LinkedHashMap<>();
        MatchSplit.bests(matches).forEach(best -> {
            Profile resume = split.resume(best);
            Profile job = split.job(best);
            Profile other = other(resume, job, others);
            if (other != null) {
                pairs.put(
                        best.resumeId(),
                        new HonestPair(
                                EmbeddedText.of(resume),
                                resume.skills(),
                                EmbeddedText.of(job),
                                EmbeddedText.of(other)));
            }
        });
        return pairs;
    }

    private static @Nullable Profile other(Profile resume, Profile job, List<Profile> others) {
        int from = others.isEmpty() ? 0 : Math.floorMod(resume.contentHash().hashCode(), others.size());
        for (int i = 0; i < others.size(); i++) {
            Profile other = others.get((from + i) % others.size());
            int role = other.roles().role();
            if (role != job.roles().role() && role != resume.roles().role()) {
                return other;
            }
        }
        return null;
    }
}
