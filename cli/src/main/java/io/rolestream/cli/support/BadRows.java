package io.rolestream.cli.support;

import io.rolestream.common.text.Counted;
import io.rolestream.files.read.BadRow;
import java.io.PrintWriter;

/** Reports the first bad rows of a file one by one, and counts all. */
public final class BadRows {
    private final PrintWriter err;
    private final String file;
    private final int told;
    private long count;

    /** @param told how many are reported one by one */
    public BadRows(PrintWriter err, String file, int told) {
        this.err = err;
        this.file = file;
        this.told = told;
    }

    public void add(BadRow row) {
        add(file + ": " + row.problem());
    }

    /** @param problem with the file's name */
    public void add(String problem) {
        count++;
        if (count <= told) {
            err.println(problem);
        }
    }

    /** Says how many rows were skipped, if any. */
    public void sum(String singular, String plural) {
        if (count > 0) {
            err.println(file + ": skipped " + Counted.of(count, singular, plural));
        }
    }
}
