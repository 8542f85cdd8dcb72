package io.rolestream.stream.reconcile;

import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.TrainingExample;
import io.rolestream.state.CurrentLabel;
import io.rolestream.state.PendingResume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what the {@link Reconciler} changes and concludes until it has finished with a record.
 *
 * <p><b>The problem.</b> A record that cannot be processed is dead-lettered, and the transaction continues. If it
 * failed after its label was sent and before its state was stored, there would be a label and a letter, but no state.
 *
 * <p><b>The invariant.</b> A record that fails before {@link #write} has changed nothing. A failure of the stores or
 * the sinks is never the record's fault (a {@link NotStoredException}, or one of Kafka's): it ends the transaction, and
 * the record is processed again. So a label and its state are written together or not at all.
 */
public final class HeldChanges implements LabelState, Outcomes {
    private final LabelState stored;
    private final Outcomes sinks;
    private final Map<String, Optional<PendingResume>> pending = new HashMap<>();
    private final Map<String, Optional<CurrentLabel>> labels = new HashMap<>();
    private final List<Runnable> conclusions = new ArrayList<>();

    public HeldChanges(LabelState stored, Outcomes sinks) {
        this.stored = stored;
        this.sinks = sinks;
    }

    /**
     * Stores and sends what is held.
     *
     * @throws RuntimeException a {@link NotStoredException} or Kafka's, if that fails; what is written already must not
     *     be committed
     */
    public void write() {
        try {
            conclusions.forEach(Runnable::run);
            labels.forEach((resumeId, label) -> stored.current(resumeId, label.orElse(null)));
            pending.forEach((resumeId, resume) -> stored.pending(resumeId, resume.orElse(null)));
        } catch (RuntimeException e) {
            throw notStored(e);
        } finally {
            drop();
        }
    }

    /** Forgets what is held. */
    public void drop() {
        conclusions.clear();
        labels.clear();
        pending.clear();
    }

    @Override
    public @Nullable PendingResume pending(String resumeId) {
        Optional<PendingResume> held = pending.get(resumeId);
        return held == null ? read(() -> stored.pending(resumeId)) : held.orElse(null);
    }

    @Override
    public void pending(String resumeId, @Nullable PendingResume value) {
        pending.put(resumeId, Optional.ofNullable(value));
    }

    /** Of what is stored: only asked when a task starts. */
    @Override
    public void forEachPending(BiConsumer<String, PendingResume> action) {
        read(() -> {
            stored.forEachPending(action);
            return null;
        });
    }

    @Override
    public @Nullable CurrentLabel current(String resumeId) {
        Optional<CurrentLabel> held = labels.get(resumeId);
        return held == null ? read(() -> stored.current(resumeId)) : held.orElse(null);
    }

    @Override
    public void current(String resumeId, @Nullable CurrentLabel label) {
        labels.put(resumeId, Optional.ofNullable(label));
    }

    private static <T> @Nullable T read(Supplier<@Nullable T> from) {
        try {
            return from.get();
        } catch (RuntimeException e) {
            throw notStored(e);
        }
    }

    /** Kafka Streams must see its own exceptions, such as that another instance has the task now. */
    private static RuntimeException notStored(RuntimeException failure) {
        boolean ofStreams = failure instanceof KafkaException && !(failure instanceof SerializationException);
        return ofStreams ? failure : new NotStoredException(failure);
    }

    @Override
    public void labelled(LabelledRole label) {
        conclusions.add(() -> sinks.labelled(label));
    }

    @Override
    public void disagreed(LabelDisagreement disagreement) {
        conclusions.add(() -> sinks.disagreed(disagreement));
    }

    @Override
    public void learnable(TrainingExample example) {
        conclusions.add(() -> sinks.learnable(example));
    }

    @Override
    public void forgotten(String resumeId) {
        conclusions.add(() -> sinks.forgotten(resumeId));
    }

    @Override
    public void ignored(IgnoredBecause reason) {
        conclusions.add(() -> sinks.ignored(reason));
    }
}
