package io.rolestream.files.comparison;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.comparison.ComparedTexts;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a file, with the right roles if it has them. Everything is held in memory.
 *
 * @param source names the file in messages
 * @param rows in the order of the file
 * @param labelled whether every row has a right role
 * @param badRows the number of rows that cannot be read or judged
 * @param rowsWithoutRole the number of rows without a right role, which are not among the rows
 */
public record ComparisonTexts(String source, List<Entry> rows, boolean labelled, long badRows, long rowsWithoutRole) {
    /**
     * One row.
     *
     * @param number the row's, from 1
     * @param truth index of the taxonomy; -1 if unknown
     */
    public record Entry(long number, String resumeId, String text, String contentHash, int truth) {}

    public ComparisonTexts {
        rows = List.copyOf(rows);
    }

    public List<String> texts() {
        return rows.stream().map(Entry::text).toList();
    }

    /** The right roles, indexes of the taxonomy; null if they are unknown. */
    public int @Nullable [] truth() {
        return labelled ? rows.stream().mapToInt(Entry::truth).toArray() : null;
    }

    /** The texts that are not in other texts, by their content. */
    public ComparisonTexts without(ComparisonTexts others) {
        Set<String> known = new HashSet<>();
        others.rows.forEach(row -> known.add(row.contentHash()));
        List<Entry> kept =
                rows.stream().filter(row -> !known.contains(row.contentHash())).toList();
        return new ComparisonTexts(source, kept, labelled, badRows, rowsWithoutRole);
    }

    /**
     * What labellers are compared on.
     *
     * @param more further remarks
     */
    public ComparedTexts compared(Taxonomy taxonomy, List<String> more) {
        List<String> remarks = new ArrayList<>();
        long different = rows.stream().map(Entry::contentHash).distinct().count();
        if (badRows > 0) {
            remarks.add(Counted.of(badRows, "row") + " could not be read and " + (badRows == 1 ? "was" : "were")
                    + " skipped.");
        }
        if (rowsWithoutRole > 0) {
            remarks.add(Counted.of(rowsWithoutRole, "row") + " without a role "
                    + (rowsWithoutRole == 1 ? "was" : "were") + " skipped.");
        }
        if (different < rows.size()) {
            remarks.add("Of the " + Counted.of(rows.size(), "text") + ", " + Counted.of(rows.size() - different, "text")
                    + " repeat" + (rows.size() - different == 1 ? "s" : "")
                    + " another one. Each row counts, so intervals and p-values are a little too small.");
        }
        remarks.addAll(more);
        return new ComparedTexts(source, taxonomy, rows.size(), truth(), remarks);
    }
}
