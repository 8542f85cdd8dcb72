package io.rolestream.matching.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorBlocksTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 1025, 3000})
    void shouldScoreWithinTheTolerance(int count) {
        Random random = new Random(count);
        float[] query = unit(random, 33);
        VectorBlocks.Builder builder = new VectorBlocks.Builder(33);
        Map<Integer, Float> exact = new HashMap<>();
        for (int i = 0; i < count; i++) {
            float[] vector = unit(random, 33);
            builder.add(3 * i, vector);
            exact.put(3 * i, VectorMath.dot(query, vector));
        }
        VectorBlocks blocks = builder.build();

        assertThat(blocks.size()).isEqualTo(count);
        assertClose(scan(blocks, query), exact, VectorBlocks.tolerance(33));
    }

    /** Where rounding or an overflow would be worst. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 384, 4096})
    void shouldScoreExtremeVectorsWithinTheTolerance(int dimensions) {
        float[] one = new float[dimensions];
        one[dimensions - 1] = -1;
        float[] even = new float[dimensions];
        float[] halves = new float[dimensions];
        Arrays.fill(even, (float) Math.sqrt(1.009 / dimensions));
        Arrays.fill(halves, (float) (Math.floor(Math.sqrt(0.995 / dimensions) * 32_443) + 0.5) / 32_443);
        List<float[]> vectors = List.of(one, even, halves);
        VectorBlocks.Builder builder = new VectorBlocks.Builder(dimensions);
        for (int i = 0; i < vectors.size(); i++) {
            builder.add(i, vectors.get(i));
        }
        VectorBlocks blocks = builder.build();

        for (float[] query : vectors) {
            Map<Integer, Float> exact = new HashMap<>();
            for (int i = 0; i < vectors.size(); i++) {
                exact.put(i, VectorMath.dot(query, vectors.get(i)));
            }
            assertClose(scan(blocks, query), exact, VectorBlocks.tolerance(dimensions));
        }
    }

    private static void assertClose(Map<Integer, Float> rounded, Map<Integer, Float> exact, float tolerance) {
        assertThat(rounded.keySet()).isEqualTo(exact.keySet());
        assertThat(tolerance).isLessThan(3e-3f);
        exact.forEach((owner, score) ->
                assertThat(Objects.requireNonNull(rounded.get(owner))).isCloseTo(score, within(tolerance)));
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

    private static Map<Integer, Float> scan(VectorBlocks blocks, float[] query) {
        Map<Integer, Float> scores = new HashMap<>();
        VectorBlocks.Query rounded = new VectorBlocks.Query(query);
        for (int block = 0; block < blocks.blocks(); block++) {
            blocks.scan(block, rounded, scores::put);
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
