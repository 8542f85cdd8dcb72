package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.training.classification.ClassWeights;
import io.rolestream.engine.training.classification.FineTuning;
import io.rolestream.engine.training.classification.FineTuningOptions;
import io.rolestream.engine.training.classification.TokenizedExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier of a, b and c that is to learn new, a, and what b and c were merged into. */
class KeptRowsTest {
    private static final List<String> LABELS = List.of("new", "a", "b and c");
    private static final List<List<Integer>> ROWS = List.of(List.of(), List.of(0), List.of(1, 2));
    private static final long SEED = 5;

    private final Path folder;
    private CheckpointDirectory classifier;

    KeptRowsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void writeClassifier() throws IOException {
        StartingPoint start = Toy.start();
        ModelConfig config = start.config().withLabels(Toy.LABELS);
        try (Parameters parameters = start.parameters(config, Head.CLASSIFIER, 1)) {
            parameters.arrays().get(parameters.outputBias()).set(new float[] {1, 2, 4});
            classifier = CheckpointDirectory.save(
                    folder.resolve("classifier"), config, start.tokenizer(), parameters.tensors(DType.F32));
        }
    }

    @Test
    void shouldKeepTheRowsOfKnownLabels() throws IOException {
        ModelConfig wanted = classifier.config().withLabels(LABELS);
        try (Parameters before = Parameters.load(classifier);
                Parameters fresh = Parameters.initialize(wanted, Head.CLASSIFIER, SEED);
                Parameters kept = StartingPoint.of(classifier, ROWS).parameters(wanted, Head.CLASSIFIER, SEED)) {
            float[][] old = rows(before);
            float[][] now = rows(kept);
            assertThat(now[0]).isEqualTo(rows(fresh)[0]);
            assertThat(now[1]).isEqualTo(old[0]);
            for (int i = 0; i < now[2].length; i++) {
                assertThat(now[2][i]).isEqualTo((float) (((double) old[1][i] + old[2][i]) / 2));
            }
            assertThat(kept.arrays().get(kept.outputBias()).toFloatArray()).containsExactly(0, 1, 3);
            for (int i = 0; i < before.arrays().size(); i++) {
                if (i != kept.outputWeight() && i != kept.outputBias()) {
                    assertThat(kept.arrays().get(i).toFloatArray())
                            .as("parameter %d", i)
                            .isEqualTo(before.arrays().get(i).toFloatArray());
                }
            }
        }
    }

    private static float[][] rows(Parameters parameters) {
        float[] all = parameters.arrays().get(parameters.outputWeight()).toFloatArray();
        int width = all.length / Toy.LABELS.size();
        float[][] rows = new float[Toy.LABELS.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
        }
        return rows;
    }

    @Test
    void shouldGoOnBitForBit() throws IOException {
        List<TokenizedExample> examples = Toy.examples(40, 1);
        Path state = folder.resolve("state");
        float[][] straight;
        try (FineTuning tuning = open(examples, null)) {
            tuning.run();
            straight = tuning.logits(ids(examples));
        }
        try (FineTuning tuning = open(examples, null)) {
            AtomicInteger left = new AtomicInteger(4);
            assertThat(tuning.run(progress -> {}, () -> left.getAndDecrement() <= 0, state))
                    .isFalse();
        }
        try (FineTuning tuning = open(examples, state)) {
            assertThat(tuning.stepsDone()).isPositive();
            tuning.run();
            assertThat(tuning.logits(ids(examples))).isDeepEqualTo(straight);
        }
    }

    private static List<int[]> ids(List<TokenizedExample> examples) {
        return new ArrayList<>(examples.stream().map(TokenizedExample::ids).toList());
    }

    private FineTuning open(List<TokenizedExample> examples, @Nullable Path state) throws IOException {
        return FineTuning.open(
                StartingPoint.of(classifier, ROWS),
                LABELS,
                examples,
                List.of(),
                new FineTuningOptions(
                        Toy.options(Precision.FP32, SEED), 0, ClassWeights.none(), new EvaluationPlan(1, 0)),
                state);
    }
}
