package io.rolestream.evaluation.comparison.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A table, whatever it is written as.
 *
 * @param notes sentences below the title
 * @param corner the heading of the first column
 * @param columns the headings of the others
 */
public record Sheet(String title, List<String> notes, String corner, List<String> columns, List<Row> rows) {
    /** @param detail whether the row says more about the one above it */
    public record Row(String title, List<String> cells, boolean detail) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    public Sheet {
        notes = List.copyOf(notes);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.cells().size() != columns.size()) {
                throw new IllegalArgumentException(
                        row.title() + " has " + row.cells().size() + " cells for " + columns.size() + " columns");
            }
        }
    }

    /** The table with its first rows; a note counts the others. */
    Sheet first(int most) {
        if (rows.size() <= most) {
            return this;
        }
        List<String> more = new ArrayList<>(notes);
        more.add("The first " + most + " of " + rows.size() + " rows; the report (--out) has all.");
        return new Sheet(title, more, corner, columns, rows.subList(0, most));
    }

    /** Collects rows whose cells are figures of the columns' subjects. */
    static final class Rows<T> {
        private final List<T> subjects;
        private final List<Row> rows = new ArrayList<>();

        Rows(List<T> subjects) {
            this.subjects = subjects;
        }

        Rows<T> add(String title, Function<T, String> figure) {
            rows.add(new Row(title, subjects.stream().map(figure).toList(), false));
            return this;
        }

        Rows<T> detail(String title, Function<T, String> figure) {
            rows.add(new Row(title, subjects.stream().map(figure).toList(), true));
            return this;
        }

        List<Row> rows() {
            return rows;
        }
    }
}
