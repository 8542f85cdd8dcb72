package io.rolestream.files.trec;

import io.rolestream.common.text.Quoted;
import io.rolestream.evaluation.ranking.Qrels;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.write.OutputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Judgements in the format of trec_eval's qrels: {@code query iteration document grade}. The iteration is not used;
 * grades are whole numbers, and each pair is judged once.
 */
public final class QrelsFile {
    private static final String LAYOUT = "query iteration document grade";
    private static final int FIELDS = 4;

    private QrelsFile() {}

    /** @throws InputException if it can't be read, or a line is wrong; names the line */
    public static Qrels read(Path file) {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        try (TrecLines lines = TrecLines.open(file, FIELDS, LAYOUT)) {
            for (String[] line = lines.next(); line != null; line = lines.next()) {
                int grade = grade(lines, line[3]);
                Integer before = grades.computeIfAbsent(line[0], absent -> new LinkedHashMap<>())
                        .putIfAbsent(line[2], grade);
                if (before != null) {
                    throw lines.problem("the document " + Quoted.of(line[2]) + " is judged a second time for "
                            + Quoted.of(line[0]) + "; keep one of the lines");
                }
            }
            if (grades.isEmpty()) {
                throw lines.withoutLines();
            }
        }
        return new Qrels(grades);
    }

    private static int grade(TrecLines lines, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw lines.problem("the grade " + Quoted.of(text) + " is not a whole number");
        }
    }

    /** @throws OutputException if it can't be written */
    public static void write(Path file, Qrels qrels) {
        TrecWriter.write(
                file,
                out -> qrels.grades()
                        .forEach((query, judged) -> judged.forEach(
                                (document, grade) -> out.print(query + " 0 " + document + ' ' + grade + '\n'))));
    }
}
