package io.rolestream.dashboard.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.javalin.http.BadRequestResponse;
import io.rolestream.dashboard.labels.LabelBook;
import io.rolestream.dashboard.labels.LabelBook.Offered;
import io.rolestream.dashboard.labels.LabelHistory;
import io.rolestream.dashboard.labels.LabelHistory.History;
import io.rolestream.dashboard.versions.VersionComparison;
import io.rolestream.dashboard.versions.VersionComparison.Compared;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests about labels and versions. Thread-safe. */
record LabelRequests(LabelLookup lookup, LabelHistory history, LabelBook book, VersionComparison versions)
        implements AutoCloseable {
    private static final int OFFERED = 20;
    private static final int MOST_CHARS = 256;

    /** A label with its event and earlier revisions. */
    record Described(
            @JsonUnwrapped LabelLookup.Label label,
            @JsonUnwrapped History history) {}

    /** As {@link LabelLookup.Found}, with everything about each label. */
    record Looked(List<Described> labels, int asked, int partitions, List<String> problems) {}

    /** {@code GET /api/label}: the labels of a resume, from all instances. */
    Looked label(String resumeId) throws InterruptedException {
        LabelLookup.Found found = lookup.everywhere(resumeId);
        List<Described> labels = new ArrayList<>();
        for (LabelLookup.Label label : found.labels()) {
            labels.add(new Described(
                    label, history.of(resumeId, label.place().partition(), label.revision(), label.labelledAt())));
        }
        return new Looked(labels, found.asked(), found.partitions(), found.problems());
    }

    /** {@code GET /api/ids}: the resumes labelled last whose ids contain a text. */
    List<Offered> newest(@Nullable String query) {
        String part = query == null ? "" : query.strip();
        if (part.length() > MOST_CHARS) {
            throw new BadRequestResponse("Search for at most " + MOST_CHARS + " characters.");
        }
        return book.newest(part, OFFERED);
    }

    /** {@code GET /api/versions}: two versions of the model side by side. */
    Compared compare(String of, String with) throws InterruptedException {
        return versions.compare(of, with);
    }

    @Override
    public void close() {
        history.close();
        versions.close();
    }
}
