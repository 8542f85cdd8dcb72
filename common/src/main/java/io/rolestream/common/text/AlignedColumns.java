package io.rolestream.common.text;

import java.util.ArrayList;
import java.util.List;

/** Lines of a table whose columns are as wide as their longest cell. */
public final class AlignedColumns {
    private static final int GAP = 2;

    private AlignedColumns() {}

    /** @param rows at least one, all with the same number of cells */
    public static List<String> lines(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + GAP));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
