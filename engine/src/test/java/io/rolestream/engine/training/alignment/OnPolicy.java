package io.rolestream.engine.training.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the statistics of a policy that has not moved are, up to rounding, which depends on the processor. */
public final class OnPolicy {
    private OnPolicy() {}

    public static void check(@Nullable PolicyStatistics policy) {
        Objects.requireNonNull(policy);
        assertThat(policy.ratioMean()).isCloseTo(1, offset(1e-6));
        assertThat(policy.ratioVariance()).isLessThan(1e-11);
        assertThat(policy.clipFraction()).isZero();
        assertThat(policy.approximateKl()).isLessThan(1e-11);
    }
}
