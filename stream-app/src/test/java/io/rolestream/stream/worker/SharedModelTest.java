package io.rolestream.stream.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rolestream.events.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedModelTest {
    private static final int CALLERS = 8;
    private static final int SWAPS = 30;

    private final ScriptedSupply supply = new ScriptedSupply();

    /** Refuses texts once it is being closed, as a model's engine does. */
    private static final class ClosingModel implements VotingModel {
        private final ScriptedModel model;
        private final AtomicBoolean closing = new AtomicBoolean();

        ClosingModel(String version) {
            model = new ScriptedModel(version, 1_000, 2);
        }

        @Override
        public String version() {
            return model.version();
        }

        @Override
        public boolean isFull() {
            return model.isFull();
        }

        @Override
        public synchronized CompletableFuture<Vote> vote(String text) {
            return closing.get()
                    ? CompletableFuture.failedFuture(new ModelGoneException(false, new IllegalStateException("closed")))
                    : model.vote(text);
        }

        @Override
        public void close() {
            synchronized (this) {
                closing.set(true);
            }
            model.close();
        }
    }

    @Test
    void shouldAnswerEveryCallerThroughAllSwaps() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (SharedModel shared = new SharedModel(supply, "roberta")) {
            supply.offer(new ClosingModel("0"));
            shared.start();
            await().until(shared::isSettled);
            List<Future<Integer>> answered = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                answered.add(callers.submit(() -> {
                    int votes = 0;
                    while (!done.get()) {
                        Vote vote = shared.vote("Java").get(20, TimeUnit.SECONDS);
                        assertThat(vote.getRole()).isEqualTo(ScriptedModel.ROLE);
                        votes++;
                    }
                    return votes;
                }));
            }
            for (int swap = 1; swap <= SWAPS; swap++) {
                String version = Integer.toString(swap);
                supply.offer(new ClosingModel(version));
                await().pollDelay(0, TimeUnit.MILLISECONDS).until(() -> version.equals(shared.version()));
            }
            done.set(true);
            for (Future<Integer> caller : answered) {
                assertThat(caller.get()).isGreaterThan(SWAPS);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void shouldAbstainWithoutAModelAndWhereTheModelFails() throws Exception {
        try (SharedModel shared = new SharedModel(supply, "roberta")) {
            supply.settle();
            shared.start();
            await().until(shared::isSettled);
            assertThat(shared.vote("Java").get().getReason()).isEqualTo("no-model");

            supply.offer(new ScriptedModel("1"));
            await().until(() -> "1".equals(shared.version()));
            Vote failed = shared.vote(ScriptedModel.POISON).get();
            assertThat(failed.getReason()).isEqualTo("failed");
            assertThat(failed.getLabellerVersion()).isEqualTo("1");

            supply.offer(null);
            await().until(() -> shared.version() == null);
            assertThat(shared.vote("Java").get().getReason()).isEqualTo("no-model");
        }
    }

    @Test
    void shouldSayThatTheEngineHasFailed() throws Exception {
        ScriptedModel model = new ScriptedModel("1");
        model.breakDown();
        try (SharedModel shared = new SharedModel(supply, "roberta")) {
            supply.offer(model);
            shared.start();
            await().until(() -> shared.version() != null);

            assertThat(shared.vote("Java")).failsWithin(20, TimeUnit.SECONDS);
            assertThat(shared.broken().get().broken()).isTrue();
        }
    }
}
