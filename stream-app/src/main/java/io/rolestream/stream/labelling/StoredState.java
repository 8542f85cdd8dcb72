package io.rolestream.stream.labelling;

import io.rolestream.state.CurrentLabel;
import io.rolestream.state.PendingResume;
import io.rolestream.stream.reconcile.LabelState;
import io.rolestream.stream.reconcile.Reconciler;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The {@link Reconciler}'s state in Kafka Streams' stores. */
record StoredState(KeyValueStore<String, PendingResume> pending, KeyValueStore<String, CurrentLabel> labels)
        implements LabelState {
    @Override
    public @Nullable PendingResume pending(String resumeId) {
        return pending.get(resumeId);
    }

    @Override
    @SuppressWarnings("NullAway") // put(key, null) deletes
    public void pending(String resumeId, @Nullable PendingResume value) {
        pending.put(resumeId, value);
    }

    @Override
    public void forEachPending(BiConsumer<String, PendingResume> action) {
        try (KeyValueIterator<String, PendingResume> all = pending.all()) {
            all.forEachRemaining(entry -> action.accept(entry.key, entry.value));
        }
    }

    @Override
    public @Nullable CurrentLabel current(String resumeId) {
        return labels.get(resumeId);
    }

    @Override
    @SuppressWarnings("NullAway") // put(key, null) deletes
    public void current(String resumeId, @Nullable CurrentLabel label) {
        labels.put(resumeId, label);
    }
}
