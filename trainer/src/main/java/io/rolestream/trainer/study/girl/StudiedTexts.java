package io.rolestream.trainer.study.girl;

import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.text.Counted;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.writing.DescriptionSource;
import io.rolestream.trainer.matching.GradedMatch;
import io.rolestream.trainer.matching.MatchSplit;
import io.rolestream.trainer.matching.MatchingData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the predictors read.
 *
 * @param resumes by id
 * @param jobs by id
 * @param descriptions by the resume's id
 * @param real by the resume's id: the id of the posting on the other side of the split that the person liked best,
 *     having applied for it or at least opened it. It is in none of the pairs of this resume
 */
record StudiedTexts(
        Map<String, Profile> resumes,
        Map<String, Profile> jobs,
        Map<String, Profile> descriptions,
        Map<String, String> real,
        List<String> remarks) {
    /**
     * Makes the profiles.
     *
     * @param used the pairs whose resumes and jobs are read
     * @throws CommandFailedException if there is a source of descriptions, and it has none of these resumes
     */
    static StudiedTexts of(
            MatchingData data,
            List<GradedMatch> used,
            MatchSplit split,
            Matcher matcher,
            @Nullable DescriptionSource source)
            throws InterruptedException {
        Set<String> people = new LinkedHashSet<>();
        Set<String> offers = new LinkedHashSet<>();
        used.forEach(match -> {
            people.add(match.resumeId());
            offers.add(match.jobId());
        });
        Map<String, GradedMatch> best = new LinkedHashMap<>();
        Set<String> testResumes = ofTest(split.resumes());
        Set<String> testJobs = ofTest(split.jobs());
        for (GradedMatch match : data.matches()) {
            boolean crosses = testResumes.contains(match.resumeId()) != testJobs.contains(match.jobId());
            if (crosses && match.suits() && people.contains(match.resumeId())) {
                best.merge(match.resumeId(), match, (one, other) -> other.grade() > one.grade() ? other : one);
            }
        }
        Map<String, String> real = new LinkedHashMap<>();
        best.forEach((resume, match) -> {
            real.put(resume, match.jobId());
            offers.add(match.jobId());
        });
        Map<String, CompletableFuture<Profile>> resumes = new LinkedHashMap<>();
        for (String id : people) {
            Candidate candidate = data.resumes().get(id);
            if (candidate != null) {
                resumes.put(id, matcher.profile(candidate, RoleBelief.unknown()));
            }
        }
        Map<String, CompletableFuture<Profile>> jobs = new LinkedHashMap<>();
        for (String id : offers) {
            Posting posting = data.jobs().get(id);
            if (posting != null) {
                jobs.put(id, matcher.profile(posting, RoleBelief.unknown()));
            }
        }
        Map<String, Profile> made = joined(resumes);
        List<String> remarks = new ArrayList<>();
        Map<String, Profile> descriptions = described(made, matcher, source, remarks);
        remarks.add(Counted.of(real.size(), "resume") + " of " + made.size()
                + " have a real posting that they applied for or opened and that is in none of their pairs; the others"
                + " are predicted as with an average one. Of resumes to learn from, it is a posting of the test, so the"
                + " row with a real posting has read texts of the test; no other row has.");
        return new StudiedTexts(made, joined(jobs), descriptions, real, remarks);
    }

    private static Set<String> ofTest(Map<String, Profile> profiles) {
        return profiles.values().stream()
                .filter(MatchSplit::isTest)
                .map(Profile::id)
                .collect(Collectors.toSet());
    }

    private static Map<String, Profile> described(
            Map<String, Profile> resumes, Matcher matcher, @Nullable DescriptionSource source, List<String> remarks)
            throws InterruptedException {
        if (source == null) {
            return Map.of();
        }
        Map<String, CompletableFuture<GeneratedDescription>> written = new LinkedHashMap<>();
        for (Profile resume : resumes.values()) {
            CompletableFuture<GeneratedDescription> description = source.of(resume);
            if (description != null) {
                written.put(resume.id(), description);
            }
        }
        if (written.isEmpty()) {
            throw new CommandFailedException("none of the resumes has a description; resumeIds must be equal");
        }
        Map<String, Profile> descriptions = new LinkedHashMap<>();
        Set<String> generators = new LinkedHashSet<>();
        for (Map.Entry<String, CompletableFuture<GeneratedDescription>> one : written.entrySet()) {
            GeneratedDescription description = one.getValue().join();
            generators.add(description.generator());
            if (!description.text().isBlank()) {
                descriptions.put(
                        one.getKey(), matcher.profile(description).join().profile());
            }
        }
        remarks.add(Counted.of(descriptions.size(), "resume") + " of " + resumes.size()
                + " have a description, generated by " + String.join(" and ", generators)
                + "; the others are predicted as with an average one.");
        return descriptions;
    }

    private static Map<String, Profile> joined(Map<String, CompletableFuture<Profile>> waiting) {
        Map<String, Profile> profiles = new LinkedHashMap<>();
        waiting.forEach((id, profile) -> profiles.put(id, profile.join()));
        return profiles;
    }

    /** @throws IllegalArgumentException if it is in no pair */
    Profile resume(String id) {
        return known(resumes, id);
    }

    /** @throws IllegalArgumentException if it is in no pair */
    Profile job(String id) {
        return known(jobs, id);
    }

    private static Profile known(Map<String, Profile> profiles, String id) {
        Profile profile = profiles.get(id);
        if (profile == null) {
            throw new IllegalArgumentException("there is no " + id);
        }
        return profile;
    }

    @Nullable
    Profile described(String resume) {
        return descriptions.get(resume);
    }

    @Nullable
    Profile real(String resume) {
        String job = real.get(resume);
        return job == null ? null : jobs.get(job);
    }
}
