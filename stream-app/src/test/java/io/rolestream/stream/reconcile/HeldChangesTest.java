package io.rolestream.stream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.state.CurrentLabel;
import io.rolestream.state.PendingResume;
import java.util.function.BiConsumer;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldChangesTest {
    static {
        GeneratedRecords.trust();
    }

    private static final CurrentLabel LABEL = CurrentLabel.newBuilder().build();

    private final MemoryState stored = new MemoryState();
    private final Outcome.Recorder sinks = new Outcome.Recorder();
    private final HeldChanges held = new HeldChanges(stored, sinks);

    @Test
    void shouldShowChangesThatAreNotWrittenYet() {
        stored.current("b", LABEL);
        held.current("a", LABEL);
        held.current("b", null);

        assertThat(held.current("a")).isEqualTo(LABEL);
        assertThat(held.current("b")).isNull();
        assertThat(stored.current("a")).isNull();
    }

    @Test
    void shouldWriteEverythingOnce() {
        held.forgotten("a");
        held.current("a", LABEL);
        held.write();
        held.write();

        assertThat(sinks.take()).containsExactly(new Outcome.Forgot("a"));
        assertThat(stored.current("a")).isEqualTo(LABEL);
    }

    @Test
    void shouldWriteNothingOfARecordThatFailed() {
        held.forgotten("a");
        held.current("a", LABEL);
        held.drop();
        held.write();

        assertThat(sinks.take()).isEmpty();
        assertThat(held.current("a")).isNull();
    }

    @Test
    void shouldTellAFailureToStoreFromAFailureToDecide() {
        HeldChanges broken = new HeldChanges(new BrokenState(new IllegalStateException("disk full")), sinks);
        assertThatThrownBy(() -> broken.current("a"))
                .isInstanceOf(NotStoredException.class)
                .hasMessageContaining("disk full");
        broken.current("a", LABEL);
        assertThatThrownBy(broken::write).isInstanceOf(NotStoredException.class);
    }

    @Test
    void shouldLeaveKafkasExceptionsAsTheyAre() {
        HeldChanges fenced = new HeldChanges(new BrokenState(new ProducerFencedException("fenced")), sinks);
        fenced.current("a", LABEL);

        assertThatThrownBy(fenced::write).isInstanceOf(ProducerFencedException.class);
    }

    private record BrokenState(RuntimeException failure) implements LabelState {
        @Override
        public @Nullable PendingResume pending(String resumeId) {
            throw failure;
        }

        @Override
        public void pending(String resumeId, @Nullable PendingResume pending) {
            throw failure;
        }

        @Override
        public void forEachPending(BiConsumer<String, PendingResume> action) {
            throw failure;
        }

        @Override
        public @Nullable CurrentLabel current(String resumeId) {
            throw failure;
        }

        @Override
        public void current(String resumeId, @Nullable CurrentLabel label) {
            throw failure;
        }
    }
}
