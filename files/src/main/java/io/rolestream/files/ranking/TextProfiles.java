package io.rolestream.files.ranking;

import io.rolestream.matching.Matcher;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The profiles of both files.
 *
 * @param resumes by id, in order
 * @param jobs by id, in order
 */
record TextProfiles(Map<String, Profile> resumes, Map<String, Profile> jobs) {
    static TextProfiles of(RankedTexts texts, Matcher matcher, RankingProgress progress) throws InterruptedException {
        progress.begin(
                "reading and embedding", texts.resumes().size() + texts.jobs().size());
        Map<String, CompletableFuture<Profile>> resumes = new LinkedHashMap<>();
        for (Map.Entry<String, Candidate> resume : texts.resumes().entrySet()) {
            resumes.put(resume.getKey(), matcher.profile(resume.getValue(), RoleBelief.unknown()));
        }
        Map<String, CompletableFuture<Profile>> jobs = new LinkedHashMap<>();
        for (Map.Entry<String, Posting> job : texts.jobs().entrySet()) {
            jobs.put(job.getKey(), matcher.profile(job.getValue(), RoleBelief.unknown()));
        }
        TextProfiles profiles = new TextProfiles(finished(resumes, progress), finished(jobs, progress));
        progress.end();
        return profiles;
    }

    private static Map<String, Profile> finished(
            Map<String, CompletableFuture<Profile>> waiting, RankingProgress progress) {
        Map<String, Profile> profiles = new LinkedHashMap<>();
        waiting.forEach((id, profile) -> {
            profiles.put(id, profile.join());
            progress.step();
        });
        return profiles;
    }

    Map<String, Profile> of(Side side) {
        return side == Side.RESUME ? resumes : jobs;
    }
}
