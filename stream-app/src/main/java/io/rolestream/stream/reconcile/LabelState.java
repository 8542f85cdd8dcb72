package io.rolestream.stream.reconcile;

import io.rolestream.state.CurrentLabel;
import io.rolestream.state.PendingResume;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** State of the {@link Reconciler} between two records, by resume id. Writing null removes. */
public interface LabelState {
    @Nullable
    PendingResume pending(String resumeId);

    void pending(String resumeId, @Nullable PendingResume pending);

    /** Called once, when a task starts. */
    void forEachPending(BiConsumer<String, PendingResume> action);

    @Nullable
    CurrentLabel current(String resumeId);

    void current(String resumeId, @Nullable CurrentLabel label);
}
