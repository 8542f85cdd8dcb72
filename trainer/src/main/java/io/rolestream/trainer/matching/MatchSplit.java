package io.rolestream.trainer.matching;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.TextSplit;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which matches are learnt from, chosen by, and judged on. The {@link TextSplit} puts a fifth of the resumes and a
 * fifth of the jobs on the test side, permanently. A match is for the test only if both its resume and its job are
 * there; if one of them is, the match is used for nothing, so that no text of the test is ever learnt from. Of the
 * other resumes a tenth is for validation.
 *
 * @param resumes by id, masked as the recommender masks them
 * @param jobs by id, masked likewise
 * @param train matches to learn from
 * @param validation matches of resumes that are not learnt from
 * @param test matches of resumes and jobs that are not learnt from
 * @param unused how many matches are across the border
 */
public record MatchSplit(
        Map<String, Profile> resumes,
        Map<String, Profile> jobs,
        List<GradedMatch> train,
        List<GradedMatch> validation,
        List<GradedMatch> test,
        int unused) {
    private static final int VALIDATION_PERCENT = 28;

    /** Splits the matches, by the texts as these rules mask them. */
    public static MatchSplit of(MatchingData data, RuleSet rules) {
        Profiler profiler = new Profiler(
                rules, SkillVocabulary.of(rules), RankingSettings.defaults().belief());
        Map<String, Profile> resumes = new LinkedHashMap<>();
        data.resumes().forEach((id, resume) -> resumes.put(id, profiler.of(resume, RoleBelief.unknown())));
        Map<String, Profile> jobs = new LinkedHashMap<>();
        data.jobs().forEach((id, job) -> jobs.put(id, profiler.of(job, RoleBelief.unknown())));
        List<GradedMatch> train = new ArrayList<>();
        List<GradedMatch> validation = new ArrayList<>();
        List<GradedMatch> test = new ArrayList<>();
        for (GradedMatch match : data.matches()) {
            Profile resume = known(resumes, match.resumeId());
            boolean ofTest = isTest(resume);
            if (ofTest == isTest(known(jobs, match.jobId()))) {
                (ofTest ? test : TextSplit.percent(resume) < VALIDATION_PERCENT ? validation : train).add(match);
            }
        }
        int used = train.size() + validation.size() + test.size();
        return new MatchSplit(
                resumes, jobs, train, validation, test, data.matches().size() - used);
    }

    /** Whether a resume or a job is on the side of the test. */
    public static boolean isTest(Profile profile) {
        return TextSplit.isTest(profile);
    }

    private static Profile known(Map<String, Profile> profiles, String id) {
        Profile profile = profiles.get(id);
        if (profile == null) {
            throw new IllegalArgumentException("there is no " + id);
        }
        return profile;
    }

    Profile resume(GradedMatch match) {
        return resume(match.resumeId());
    }

    Profile job(GradedMatch match) {
        return job(match.jobId());
    }

    /** @throws IllegalArgumentException if there is none with this id */
    public Profile resume(String id) {
        return known(resumes, id);
    }

    /** @throws IllegalArgumentException if there is none with this id */
    public Profile job(String id) {
        return known(jobs, id);
    }

    /** The jobs that may be learnt from. */
    List<Profile> learntJobs() {
        return jobs.values().stream().filter(job -> !isTest(job)).toList();
    }

    /** The jobs that are ranked in the test. */
    List<Profile> testJobs() {
        return jobs.values().stream().filter(MatchSplit::isTest).toList();
    }

    /** Matches by resume, in their order. */
    static Map<String, List<GradedMatch>> byResume(List<GradedMatch> matches) {
        Map<String, List<GradedMatch>> result = new LinkedHashMap<>();
        matches.forEach(match -> result.computeIfAbsent(match.resumeId(), id -> new ArrayList<>())
                .add(match));
        return result;
    }

    /** For each resume its first match of the highest grade, if that suits. */
    static List<GradedMatch> bests(List<GradedMatch> matches) {
        List<GradedMatch> bests = new ArrayList<>();
        byResume(matches)
                .values()
                .forEach(all -> all.stream()
                        .filter(GradedMatch::suits)
                        .min(Comparator.comparingInt(match -> -match.grade()))
                        .ifPresent(bests::add));
        return bests;
    }

    /** The highest grade of each pair, by resume and job, in the order of the matches. */
    static Map<String, Map<String, Integer>> grades(List<GradedMatch> matches) {
        Map<String, Map<String, Integer>> result = new LinkedHashMap<>();
        matches.forEach(match -> result.computeIfAbsent(match.resumeId(), id -> new LinkedHashMap<>())
                .merge(match.jobId(), match.grade(), Math::max));
        return result;
    }

    /** Changes with any text or grade. */
    long fingerprint() {
        long hash = 31 * fingerprint(resumes) + fingerprint(jobs);
        for (List<GradedMatch> side : List.of(train, validation, test)) {
            for (GradedMatch match : side) {
                hash = hash * 31 + match.resumeId().hashCode();
                hash = hash * 31 + match.jobId().hashCode();
                hash = hash * 31 + match.grade();
                hash = hash * 31 + Float.floatToIntBits(match.weight());
            }
        }
        return hash;
    }

    private static long fingerprint(Map<String, Profile> profiles) {
        return profiles.values().stream()
                .mapToLong(profile ->
                        31L * profile.id().hashCode() + profile.contentHash().hashCode())
                .sum();
    }
}
