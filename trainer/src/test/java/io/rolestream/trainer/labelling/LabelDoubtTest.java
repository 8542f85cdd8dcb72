package io.rolestream.trainer.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.labellers.testing.LabelledTexts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelDoubtTest {
    private static final double TOLERANCE = 1e-4;
    private static final int NEIGHBOURS = 10;

    /** How doubt is measured. */
    @FunctionalInterface
    private interface Measure {
        double[] of(List<String> texts, int[] labels, int roles);
    }

    private static final Measure BY_NEIGHBOURS = LabelDoubt::byNeighbours;
    private static final Measure OUT_OF_FOLD = (texts, labels, roles) -> LabelDoubt.outOfFold(texts, labels, roles, 1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldAskTheNeighboursThatAnyoneWouldFind(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            List<String> words = new ArrayList<>();
            IntStream.range(0, random.nextInt(0, 9)).forEach(word -> words.add("w" + random.nextInt(25)));
            texts.add(String.join(" ", words));
        }
        int[] labels =
                IntStream.range(0, texts.size()).map(i -> random.nextInt(3)).toArray();

        double[] doubts = LabelDoubt.byNeighbours(texts, labels, 3);

        Oracle oracle = new Oracle(texts, labels);
        for (int text = 0; text < doubts.length; text++) {
            assertThat(doubts[text])
                    .as("text %d", text)
                    .isBetween(oracle.doubt(text, false) - TOLERANCE, oracle.doubt(text, true) + TOLERANCE);
        }
        assertThat(IntStream.range(0, doubts.length)
                        .filter(text -> oracle.doubt(text, true) - oracle.doubt(text, false) < TOLERANCE)
                        .count())
                .as("texts whose nearest ones are the only nearest ones")
                .isGreaterThan(25);
    }

    /**
     * Compares all texts with all others. Which of equally similar texts are the nearest is left open, so a doubt has
     * two bounds.
     */
    private record Oracle(List<String> texts, int[] labels, List<Map<String, Double>> vectors) {
        Oracle(List<String> texts, int[] labels) {
            this(texts, labels, vectors(texts));
        }

        private static List<Map<String, Double>> vectors(List<String> texts) {
            List<Set<String>> features = new ArrayList<>();
            for (String text : texts) {
                String[] words = text.isEmpty() ? new String[0] : text.split(" ", -1);
                Set<String> found = new HashSet<>(List.of(words));
                IntStream.range(1, words.length).forEach(i -> found.add(words[i - 1] + "+" + words[i]));
                features.add(found);
            }
            List<Map<String, Double>> vectors = new ArrayList<>();
            for (Set<String> found : features) {
                Map<String, Double> vector = new HashMap<>();
                for (String feature : found) {
                    long count = features.stream()
                            .filter(others -> others.contains(feature))
                            .count();
                    if (count > 1) {
                        vector.put(feature, Math.log((1.0 + texts.size()) / (1 + count)));
                    }
                }
                double length = Math.sqrt(
                        vector.values().stream().mapToDouble(v -> v * v).sum());
                vector.replaceAll((feature, value) -> value / length);
                vectors.add(vector);
            }
            return vectors;
        }

        double doubt(int text, boolean greatest) {
            record Other(double likeness, boolean differs) {}
            List<Other> others = new ArrayList<>();
            for (int other = 0; other < texts.size(); other++) {
                Map<String, Double> vector = vectors.get(other);
                double likeness = vectors.get(text).entrySet().stream()
                        .mapToDouble(entry -> entry.getValue() * vector.getOrDefault(entry.getKey(), 0.0))
                        .sum();
                if (other != text && likeness > 0) {
                    others.add(new Other(Math.rint(likeness * 1e5) / 1e5, labels[other] != labels[text]));
                }
            }
            others.sort((a, b) -> a.likeness() != b.likeness()
                    ? Double.compare(b.likeness(), a.likeness())
                    : Boolean.compare(b.differs(), a.differs()) * (greatest ? 1 : -1));
            List<Other> nearest = others.subList(0, Math.min(NEIGHBOURS, others.size()));
            double all = nearest.stream().mapToDouble(Other::likeness).sum();
            double differing = nearest.stream()
                    .filter(Other::differs)
                    .mapToDouble(Other::likeness)
                    .sum();
            double byChance = 1
                    - (double) IntStream.of(labels)
                                    .filter(label -> label == labels[text])
                                    .count()
                            / labels.length;
            return (all == 0 ? byChance : differing / all) - byChance;
        }
    }

    @Test
    void shouldDoubtPlantedLabelsTheMost() {
        assertDoubted(BY_NEIGHBOURS);
        assertDoubted(OUT_OF_FOLD);
    }

    private static void assertDoubted(Measure measure) {
        LabelledTexts topics = new LabelledTexts(400, 0.25, 3);
        int[] labels = topics.labels.clone();
        Set<Integer> planted = new HashSet<>();
        for (int text = 0; text < labels.length; text += 20) {
            labels[text] = (labels[text] + 1 + text / 20 % (LabelledTexts.LABELS - 1)) % LabelledTexts.LABELS;
            planted.add(text);
        }

        double[] doubts = measure.of(topics.texts, labels, LabelledTexts.LABELS);

        List<Integer> order =
                new ArrayList<>(IntStream.range(0, doubts.length).boxed().toList());
        order.sort(Collections.reverseOrder((a, b) -> Double.compare(doubts[a], doubts[b])));
        assertThat(order.subList(0, planted.size()))
                .filteredOn(planted::contains)
                .hasSizeGreaterThanOrEqualTo(planted.size() - 1);
    }

    @Test
    void shouldNotDependOnTheNumberOfThreads() throws Exception {
        assertSameOnOneThreadAsOnFour(BY_NEIGHBOURS);
        assertSameOnOneThreadAsOnFour(OUT_OF_FOLD);
    }

    private static void assertSameOnOneThreadAsOnFour(Measure measure) throws Exception {
        LabelledTexts topics = new LabelledTexts(200, 0.5, 4);
        assertThat(on(1, measure, topics)).isEqualTo(on(4, measure, topics));
    }

    private static double[] on(int threads, Measure measure, LabelledTexts topics) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> measure.of(topics.texts, topics.labels, LabelledTexts.LABELS))
                    .get();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void shouldDoubtNothingOfWhatHasNoNeighbour() {
        assertThat(LabelDoubt.byNeighbours(List.of(), new int[0], 2)).isEmpty();
        assertThat(LabelDoubt.byNeighbours(List.of("alone"), new int[] {1}, 2)).containsExactly(0);
        assertThat(LabelDoubt.byNeighbours(List.of("a", "b c", ""), new int[] {0, 1, 1}, 2))
                .containsExactly(0, 0, 0);
    }

    @Test
    void shouldDoubtAsByChanceWhereNothingCouldBeLearnt() {
        assertThat(LabelDoubt.outOfFold(List.of(), new int[0], 4, 1)).isEmpty();
        assertThat(LabelDoubt.outOfFold(List.of("alone"), new int[] {1}, 4, 1))
                .containsExactly(new double[] {0.75}, offset(1e-9));
    }
}
