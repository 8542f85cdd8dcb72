package io.rolestream.trainer.generation;

import io.rolestream.common.service.CommandFailedException;
import io.rolestream.files.describe.LearntTexts;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.TextSplit;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.matching.GradedMatch;
import io.rolestream.trainer.matching.MatchingData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Pairs to train a generator on, and others to choose its parameters and measure it. The hash of a description without
 * its title decides its side, so a description that measures is never learnt, under whatever title; a pair to learn
 * whose resume is also in one that measures is left out. Case, spaces and punctuation do not tell texts apart.
 *
 * <p>Where pairs are made of resumes and postings, none has one of the permanent test ({@link TextSplit}).
 *
 * @param unused how many pairs share a resume with one that measures and were left out
 * @param ofTest how many were left out because their resume or their posting is on the test's side
 * @param learntTexts whether the test was kept apart
 * @param source in words, for the model card
 */
public record DescribedResumes(
        List<GeneratorPair> training,
        List<GeneratorPair> validation,
        int unused,
        int ofTest,
        LearntTexts learntTexts,
        String source) {
    /** The least grade of matches whose description is learnt: the person applied, or was made for the job. */
    private static final int LEAST_GRADE = 2;

    /** Descriptions of a resume. */
    private static final int BEST = 2;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final long MIX = 0x9E3779B97F4A7C15L;

    public DescribedResumes {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /**
     * Reads the pairs of a file.
     *
     * @param rows whose skills are the resumes and whose texts are the descriptions
     * @param share of the pairs that measure, 0 up to but not 1
     * @param bad receives rows that cannot be read or lack one of the two
     * @throws CommandFailedException if there is nothing to train on
     */
    public static DescribedResumes read(Iterator<Row> rows, double share, String name, Consumer<String> bad) {
        List<GeneratorPair> pairs = new ArrayList<>();
        while (rows.hasNext()) {
            Row row = rows.next();
            if (row instanceof ResumeRow pair) {
                String resume = pair.skills();
                String description = pair.text();
                if (resume == null || resume.isBlank() || description == null || description.isBlank()) {
                    bad.accept("row " + row.rowNumber() + ": no "
                            + (resume == null || resume.isBlank() ? "resume" : "description"));
                } else {
                    pairs.add(new GeneratorPair(resume, description));
                }
            } else if (row instanceof BadRow badRow) {
                bad.accept(badRow.problem());
            }
        }
        return divided(pairs, share, 0, LearntTexts.unsplit(), "pairs in " + name);
    }

    /**
     * Pairs each resume with the best of the jobs that suit it: that the person was hired for or applied for, or was
     * made for. A resume is masked and put together as the recommender reads it. Pairs with a resume or a posting of
     * the permanent test are left out, so that studies and gates can judge the generator on these.
     */
    public static DescribedResumes of(MatchingData data, RuleSet rules, double share) {
        Profiler profiler = new Profiler(
                rules, SkillVocabulary.of(rules), RankingSettings.defaults().belief());
        List<GradedMatch> byGrade = data.matches().stream()
                .filter(match -> match.grade() >= LEAST_GRADE)
                .sorted(Comparator.comparingInt(GradedMatch::grade).reversed())
                .toList();
        Map<String, Integer> taken = new HashMap<>();
        List<GeneratorPair> pairs = new ArrayList<>();
        int ofTest = 0;
        for (GradedMatch match : byGrade) {
            Candidate candidate = data.resumes().get(match.resumeId());
            Posting job = data.jobs().get(match.jobId());
            String body = job == null ? null : job.description();
            if (candidate == null || job == null || body == null || body.isBlank()) {
                continue;
            }
            Profile resume = profiler.of(candidate, RoleBelief.unknown());
            if (TextSplit.isTest(resume) || TextSplit.isTest(profiler.of(job, RoleBelief.unknown()))) {
                ofTest++;
                continue;
            }
            String text = EmbeddedText.of(resume);
            if (!text.isBlank() && taken.merge(match.resumeId(), 1, Integer::sum) <= BEST) {
                pairs.add(new GeneratorPair(text, job.title().strip(), body.strip()));
            }
        }
        return divided(pairs, share, ofTest, LearntTexts.withoutTest(rules), "pairs of " + data.source());
    }

    /** @throws CommandFailedException if there is nothing to train on */
    static DescribedResumes divided(
            List<GeneratorPair> pairs, double share, int ofTest, LearntTexts learntTexts, String source) {
        List<GeneratorPair> validation = new ArrayList<>();
        List<GeneratorPair> others = new ArrayList<>();
        Set<String> measured = new HashSet<>();
        for (GeneratorPair pair : pairs) {
            if (measures(pair, share)) {
                validation.add(pair);
                measured.add(normalized(pair.resume()));
            } else {
                others.add(pair);
            }
        }
        List<GeneratorPair> training = others.stream()
                .filter(pair -> !measured.contains(normalized(pair.resume())))
                .toList();
        if (training.isEmpty()) {
            throw new CommandFailedException(source + ": there are no pairs to train on"
                    + (pairs.isEmpty()
                            ? ofTest == 0
                                    ? ""
                                    : ", as all " + ofTest + " have a resume or a posting of the test; give more"
                            : ", as all " + pairs.size()
                                    + " are kept to measure the model; give more, or a smaller --validation-share"));
        }
        return new DescribedResumes(
                training, validation, pairs.size() - training.size() - validation.size(), ofTest, learntTexts, source);
    }

    private static boolean measures(GeneratorPair pair, double share) {
        return ((normalized(pair.body()).hashCode() * MIX) >>> 11) * 0x1p-53 < share;
    }

    /** Its letters and digits, so that texts that differ in case, spaces or punctuation alone are the same. */
    private static String normalized(String text) {
        return BETWEEN_WORDS
                .matcher(text.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
    }
}
