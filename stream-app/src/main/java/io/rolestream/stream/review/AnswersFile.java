package io.rolestream.stream.review;

import io.rolestream.files.bytes.InputException;
import io.rolestream.files.read.AnswerRow;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.Row;
import io.rolestream.files.read.RowSource;
import io.rolestream.rules.role.Taxonomy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of answers, read as a whole: JSONL, a JSON array, a delimited table or Parquet, gzipped or not, with the
 * columns {@code resumeId} and {@code role}, and optionally {@code reviewer}, {@code note} and {@code selection}.
 *
 * @param answers the last one for each resume, in the order of the file
 * @param replaced number of rows superseded by a later one on the same resume
 * @param problems the errors in the first {@value #MAX_PROBLEMS} bad rows, each with file and line: {@code answers.csv:
 *     line 17: "Dta Engineer" is not a role; did you mean Data Engineer?}
 */
public record AnswersFile(List<ReviewAnswer> answers, long replaced, List<String> problems, long badRows) {
    /** Limited because all answers are held in memory. */
    public static final int MAX_ANSWERS = 1_000_000;

    public static final int MAX_PROBLEMS = 20;

    public AnswersFile {
        answers = List.copyOf(answers);
        problems = List.copyOf(problems);
    }

    /**
     * Reads a file, or standard input for {@code -}. Letter case of roles is ignored.
     *
     * @throws InputException if it cannot be read, has no known format, lacks columns, or holds too many answers
     */
    public static AnswersFile read(Path fileOrDash, Taxonomy taxonomy) {
        try (RowSource rows = RowSource.ofAnswers(fileOrDash)) {
            Reading reading = new Reading(fileOrDash.toString(), new RoleNames(taxonomy));
            rows.forEachRemaining(reading::take);
            return new AnswersFile(
                    List.copyOf(reading.answers.values()), reading.replaced, reading.problems, reading.badRows);
        }
    }

    /**
     * Checks that no row is bad.
     *
     * @return this
     * @throws InputException if one is, with the problems
     */
    public AnswersFile requireSound() {
        if (badRows > 0) {
            throw new InputException(String.join("\n", problems)
                    + (badRows > problems.size() ? "\n" + badRows + " bad rows in total" : ""));
        }
        return this;
    }

    private static final class Reading {
        private final String name;
        private final RoleNames roles;
        private final Map<String, ReviewAnswer> answers = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();
        private long replaced;
        private long badRows;

        Reading(String name, RoleNames roles) {
            this.name = name.equals("-") ? "standard input" : name;
            this.roles = roles;
        }

        void take(Row row) {
            if (row instanceof AnswerRow answer) {
                roles.named(answer.role())
                        .ifPresentOrElse(
                                role -> add(answer, role),
                                () -> bad("%s: %s".formatted(place(answer), roles.unknown(answer.role()))));
            } else if (row instanceof BadRow bad) {
                bad(bad.problem());
            } else {
                throw new AssertionError(row.getClass());
            }
        }

        private void add(AnswerRow row, String role) {
            if (answers.size() == MAX_ANSWERS) {
                throw new InputException("%s: more than %,d answers; split the file".formatted(name, MAX_ANSWERS));
            }
            ReviewAnswer answer = new ReviewAnswer(row.resumeId(), role, row.reviewer(), row.note(), row.selection());
            if (answers.put(row.resumeId(), answer) != null) {
                replaced++;
            }
        }

        private void bad(String problem) {
            badRows++;
            if (problems.size() < MAX_PROBLEMS) {
                problems.add(name + ": " + problem);
            }
        }

        private static String place(AnswerRow row) {
            return row.line() > 0 ? "line " + row.line() : "row " + row.rowNumber();
        }
    }
}
