package io.rolestream.engine.training.contrastive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfoNceTest {
    private static final int WIDTH = 6;
    private static final double STEP = 1e-3;
    private static final List<InfoNce.Row> ROWS =
            List.of(new InfoNce.Row(0, 0, 2, 1), new InfoNce.Row(1, 1, 2, 2), new InfoNce.Row(2, 0, 2, 0.5));

    /** Document 3 suits query 0 as well, and document 4 suits it less. */
    private static boolean suits(int query, int document, int level) {
        return ROWS.stream().anyMatch(row -> row.query() == query && row.document() == document)
                || (query == 0 && document == 3)
                || (query == 0 && document == 4 && level == 1);
    }

    @ParameterizedTest
    @CsvSource({"1.0, false", "0.2, false", "1.0, true", "0.2, true"})
    void shouldHaveTheGradientsOfItsLoss(double temperature, boolean symmetric) {
        InfoNce loss = new InfoNce(temperature, symmetric);
        float[][] queries = vectors(3, 1);
        float[][] documents = vectors(5, 2);

        float[][] gradients =
                loss.of(queries, documents, ROWS, InfoNceTest::suits).loss().gradients();

        for (int i = 0; i < gradients.length; i++) {
            float[] vector = i < queries.length ? queries[i] : documents[i - queries.length];
            for (int k = 0; k < WIDTH; k++) {
                float before = vector[k];
                vector[k] = (float) (before + STEP);
                double above = loss.of(queries, documents, ROWS, InfoNceTest::suits)
                        .loss()
                        .loss();
                vector[k] = (float) (before - STEP);
                double below = loss.of(queries, documents, ROWS, InfoNceTest::suits)
                        .loss()
                        .loss();
                vector[k] = before;
                assertThat((double) gradients[i][k])
                        .as("vector %d, number %d", i, k)
                        .isCloseTo((above - below) / (2 * STEP), offset(2e-3));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldNotTakeWhatIsKnownToSuitForANegative(boolean symmetric) {
        InfoNce loss = new InfoNce(0.5, symmetric);
        float[][] queries = vectors(3, 1);
        float[][] documents = vectors(5, 2);
        List<InfoNce.Row> first = List.of(ROWS.get(0));
        double before =
                loss.of(queries, documents, first, InfoNceTest::suits).loss().loss();

        documents[3] = queries[0].clone(); // as near as can be

        assertThat(loss.of(queries, documents, first, InfoNceTest::suits).loss().loss())
                .isEqualTo(before);
        assertThat(loss.of(queries, documents, first, (query, document, level) -> false)
                        .loss()
                        .loss())
                .isGreaterThan(before);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldTakeWhatSuitsLessForANegative(boolean symmetric) {
        InfoNce loss = new InfoNce(0.5, symmetric);
        float[][] queries = vectors(3, 1);
        float[][] documents = vectors(5, 2);
        double before = loss.of(queries, documents, List.of(ROWS.get(0)), InfoNceTest::suits)
                .loss()
                .loss();

        documents[4] = queries[0].clone();

        assertThat(loss.of(queries, documents, List.of(ROWS.get(0)), InfoNceTest::suits)
                        .loss()
                        .loss())
                .isGreaterThan(before);
    }

    private static float[][] vectors(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] result = new float[count][WIDTH];
        for (float[] vector : result) {
            for (int k = 0; k < WIDTH; k++) {
                vector[k] = (float) random.nextDouble(-0.7, 0.7);
            }
        }
        return result;
    }
}
