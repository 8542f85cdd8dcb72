package io.rolestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleSplitTest {
    @Test
    void shouldKeepEightyTenTen() throws Exception {
        Map<ExampleSplit, Integer> counts = new EnumMap<>(ExampleSplit.class);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < 20_000; i++) {
            byte[] hash = digest.digest(Integer.toString(i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            counts.merge(ExampleSplit.of(HexFormat.of().formatHex(hash, 0, 16)), 1, Integer::sum);
        }
        assertThat(counts.get(ExampleSplit.TRAIN) / 20_000.0).isCloseTo(0.8, within(0.01));
        assertThat(counts.get(ExampleSplit.HOLD_OUT) / 20_000.0).isCloseTo(0.1, within(0.01));
        assertThat(counts.get(ExampleSplit.TEST) / 20_000.0).isCloseTo(0.1, within(0.01));
    }

    @Test
    void shouldNeverMoveAnExample() {
        assertThat(ExampleSplit.of("00000000ffffffffffffffffffffffff")).isEqualTo(ExampleSplit.TRAIN);
        assertThat(ExampleSplit.of("00000055ffffffffffffffffffffffff")).isEqualTo(ExampleSplit.HOLD_OUT);
        assertThat(ExampleSplit.of("0000005fffffffffffffffffffffffff")).isEqualTo(ExampleSplit.TEST);
    }

    @Test
    void shouldRefuseWhatIsNoHash() {
        assertThatIllegalArgumentException().isThrownBy(() -> ExampleSplit.of("xyz"));
        assertThatIllegalArgumentException().isThrownBy(() -> ExampleSplit.of("not-a-hash-at-all"));
    }
}
