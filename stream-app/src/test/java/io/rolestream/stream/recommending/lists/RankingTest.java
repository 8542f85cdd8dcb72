package io.rolestream.stream.recommending.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.events.MatchCause;
import io.rolestream.matching.profile.Side;
import io.rolestream.stream.recommending.book.DueList;
import io.rolestream.stream.recommending.book.ListKey;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final DueList LIST = new DueList(new ListKey(0, "r1"), null, MatchCause.NEW, Instant.EPOCH);

    @Test
    void shouldStopWhenTheEngineThatARankerWaitedForIsBroken() {
        EngineBrokenException broken = new EngineBrokenException("out of memory", new IllegalStateException());

        assertThatThrownBy(() -> Ranking.result(failed(new CompletionException(broken)), Side.RESUME, LIST))
                .isSameAs(broken);
    }

    @Test
    void shouldLeaveAListThatCannotBeComputed() throws Exception {
        assertThat(Ranking.result(failed(new IllegalStateException("this text")), Side.RESUME, LIST))
                .isNull();
    }

    private static FutureTask<ComputedList> failed(RuntimeException failure) {
        FutureTask<ComputedList> task = new FutureTask<>(() -> {
            throw failure;
        });
        task.run();
        return task;
    }
}
