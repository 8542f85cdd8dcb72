package io.rolestream.cli.support;

import io.rolestream.files.read.Row;
import io.rolestream.files.read.RowSource;
import java.util.Iterator;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Passes on the rows of a file, and shows on a terminal how far it has been read. */
public final class ProgressReport implements Iterator<Row>, AutoCloseable {
    private final RowSource source;
    private final @Nullable ProgressBar bar;
    private final boolean countsBytes;
    private long rows;

    public ProgressReport(RowSource source, String task, boolean wanted) {
        this.source = source;
        this.countsBytes = source.totalRows() < 0;
        this.bar = wanted
                ? Progress.bar(
                        task,
                        countsBytes ? source.totalBytes() : source.totalRows(),
                        countsBytes ? " MB" : " rows",
                        countsBytes ? 1_000_000 : 1)
                : null;
    }

    @Override
    public boolean hasNext() {
        return source.hasNext();
    }

    @Override
    public Row next() {
        Row row = source.next();
        rows++;
        if (bar != null) {
            bar.stepTo(countsBytes ? source.bytesRead() : rows);
        }
        return row;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
