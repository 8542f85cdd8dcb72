package io.rolestream.trainer.alignment;

import io.rolestream.common.service.CommandFailedException;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.files.read.RowSource;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.matching.MatchSplit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Resumes, masked and put together as the recommender reads them. Nothing is learnt from the fifth that
 * {@link MatchSplit} holds out by their texts, so the reward, the judge and the generator have not learnt from it
 * either where they were trained on the same resumes. Half of it validates, and the other half tests a comparison of
 * methods. Resumes that differ in case, spaces or punctuation alone are the same, and are taken once, or not at all
 * where only some of them are held out.
 *
 * @param source in words, for the model card
 */
public record AlignmentResumes(List<String> training, List<String> validation, List<String> test, String source) {
    /** The fewest resumes that a generator can be aligned with. */
    public static final int LEAST = 10;

    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    public AlignmentResumes {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    /**
     * Reads a file of resumes.
     *
     * @param documents limits of resumes that are documents
     * @param bad receives rows that cannot be read
     * @throws io.rolestream.files.bytes.InputException if the file cannot be read
     * @throws CommandFailedException if there are fewer than {@value #LEAST} different resumes
     */
    public static AlignmentResumes read(Path file, RuleSet rules, DocumentLimits documents, Consumer<String> bad) {
        List<Candidate> candidates = new ArrayList<>();
        try (RowSource rows = RowSource.ofResumes(file, ColumnNames.AUTOMATIC, documents)) {
            while (rows.hasNext()) {
                Row row = rows.next();
                if (row instanceof ResumeRow resume) {
                    candidates.add(resume.candidate());
                } else if (row instanceof BadRow badRow) {
                    bad.accept(file + ": " + badRow.problem());
                }
            }
        }
        return of(candidates, rules, "resumes in " + file.getFileName());
    }

    /** Generates resumes, at least {@value #LEAST}. */
    public static AlignmentResumes generated(int count, long seed, RuleSet rules) {
        ResumeGenerator people = new ResumeGenerator(seed, GeneratorOptions.DEFAULT);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            SampleResume resume = people.resume(i);
            candidates.add(new Candidate(resume.resumeId(), resume.skills(), resume.text(), null));
        }
        return of(candidates, rules, "generated resumes, not real ones, of the seed " + seed);
    }

    /** @throws CommandFailedException if there are fewer than {@value #LEAST} different resumes */
    static AlignmentResumes of(List<Candidate> candidates, RuleSet rules, String source) {
        Profiler profiler = new Profiler(
                rules, SkillVocabulary.of(rules), RankingSettings.defaults().belief());
        Map<String, String> learnt = new LinkedHashMap<>();
        Map<String, String> heldOut = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            Profile profile = profiler.of(candidate, RoleBelief.unknown());
            String text = EmbeddedText.of(profile);
            if (!text.isBlank()) {
                (MatchSplit.isTest(profile) ? heldOut : learnt).putIfAbsent(normalized(text), text);
            }
        }
        Set<String> across = new HashSet<>(learnt.keySet());
        across.retainAll(heldOut.keySet());
        learnt.keySet().removeAll(across);
        heldOut.keySet().removeAll(across);
        int count = learnt.size() + heldOut.size();
        if (count < LEAST) {
            throw new CommandFailedException(source + ": " + count + " different resumes with a text; give at least "
                    + LEAST + ", since a fifth is held out to measure the generator");
        }
        if (heldOut.size() < 2) {
            throw new CommandFailedException(source + ": the hashes of their texts hold out " + heldOut.size() + " of "
                    + count + " different resumes to measure the generator, and 2 are needed; give more resumes");
        }
        Set<String> tested = apart(heldOut.keySet(), heldOut.size() / 2);
        List<String> validation = new ArrayList<>();
        List<String> test = new ArrayList<>();
        heldOut.forEach((key, text) -> (tested.contains(key) ? test : validation).add(text));
        return new AlignmentResumes(List.copyOf(learnt.values()), validation, test, source);
    }

    /** Some of the texts, chosen by their hashes. */
    private static Set<String> apart(Set<String> normalized, int count) {
        return new HashSet<>(normalized.stream()
                .sorted(Comparator.comparingLong((String key) -> key.hashCode() * MIX)
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .toList());
    }

    private static String normalized(String text) {
        return BETWEEN_WORDS
                .matcher(text.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
    }
}
