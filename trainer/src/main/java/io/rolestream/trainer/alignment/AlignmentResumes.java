package io.rolestream.trainer.alignment;

import io.rolestream.common.service.CommandFailedException;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.files.read.RowSource;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.rules.ruleset.RuleSet;
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
 * Resumes, masked and put together as the recommender reads them. A tenth of them, chosen by their hashes, is never
 * learnt from; a comparison of methods keeps another tenth for its test. Resumes that differ in case, spaces or
 * punctuation alone are the same, and are taken once.
 *
 * @param source in words, for the model card
 */
public record AlignmentResumes(List<String> training, List<String> validation, List<String> test, String source) {
    /** The fewest resumes that a generator can be aligned with. */
    public static final int LEAST = 10;

    private static final int PARTS = 10;
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
     * @param bad receives rows that cannot be read
     * @throws io.rolestream.files.bytes.InputException if the file cannot be read
     * @throws CommandFailedException if there are fewer than {@value #LEAST} different resumes
     */
    public static AlignmentResumes read(Path file, RuleSet rules, Consumer<String> bad) {
        List<Candidate> candidates = new ArrayList<>();
        try (RowSource rows = RowSource.ofResumes(file, ColumnNames.AUTOMATIC)) {
            while (rows.hasNext()) {
                Row row = rows.next();
                if (row instanceof ResumeRow resume) {
                    candidates.add(new Candidate(
                            resume.resumeId(), resume.skills(), resume.text(), resume.yearsOfExperience()));
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
        Map<String, String> texts = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            String text = EmbeddedText.of(profiler.of(candidate, RoleBelief.unknown()));
            if (!text.isBlank()) {
                texts.putIfAbsent(normalized(text), text);
            }
        }
        if (texts.size() < LEAST) {
            throw new CommandFailedException(source + ": " + texts.size() + " different resumes with a text; give at"
                    + " least " + LEAST + ", since a tenth is kept to measure the generator");
        }
        Set<String> kept = apart(texts.keySet(), texts.size() / PARTS);
        List<String> training = new ArrayList<>();
        List<String> validation = new ArrayList<>();
        texts.forEach((key, text) -> (kept.contains(key) ? validation : training).add(text));
        return new AlignmentResumes(training, validation, List.of(), source);
    }

    /** The same, with a tenth of all resumes moved from those that are learnt from to a test. */
    AlignmentResumes withTest() {
        int count = (training.size() + validation.size() + test.size()) / PARTS;
        Map<String, String> texts = new LinkedHashMap<>();
        training.forEach(text -> texts.put(normalized(text), text));
        Set<String> kept = apart(texts.keySet(), count);
        List<String> learnt = new ArrayList<>();
        List<String> tested = new ArrayList<>(test);
        texts.forEach((key, text) -> (kept.contains(key) ? tested : learnt).add(text));
        return new AlignmentResumes(learnt, validation, tested, source);
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
