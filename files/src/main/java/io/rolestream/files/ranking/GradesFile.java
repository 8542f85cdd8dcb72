package io.rolestream.files.ranking;

import io.rolestream.common.text.Quoted;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.GradeRow;
import io.rolestream.files.read.Row;
import io.rolestream.files.read.RowSource;
import io.rolestream.files.trec.TrecId;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A table of graded pairs: the columns {@code resumeId}, {@code jobId} and {@code grade}. */
final class GradesFile {
    private GradesFile() {}

    /**
     * Reads all rows. A judgement that can't be read could change every figure, so none is skipped.
     *
     * @return the grades by the resume's id and the job's, as TREC files write them
     * @throws InputException if a row can't be read, or a pair is graded twice; names the line
     */
    static Map<String, Map<String, Integer>> read(Path file) {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        try (RowSource rows = RowSource.ofGrades(file)) {
            while (rows.hasNext()) {
                Row row = rows.next();
                if (row instanceof BadRow bad) {
                    throw new InputException(file + ", " + bad.problem());
                }
                GradeRow grade = (GradeRow) row;
                Integer before = grades.computeIfAbsent(TrecId.of(grade.resumeId()), absent -> new LinkedHashMap<>())
                        .putIfAbsent(TrecId.of(grade.jobId()), grade.grade());
                if (before != null) {
                    throw new InputException(file + ", line " + grade.line() + ": the job " + Quoted.of(grade.jobId())
                            + " is graded a second time for " + Quoted.of(grade.resumeId())
                            + "; keep one of the rows");
                }
            }
        }
        if (grades.isEmpty()) {
            throw new InputException(file + ": it has no rows");
        }
        return grades;
    }
}
