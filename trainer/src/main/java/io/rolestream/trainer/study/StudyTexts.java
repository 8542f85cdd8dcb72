package io.rolestream.trainer.study;

import io.rolestream.files.bytes.InputException;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.files.read.RowSource;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The skills of each resume, in the order of the rows, which the split depends on.
 *
 * @param source for people
 * @param texts missing skills are {@code nan}, as Python's {@code str} writes a missing value
 * @param missing how many are
 * @param unreadable rows that were left out, and count for nothing
 * @param truths the true roles, indexes of the standard taxonomy; empty if they are unknown
 */
public record StudyTexts(String source, List<String> texts, int missing, long unreadable, List<Integer> truths) {
    private static final String MISSING = "nan";

    private static final int TOLD = 5;

    /** The study's labels; its table ends before the eleventh role, which one resume has. */
    private static final Map<String, Integer> STUDY_LABELS = Map.ofEntries(
            Map.entry("Software Engineer", 96),
            Map.entry(".NET Developer", 17),
            Map.entry("Project Coordinator", 12),
            Map.entry("Full Stack Developer", 8),
            Map.entry("SOC Analyst", 8),
            Map.entry("Other", 5),
            Map.entry("Cloud Engineer", 3),
            Map.entry("JavaScript Developer", 2),
            Map.entry("Cybersecurity Analyst", 2),
            Map.entry("Database Developer", 1),
            Map.entry("Data Engineer", 1));

    /** With this seed, 21 of the 31 test rows are labelled Software Engineer, as in the study. */
    private static final long GENERATOR_SEED = 14;

    public StudyTexts {
        texts = List.copyOf(texts);
        truths = List.copyOf(truths);
    }

    /**
     * The texts of a file, or generated ones without a file.
     *
     * @param column the user's name for the skills; null for the usual ones
     * @param err gets a line for each row that cannot be read, the first ones
     * @throws InputException if the file can't be read or has no skills
     */
    public static StudyTexts open(@Nullable Path file, @Nullable String column, PrintWriter err) {
        if (file == null) {
            return generated();
        }
        try (RowSource rows = RowSource.ofSkills(file, column)) {
            return read(file.toString(), rows, err);
        }
    }

    static StudyTexts read(String source, Iterator<Row> rows, PrintWriter err) {
        List<String> texts = new ArrayList<>();
        int missing = 0;
        long unreadable = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            if (row instanceof ResumeRow resume) {
                String skills = resume.skills();
                missing += skills == null ? 1 : 0;
                texts.add(skills == null ? MISSING : skills);
            } else if (row instanceof BadRow unread) {
                unreadable++;
                if (unreadable <= TOLD) {
                    err.println(source + ": " + unread.problem());
                }
            }
        }
        return new StudyTexts(source, texts, missing, unreadable, List.of());
    }

    /** Generated resumes, drawn until each role has as many labels as in the study. Always the same. */
    public static StudyTexts generated() {
        Taxonomy taxonomy = Taxonomy.standard();
        RuleSet rules = RuleSet.load(RuleSet.NOTEBOOK, taxonomy);
        Map<String, Integer> open = new HashMap<>(STUDY_LABELS);
        List<String> texts = new ArrayList<>();
        List<Integer> truths = new ArrayList<>();
        Iterator<SampleResume> resumes = new ResumeGenerator(GENERATOR_SEED, GeneratorOptions.DEFAULT)
                .stream().iterator();
        while (!open.isEmpty()) {
            SampleResume resume = resumes.next();
            String skills = resume.skills();
            if (skills != null) {
                String label = rules.vote(skills).role().name();
                if (open.containsKey(label)) {
                    open.computeIfPresent(label, (role, left) -> left == 1 ? null : left - 1);
                    texts.add(skills);
                    truths.add(taxonomy.indexOf(resume.trueRole()));
                }
            }
        }
        return new StudyTexts("generated resumes with the study's labels", texts, 0, 0, truths);
    }

    boolean haveTruths() {
        return !truths.isEmpty();
    }
}
