package io.rolestream.evaluation.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ExampleSplitTest {
    @Test
    void shouldKeepEightyTenTen() throws Exception {
        int[] counts = new int[ExampleSplit.values().length];
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < 20_000; i++) {
            byte[] hash = digest.digest(Integer.toString(i).getBytes(StandardCharsets.UTF_8));
            counts[ExampleSplit.of(HexFormat.of().formatHex(hash, 0, 16)).ordinal()]++;
        }
        assertThat(counts[ExampleSplit.TRAIN.ordinal()] / 20_000.0).isCloseTo(0.8, within(0.01));
        assertThat(counts[ExampleSplit.VALIDATION.ordinal()] / 20_000.0).isCloseTo(0.1, within(0.01));
        assertThat(counts[ExampleSplit.TEST.ordinal()] / 20_000.0).isCloseTo(0.1, within(0.01));
    }

    @Test
    void shouldNeverMoveAnExample() {
        assertThat(ExampleSplit.of("00000000ffffffffffffffffffffffff")).isEqualTo(ExampleSplit.TRAIN);
        assertThat(ExampleSplit.of("00000055ffffffffffffffffffffffff")).isEqualTo(ExampleSplit.VALIDATION);
        assertThat(ExampleSplit.of("0000005fffffffffffffffffffffffff")).isEqualTo(ExampleSplit.TEST);
    }

    @Test
    void shouldRefuseWhatIsNoHash() {
        assertThatIllegalArgumentException().isThrownBy(() -> ExampleSplit.of("xyz"));
        assertThatIllegalArgumentException().isThrownBy(() -> ExampleSplit.of("not-a-hash-at-all"));
    }
}
