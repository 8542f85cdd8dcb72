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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorBlocksTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 1025, 3000})
    void shouldScoreWithinTheTolerance(int count) {
        Random random = new Random(count);
        float[] query = unit(random, 33);
        VectorBlocks.Builder builder = new VectorBlocks.Builder(33, count + count % 2);
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

    /** Where rounding or an overflow would be worst: all components lie between two steps. */
    @ParameterizedTest
    @CsvSource({"1, 4e-5", "2, 6e-5", "384, 8e-4", "4096, 3e-3"})
    void shouldScoreExtremeVectorsWithinTheTolerance(int dimensions, float most) {
        double component = VectorBlocks.SCALE * Math.sqrt(1.0095 / dimensions);
        float[] below = new float[dimensions];
        float[] above = new float[dimensions];
        Arrays.fill(below, (float) ((Math.floor(component) - 0.501) / VectorBlocks.SCALE));
        Arrays.fill(above, (float) ((Math.floor(component) - 0.499) / VectorBlocks.SCALE));
        List<float[]> vectors = List.of(below, above);
        VectorBlocks.Builder builder = new VectorBlocks.Builder(dimensions, vectors.size());
        for (int i = 0; i < vectors.size(); i++) {
            VectorMath.check(vectors.get(i), "this", dimensions);
            builder.add(i, vectors.get(i));
        }
        VectorBlocks blocks = builder.build();

        float tolerance = VectorBlocks.tolerance(dimensions);
        assertThat(tolerance).isLessThan(most);
        for (float[] query : vectors) {
            Map<Integer, Float> exact = new HashMap<>();
            for (int i = 0; i < vectors.size(); i++) {
                exact.put(i, VectorMath.dot(query, vectors.get(i)));
            }
            assertClose(scan(blocks, query), exact, tolerance);
        }
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        VectorBlocks.Builder builder = new VectorBlocks.Builder(2, 1);

        assertThatThrownBy(() -> builder.add(0, new float[] {0, -1.1f}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a vector of length 1 has no component of -1.1");
    }

    private static void assertClose(Map<Integer, Float> rounded, Map<Integer, Float> exact, float tolerance) {
        assertThat(rounded.keySet()).isEqualTo(exact.keySet());
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
        VectorBlocks.Query rounded = new VectorBlocks.Query(query, blocks.size());
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
