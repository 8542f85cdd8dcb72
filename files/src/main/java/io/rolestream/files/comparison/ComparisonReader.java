package io.rolestream.files.comparison;

import io.rolestream.common.text.Counted;
import io.rolestream.common.text.Nearest;
import io.rolestream.common.text.Quoted;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Reads texts with their right roles. Texts are judged and hashed as on the stream. */
public final class ComparisonReader {
    private static final int NAMES_LISTED = 10;

    private final String source;
    private final Taxonomy taxonomy;
    private final boolean labelled;
    private final Consumer<BadRow> bad;
    private final ResumeReader reader;
    private final List<ComparisonTexts.Entry> rows = new ArrayList<>();
    private final Map<String, Unknown> unknown = new LinkedHashMap<>();
    private long badRows;
    private long rowsWithoutRole;

    /** A name that is no role, where it is first, and how often it is there. */
    private static final class Unknown {
        private final String place;
        private long count;

        Unknown(String place) {
            this.place = place;
        }
    }

    private ComparisonReader(
            String source, Taxonomy taxonomy, boolean labelled, ResumeReader texts, Consumer<BadRow> bad) {
        this.source = source;
        this.taxonomy = taxonomy;
        this.labelled = labelled;
        this.reader = texts;
        this.bad = bad;
    }

    /**
     * Reads all rows.
     *
     * @param source names the file in messages
     * @param labelled whether the right roles are read too, and rows without one are skipped
     * @param texts reads the judged texts
     * @param bad receives the rows that cannot be read or judged, which are skipped
     * @throws InputException if the column of roles has other names than the taxonomy; lists them with their lines
     */
    public static ComparisonTexts read(
            Iterator<Row> rows,
            String source,
            Taxonomy taxonomy,
            boolean labelled,
            ResumeReader texts,
            Consumer<BadRow> bad) {
        ComparisonReader reader = new ComparisonReader(source, taxonomy, labelled, texts, bad);
        while (rows.hasNext()) {
            reader.add(rows.next());
        }
        reader.requireKnownRoles();
        return new ComparisonTexts(source, reader.rows, labelled, reader.badRows, reader.rowsWithoutRole);
    }

    private void add(Row row) {
        if (row instanceof BadRow unreadable) {
            skip(unreadable);
            return;
        }
        ResumeRow resume = (ResumeRow) row;
        Reading<ReadableResume> reading = reader.read(resume.event(), System.currentTimeMillis());
        if (reading instanceof Reading.Readable<ReadableResume> readable) {
            add(resume, readable.value());
        } else {
            String problem = ((Reading.Unreadable<ReadableResume>) reading).message();
            skip(new BadRow(resume.rowNumber(), resume.line(), resume.resumeId(), place(resume) + ": " + problem));
        }
    }

    private void skip(BadRow row) {
        badRows++;
        bad.accept(row);
    }

    private void add(ResumeRow row, ReadableResume resume) {
        String role = row.role();
        if (labelled && role == null) {
            rowsWithoutRole++;
            return;
        }
        int truth = role == null ? -1 : taxonomy.currentIndexOf(role);
        if (role != null && truth < 0) {
            unknown.computeIfAbsent(role, absent -> new Unknown(place(row))).count++;
            return;
        }
        rows.add(new ComparisonTexts.Entry(
                row.rowNumber(), resume.resumeId(), resume.judgedText(), resume.contentHash(), truth));
    }

    private static String place(ResumeRow row) {
        return row.line() > 0 ? "line " + row.line() : "row " + row.rowNumber();
    }

    private void requireKnownRoles() {
        if (unknown.isEmpty()) {
            return;
        }
        String listed = unknown.entrySet().stream()
                .limit(NAMES_LISTED)
                .map(one -> "\n  " + one.getValue().place + ": " + Quoted.of(one.getKey())
                        + (one.getValue().count == 1
                                ? ""
                                : ", on " + Counted.of(one.getValue().count, "row") + " in all")
                        + Nearest.hint(one.getKey(), taxonomy.names()))
                .collect(Collectors.joining());
        throw new InputException(source + ": the taxonomy has no such "
                + (unknown.size() == 1 ? "role:" : "roles (" + unknown.size() + " names):") + listed
                + (unknown.size() > NAMES_LISTED ? "\n  and " + (unknown.size() - NAMES_LISTED) + " more" : "")
                + "\nCorrect the file, or name a taxonomy that has them with --taxonomy.");
    }
}
