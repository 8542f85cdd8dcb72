package io.rolestream.engine.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.Encoder.SequenceFeed;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.torch.TorchException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences join running batches, and some are faulty; 66 is poison, 77 gives a row that is not finite. */
class JoiningFaultsTest {
    private static final int POISON = 66;
    private static final int NOT_FINITE = 77;

    /** Computes one sequence of a batch after the other, and asks for more before each. */
    private static final class OneByOne implements Encoder {
        private final FaultyEncoder each = new FaultyEncoder(
                batch -> {
                    if (FaultyEncoder.has(batch, POISON)) {
                        throw new TorchException("poison");
                    }
                },
                NOT_FINITE);
        private final AtomicInteger joined = new AtomicInteger();

        @Override
        public void compute(List<TokenSequence> first, SequenceFeed feed) {
            Deque<TokenSequence> left = new ArrayDeque<>(first);
            for (int number = 0; !left.isEmpty(); number++) {
                List<TokenSequence> more = feed.next();
                joined.addAndGet(more.size());
                left.addAll(more);
                feed.done(number, compute(PackedSequences.ofSequences(List.of(left.remove())))[0]);
            }
        }

        @Override
        public float[][] compute(PackedSequences sequences) {
            return each.compute(sequences);
        }

        @Override
        public String description() {
            return "one by one";
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldFailTheFaultyAloneAndCompleteAllOthers(long seed) throws Exception {
        Random random = new Random(seed);
        OneByOne encoder = new OneByOne();
        List<int[]> sequences = new ArrayList<>();
        List<CompletableFuture<float[]>> results = new ArrayList<>();
        Batching batching = new Batching(2, 1, 200, 1 << 18);
        try (BatchingEngine engine =
                BatchingEngine.start("joining", encoder, batching, TokenSequence.of(5), 40, () -> {})) {
            for (int i = 0; i < 2000; i++) {
                int[] ids = random.ints(1 + random.nextInt(40), 5, 60).toArray();
                int fault = random.nextInt(50);
                ids[0] = fault == 0 ? POISON : fault == 1 ? NOT_FINITE : ids[0];
                sequences.add(ids);
                results.add(engine.submit(List.of(TokenSequence.of(ids)), rows -> rows.get(0)));
            }
            for (int i = 0; i < results.size(); i++) {
                int[] ids = sequences.get(i);
                CompletableFuture<float[]> result = results.get(i);
                if (ids[0] == POISON || ids[0] == NOT_FINITE) {
                    assertThatThrownBy(() -> result.get(30, TimeUnit.SECONDS))
                            .hasRootCauseInstanceOf(TorchException.class)
                            .hasMessageContaining(ids[0] == POISON ? "poison" : "not finite");
                } else {
                    assertThat(result.get(30, TimeUnit.SECONDS)[0]).isEqualTo(ids.length);
                }
            }
            assertThat(encoder.joined.get()).isPositive();
            assertThat(engine.broken()).isNotDone();
        }
    }
}
