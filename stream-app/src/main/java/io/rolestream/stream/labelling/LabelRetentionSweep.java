package io.rolestream.stream.labelling;

import io.rolestream.state.CurrentLabel;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Deletes labels that are older than the retention. It scans the store in slices, so that no step delays the stream,
 * and restarts after a pause of a hundredth of the retention (at most an hour).
 */
final class LabelRetentionSweep {
    private static final int SLICE = 2_000;
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final KeyValueStore<String, CurrentLabel> labels;
    private final Duration retention;
    private final Duration pause;
    private @Nullable String position;
    private Instant resumeAt = Instant.MIN;

    LabelRetentionSweep(KeyValueStore<String, CurrentLabel> labels, Duration retention) {
        this.labels = labels;
        this.retention = retention;
        Duration hundredth = retention.dividedBy(100);
        this.pause = hundredth.compareTo(LONGEST_PAUSE) < 0 ? hundredth : LONGEST_PAUSE;
    }

    void step(Instant now) {
        if (now.isBefore(resumeAt)) {
            return;
        }
        Instant oldest = now.minus(retention);
        String last = null;
        int seen = 0;
        try (KeyValueIterator<String, CurrentLabel> slice = labels.range(position, null)) {
            while (seen < SLICE && slice.hasNext()) {
                KeyValue<String, CurrentLabel> entry = slice.next();
                if (entry.value.getLabelledAt().isBefore(oldest)) {
                    labels.delete(entry.key);
                }
                last = entry.key;
                seen++;
            }
        }
        boolean atEnd = seen < SLICE;
        position = atEnd ? null : last;
        resumeAt = atEnd ? now.plus(pause) : now;
    }
}
