package io.rolestream.stream.reconcile;

import io.rolestream.state.CurrentLabel;
import io.rolestream.state.PendingResume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A state in memory that keeps Avro's bytes, so that nothing survives in it that a store would lose. */
final class MemoryState implements LabelState {
    private final Map<String, ByteBuffer> pending = new LinkedHashMap<>();
    private final Map<String, ByteBuffer> labels = new LinkedHashMap<>();

    @Override
    public @Nullable PendingResume pending(String resumeId) {
        ByteBuffer bytes = pending.get(resumeId);
        return bytes == null ? null : pendingIn(bytes);
    }

    @Override
    public void pending(String resumeId, @Nullable PendingResume value) {
        try {
            put(pending, resumeId, value == null ? null : value.toByteBuffer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void forEachPending(BiConsumer<String, PendingResume> action) {
        pending.forEach((resumeId, bytes) -> action.accept(resumeId, pendingIn(bytes)));
    }

    @Override
    public @Nullable CurrentLabel current(String resumeId) {
        try {
            ByteBuffer bytes = labels.get(resumeId);
            return bytes == null ? null : CurrentLabel.fromByteBuffer(bytes.duplicate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void current(String resumeId, @Nullable CurrentLabel label) {
        try {
            put(labels, resumeId, label == null ? null : label.toByteBuffer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many resumes have something pending. */
    int pendingCount() {
        return pending.size();
    }

    private static void put(Map<String, ByteBuffer> store, String resumeId, @Nullable ByteBuffer bytes) {
        if (bytes == null) {
            store.remove(resumeId);
        } else {
            store.put(resumeId, bytes);
        }
    }

    private static PendingResume pendingIn(ByteBuffer bytes) {
        try {
            return PendingResume.fromByteBuffer(bytes.duplicate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
