package io.rolestream.stream.labelling;

import io.rolestream.state.CurrentLabel;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Deletes labels that are older than the retention, and what is kept of others for observed votes. It scans the store
 * in slices, so that no step delays the stream, and restarts after a pause of a hundredth of the retention (at most an
 * hour).
 */
final class LabelRetentionSweep {
    private static final int SLICE = 2_000;
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final KeyValueStore<String, CurrentLabel> labels;
    private final Duration retention;
    private final Duration observedRetention;
    private final Duration pause;
    private @Nullable String position;
    private Instant resumeAt = Instant.MIN;

    LabelRetentionSweep(KeyValueStore<String, CurrentLabel> labels, Duration retention, Duration observedRetention) {
        this.labels = labels;
        this.retention = retention;
        this.observedRetention = observedRetention;
        Duration hundredth = retention.dividedBy(100);
        this.pause = hundredth.compareTo(LONGEST_PAUSE) < 0 ? hundredth : LONGEST_PAUSE;
    }

    void step(Instant now) {
        if (now.isBefore(resumeAt)) {
            return;
        }
        Instant oldest = now.minus(retention);
        Instant oldestObserved = now.minus(observedRetention);
        String last = null;
        int seen = 0;
        try (KeyValueIterator<String, CurrentLabel> slice = labels.range(position, null)) {
            while (seen < SLICE && slice.hasNext()) {
                KeyValue<String, CurrentLabel> entry = slice.next();
                CurrentLabel label = entry.value;
                if (label.getLabelledAt().isBefore(oldest)) {
                    labels.delete(entry.key);
                } else if (label.getObservedLabel() != null
                        && label.getLabelledAt().isBefore(oldestObserved)) {
                    labels.put(
                            entry.key,
                            CurrentLabel.newBuilder(label)
                                    .setObservedLabel(null)
                                    .build());
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
