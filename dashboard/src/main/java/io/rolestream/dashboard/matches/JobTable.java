package io.rolestream.dashboard.matches;

import io.rolestream.dashboard.records.Place;
import io.rolestream.events.LabelledJob;
import io.rolestream.schemas.job.ReadableJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The jobs read so far, at most {@value #MOST}, with their roles. For one thread. */
final class JobTable {
    private static final int MOST = 100_000;

    private final Bounded<String, KnownJob> jobs = new Bounded<>(MOST);

    void job(ReadableJob job, Place place) {
        KnownJob before = jobs.get(job.jobId());
        Instant openUntil = job.openUntil();
        jobs.renew(
                job.jobId(),
                new KnownJob(
                        job.jobId(),
                        cut(job.title()),
                        job.location() == null ? null : cut(job.location()),
                        job.remote(),
                        before == null ? null : before.role(),
                        openUntil == null ? null : openUntil.toEpochMilli(),
                        place));
    }

    void labelled(String id, LabelledJob label) {
        KnownJob row = jobs.getOrDefault(id, KnownJob.unknown(id)).withRole(cut(label.getRole()));
        jobs.put(id, row);
    }

    /** Clears the role, and drops a row of which only the role was known. */
    void unlabelled(String id) {
        KnownJob row = jobs.get(id);
        if (row != null && row.place() == null) {
            jobs.remove(id);
        } else if (row != null) {
            jobs.put(id, row.withRole(null));
        }
    }

    void remove(String id) {
        jobs.remove(id);
    }

    @Nullable
    KnownJob get(String id) {
        return jobs.get(id);
    }

    /** All rows, the one that changed longest ago first. */
    List<KnownJob> rows() {
        return new ArrayList<>(jobs.values());
    }

    int size() {
        return jobs.size();
    }

    /** The number of open jobs of each role; those without a label are under the empty name. */
    Map<String, Integer> openByRole(long now) {
        Map<String, Integer> counts = new HashMap<>();
        for (KnownJob row : jobs.values()) {
            if (row.isOpen(now)) {
                counts.merge(row.role() == null ? "" : row.role(), 1, Integer::sum);
            }
        }
        return counts;
    }

    static String cut(String text) {
        return text.length() <= KnownJob.MOST_CHARS ? text : text.substring(0, KnownJob.MOST_CHARS);
    }
}
