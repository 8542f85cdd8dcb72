package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.bert.Bert;
import io.rolestream.engine.training.classification.ClassificationObjective;
import io.rolestream.engine.training.classification.TokenizedExample;
import io.rolestream.engine.training.pretraining.MaskedLanguageObjective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Native memory does not grow with the steps. */
class TrainingMemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int WARM_UP = 50;
    private static final int STEPS = 200;

    private static final int BATCH = 32;
    private static final int TOKENS = 30;
    private static final int VOCABULARY = 90;
    private static final int WIDTH = 64;

    /**
     * An array as large as the hidden states of a batch ({@value #BATCH} texts, {@value #TOKENS} tokens,
     * {@value #WIDTH} wide, 4 bytes) takes 240 kB, so that one left open in each step would come to 36 MB, and a loss
     * with all that it was computed from to gigabytes. What the allocator and the Java heap do by themselves is below
     * 10 MB.
     */
    private static final long BOUND_KB = 30_000;

    @ParameterizedTest
    @EnumSource(names = {"CLASSIFIER", "MASKED_LANGUAGE_MODEL"})
    void shouldBeFlatOverTwoHundredSteps(Head head) throws IOException {
        assumeTrue(Files.exists(STATUS), "skipped: memory is measured by " + STATUS);
        Objective objective = objective(head);
        ModelConfig config =
                Bert.roberta(VOCABULARY, WIDTH, 2, 4, WIDTH, TOKENS).withLabels(Toy.LABELS);
        try (Parameters parameters = Parameters.initialize(config, head, 1);
                TrainingRun run = new TrainingRun(
                        parameters,
                        objective,
                        Toy.options(
                                new TrainingOptions.Batching(BATCH, 1, BATCH * TOKENS),
                                TrainingOptions.Schedule.of(1, 5e-3),
                                Precision.FP32,
                                1))) {
            for (int step = 0; step < WARM_UP; step++) {
                run.step();
            }
            System.gc(); // the heap is not what is measured: let it grow and settle before
            long before = residentKb();
            while (!run.done()) {
                run.step();
            }
            System.gc();
            long grown = residentKb() - before;
            System.out.println(head + ": resident memory grew by " + grown + " kB in " + (STEPS - WARM_UP) + " steps");
            assertThat(grown).isLessThan(BOUND_KB);
        }
    }

    private static Objective objective(Head head) {
        SplittableRandom random = new SplittableRandom(1);
        List<int[]> texts = Stream.generate(
                        () -> random.ints(TOKENS, 5, VOCABULARY).toArray())
                .limit((long) STEPS * BATCH)
                .toList();
        if (head == Head.MASKED_LANGUAGE_MODEL) {
            return new MaskedLanguageObjective(texts, VOCABULARY, Toy.TOKENS, 0.15);
        }
        return new ClassificationObjective(
                texts.stream()
                        .map(ids -> TokenizedExample.of(ids, ids[0] % 3, 3))
                        .toList(),
                new float[] {1, 1, 1},
                0);
    }

    private static long residentKb() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
