package io.rolestream.trainer.study.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class TrainTestSplitTest {
    private static final JsonNode GOLDEN = GoldenStudy.read();

    @Test
    void shouldDrawTheRowsThatScikitLearnDraws() {
        for (JsonNode split : GOLDEN.get("splits")) {
            TrainTestSplit drawn = TrainTestSplit.of(
                    split.get("rows").intValue(),
                    split.get("share").doubleValue(),
                    split.get("seed").longValue());

            assertThat(drawn.train()).isEqualTo(GoldenStudy.numbers(split.get("train")));
            assertThat(drawn.test()).isEqualTo(GoldenStudy.numbers(split.get("test")));
        }
    }

    @Test
    void shouldDoSoForEveryNumberOfRows() {
        int rows = 2;
        for (JsonNode checksum : GOLDEN.get("checksums")) {
            assertThat(checksum(rows)).as("%d rows", rows).isEqualTo(checksum.longValue());
            rows++;
        }
        for (JsonNode large : GOLDEN.get("large")) {
            assertThat(checksum(large.get("rows").intValue()))
                    .isEqualTo(large.get("checksum").longValue());
        }
    }

    private static long checksum(int rows) {
        TrainTestSplit split = TrainTestSplit.of(rows);
        ByteBuffer bytes = ByteBuffer.allocate(4 * rows).order(ByteOrder.LITTLE_ENDIAN);
        for (int row : split.test()) {
            bytes.putInt(row);
        }
        for (int row : split.train()) {
            bytes.putInt(row);
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes.array());
        return checksum.getValue();
    }

    @Test
    void shouldRefuseToLeaveNothingToTrainOn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainTestSplit.of(1))
                .withMessageContaining("no row is left to train on of 1");
    }

    @Test
    void shouldRefuseSeedsThatNumpyRefuses() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MersenneTwister(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new MersenneTwister(1L << 32));
    }
}
