package io.rolestream.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    @Test
    void shouldLetSoManyThroughInASecond() {
        AtomicLong clock = new AtomicLong();
        TokenBucket bucket = new TokenBucket(5, clock::get);

        assertThat(passed(bucket, 20)).isEqualTo(5);
        clock.addAndGet(400_000_000);
        assertThat(passed(bucket, 20)).isEqualTo(2);
        clock.addAndGet(60_000_000_000L);
        assertThat(passed(bucket, 20)).isEqualTo(5);
    }

    private static int passed(TokenBucket bucket, int asked) {
        int passed = 0;
        for (int i = 0; i < asked; i++) {
            passed += bucket.take() ? 1 : 0;
        }
        return passed;
    }
}
