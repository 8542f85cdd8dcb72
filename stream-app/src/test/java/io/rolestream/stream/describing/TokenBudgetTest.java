package io.rolestream.stream.describing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TokenBudgetTest {
    private final AtomicLong clock = new AtomicLong();

    @Test
    void shouldAllowAnyNumberWithoutALimit() {
        TokenBudget budget = new TokenBudget(0, 256, clock::get);

        assertThat(IntStream.range(0, 10_000).allMatch(i -> budget.take(256))).isTrue();
    }

    @Test
    void shouldHoldTenSecondsAndRefillWithTime() {
        TokenBudget budget = new TokenBudget(100, 10, clock::get);

        assertThat(budget.take(1_000)).isTrue();
        assertThat(budget.take(1)).isFalse();
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(budget.take(51)).isFalse();
        assertThat(budget.take(50)).isTrue();
        clock.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertThat(budget.take(1_001)).isFalse();
        assertThat(budget.take(1_000)).isTrue();
    }

    @Test
    void shouldHoldTheLongestDescriptionHoweverLittleItAllows() {
        TokenBudget budget = new TokenBudget(1, 256, clock::get);

        assertThat(budget.take(256)).isTrue();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(255));
        assertThat(budget.take(256)).isFalse();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(budget.take(256)).isTrue();
    }

    @Test
    void shouldTakeBackWhatWasNotNeeded() {
        TokenBudget budget = new TokenBudget(10, 100, clock::get);

        assertThat(budget.take(100)).isTrue();
        budget.giveBack(60);
        assertThat(budget.take(61)).isFalse();
        assertThat(budget.take(60)).isTrue();
        budget.giveBack(1_000_000);
        assertThat(budget.take(101)).isFalse();
    }

    @Property(tries = 100)
    void shouldDescribeTheSameResumesInEveryProcessAndMoreWithAGreaterShare(@ForAll @IntRange(max = 100) int percent) {
        ResumeShare share = new ResumeShare(percent / 100.0);
        ResumeShare greater = new ResumeShare(Math.min(1, percent / 100.0 + 0.1));
        long included = IntStream.range(0, 5_000)
                .mapToObj(i -> "resume-" + i)
                .filter(share::includes)
                .peek(id -> assertThat(greater.includes(id)).isTrue())
                .count();

        assertThat(included / 5_000.0).isBetween(percent / 100.0 - 0.03, percent / 100.0 + 0.03);
    }
}
