package io.rolestream.matching.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorBlocksTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 511, 512, 513, 1500})
    void shouldScoreWithTheBitsOfTheDotProduct(int count) {
        Random random = new Random(count);
        float[] query = unit(random, 33);
        VectorBlocks.Builder builder = new VectorBlocks.Builder(33);
        Map<Integer, Float> expected = new HashMap<>();
        for (int i = 0; i < count; i++) {
            float[] vector = unit(random, 33);
            builder.add(3 * i, vector);
            expected.put(3 * i, VectorMath.dot(query, vector));
        }
        VectorBlocks blocks = builder.build();

        assertThat(scan(blocks, query, owner -> true)).isEqualTo(expected);
        expected.keySet().removeIf(owner -> owner % 300 != 0);
        assertThat(scan(blocks, query, owner -> owner % 300 == 0)).isEqualTo(expected);
        assertThat(scan(blocks, query, owner -> false)).isEmpty();
    }

    @Test
    void shouldRefuseVectorsThatHaveNoCosine() {
        assertThatThrownBy(() -> VectorMath.check(new float[] {1, Float.NaN}, "job-1", 0))
                .hasMessage("the vector of job-1 has length NaN, not 1");
        assertThatThrownBy(() -> VectorMath.check(new float[] {3, 4}, "job-1", 2))
                .hasMessage("the vector of job-1 has length 5.0, not 1");
        assertThatThrownBy(() -> VectorMath.check(new float[] {1}, "job-1", 2))
                .hasMessage("the vector of job-1 has 1 dimensions, the index has 2");
    }

    private static Map<Integer, Float> scan(VectorBlocks blocks, float[] query, IntPredicate wanted) {
        Map<Integer, Float> scores = new HashMap<>();
        for (int block = 0; block < blocks.blocks(); block++) {
            blocks.scan(block, query, wanted, scores::put);
        }
        return scores;
    }

    static float[] unit(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < dimensions; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }
}
