package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.pytorch.engine.PtNDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Golden;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.SafetensorsFile;
import io.rolestream.engine.safetensors.SafetensorsWriter;
import io.rolestream.engine.safetensors.TensorValues;
import io.rolestream.engine.task.Pooling;
import io.rolestream.engine.torch.Torch;
import io.rolestream.engine.training.contrastive.ContrastiveExamples;
import io.rolestream.engine.training.contrastive.ContrastiveObjective;
import io.rolestream.engine.training.contrastive.ContrastiveOptions;
import io.rolestream.engine.training.preference.PreferenceExamples;
import io.rolestream.engine.training.preference.PreferenceObjective;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Contrastive and pairwise losses, their gradients and a training are those of PyTorch, in one pass and with the
 * gradients of a batch cached over several. {@code tools/matching_golden.py} computed them.
 */
class MatchingParityTest {
    private static final int QUERIES = 5;
    private static final int SEQUENCES = 12;
    private static final JsonNode GOLDEN = read();

    private static JsonNode read() {
        try {
            return new ObjectMapper()
                    .readTree(Path.of("src/test/resources/io/rolestream/engine/training/matching.json")
                            .toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<JsonNode> contrastive() {
        return stream("contrastive");
    }

    static Stream<JsonNode> preference() {
        return stream("preference");
    }

    private static Stream<JsonNode> stream(String which) {
        List<JsonNode> cases = new ArrayList<>();
        GOLDEN.path(which).forEach(cases::add);
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("contrastive")
    void shouldTrainABiEncoderAsPyTorchDoes(JsonNode golden, @TempDir Path folder) throws IOException {
        String family = golden.path("family").asText();
        for (int passTokens : new int[] {8192, 60}) {
            CheckpointDirectory checkpoint = Golden.checkpoint(family);
            ContrastiveOptions options = new ContrastiveOptions(
                    options(passTokens),
                    Pooling.valueOf(golden.path("pooling").asText().toUpperCase(Locale.ROOT)),
                    40,
                    golden.path("temperature").asDouble(),
                    golden.path("symmetric").asBoolean(),
                    9,
                    new EvaluationPlan(1, 0));
            Objective objective = new ContrastiveObjective(examples(Golden.read(family)), options);
            try (Parameters parameters =
                    Parameters.load(checkpoint, checkpoint.config().asEncoder(), Head.NONE, 1)) {
                trains(parameters, objective, golden, options.training(), folder.resolve(passTokens + ".safetensors"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("preference")
    void shouldTrainARewardModelAsPyTorchDoes(JsonNode golden, @TempDir Path folder) throws IOException {
        String family = golden.path("family").asText();
        for (int passTokens : new int[] {8192, 60}) {
            try (Parameters parameters = Parameters.load(Golden.checkpoint(family))) {
                Objective objective =
                        preferences(Golden.read(family), parameters.config().tokenTypes() > 1);
                trains(parameters, objective, golden, options(passTokens), folder.resolve(passTokens + ".safetensors"));
            }
        }
    }

    private static TrainingOptions options(int passTokens) {
        int steps = GOLDEN.path("steps").asInt();
        return new TrainingOptions(
                new TrainingOptions.Batching(64, 1, passTokens),
                new TrainingOptions.Schedule(
                        steps,
                        GOLDEN.path("rate").asDouble(),
                        GOLDEN.path("warmup").asDouble() / steps),
                TrainingOptions.Optimizer.usual(),
                null,
                Precision.FP32,
                2,
                1);
    }

    private static ContrastiveExamples examples(Golden golden) {
        ContrastiveExamples.Builder builder = new ContrastiveExamples.Builder();
        List<Integer> queries = new ArrayList<>();
        List<Integer> documents = new ArrayList<>();
        for (int i = 0; i < SEQUENCES; i++) {
            int[] ids = golden.sequences().get(i);
            if (i < QUERIES) {
                queries.add(builder.query(ids));
            } else {
                documents.add(builder.document(ids));
            }
        }
        GOLDEN.path("known")
                .forEach(known -> builder.positive(
                        queries.get(known.get(0).asInt()),
                        documents.get(known.get(1).asInt()),
                        1));
        GOLDEN.path("rows")
                .forEach(row -> builder.pair(
                        queries.get(row.get(0).asInt()),
                        documents.get(row.get(1).asInt()),
                        documents,
                        1,
                        (float) row.get(2).asDouble()));
        return builder.build();
    }

    /** The model has more labels than one; its first logit is the score. */
    private static Objective preferences(Golden golden, boolean typed) {
        PreferenceExamples.Builder builder = new PreferenceExamples.Builder();
        for (int i = 0; i < SEQUENCES; i++) {
            int[] ids = golden.sequences().get(i);
            int[] types = IntStream.range(0, ids.length)
                    .map(place -> 2 * place >= ids.length ? 1 : 0)
                    .toArray();
            builder.sequence(typed ? new TokenSequence(ids, types) : TokenSequence.of(ids));
        }
        GOLDEN.path("preferences")
                .forEach(one -> builder.prefer(
                        one.get(0).asInt(),
                        one.get(1).asInt(),
                        (float) one.get(2).asDouble(),
                        (float) one.get(3).asDouble()));
        return new FirstLogit(new PreferenceObjective(builder.build(), 0));
    }

    private record FirstLogit(Objective of) implements Objective {
        @Override
        public Head head() {
            return of.head();
        }

        @Override
        public int size() {
            return of.size();
        }

        @Override
        public int tokens(int example) {
            return of.tokens(example);
        }

        @Override
        public long fingerprint() {
            return of.fingerprint();
        }

        @Override
        public Map<String, String> settings() {
            return of.settings();
        }

        @Override
        public Batch batch(int[] examples, SplittableRandom random) {
            JointBatch batch = (JointBatch) of.batch(examples, random);
            return new JointBatch() {
                @Override
                public List<int[]> sequences() {
                    return batch.sequences();
                }

                @Override
                public List<TokenSequence> typedSequences() {
                    return batch.typedSequences();
                }

                @Override
                public String function() {
                    return batch.function();
                }

                @Override
                public JointLoss loss(float[][] rows) {
                    JointLoss loss = batch.loss(rows);
                    float[][] gradients = new float[rows.length][rows[0].length];
                    for (int i = 0; i < rows.length; i++) {
                        gradients[i][0] = loss.gradients()[i][0];
                    }
                    return new JointLoss(loss.loss(), gradients);
                }
            };
        }
    }

    private static void trains(
            Parameters parameters, Objective objective, JsonNode golden, TrainingOptions options, Path file)
            throws IOException {
        Objective.Batch batch =
                objective.batch(IntStream.range(0, objective.size()).toArray(), new SplittableRandom(1));
        Torch.prepareThread(2);
        parameters.arrays().forEach(array -> array.setRequiresGradient(true));
        try (Passes passes = new Passes(parameters, options.batching().passTokens(), null)) {
            double loss = passes.backward(batch, new SplittableRandom(1), Precision.FP32, () -> false)
                    .orElseThrow();
            assertThat(loss).isCloseTo(golden.path("losses").get(0).asDouble(), offset(1e-4));
        }
        List<PtNDArray> gradients =
                parameters.arrays().stream().map(PtNDArray::getGradient).toList();
        parameters.arrays().forEach(array -> array.setRequiresGradient(false));
        SafetensorsWriter.write(file, parameters.tensors(DType.F32, "", gradients));
        assertSame(file, golden.path("gradients"));
        try (TrainingRun run = new TrainingRun(parameters, objective, options)) {
            for (int step = 0; step < GOLDEN.path("steps").asInt(); step++) {
                assertThat(Toy.step(run).loss())
                        .as("step %d", step)
                        .isCloseTo(golden.path("losses").get(step).asDouble(), offset(2e-3));
            }
        }
    }

    /** The norm and the first numbers of each tensor's gradient. */
    private static void assertSame(Path file, JsonNode expected) throws IOException {
        int compared = 0;
        try (SafetensorsFile actual = SafetensorsFile.open(file)) {
            for (String name : actual.tensors().keySet()) {
                JsonNode numbers = expected.path(name);
                for (String prefix : List.of("bert.", "roberta.", "distilbert.", "model.", "deberta.")) {
                    numbers = numbers.isMissingNode() && name.startsWith(prefix)
                            ? expected.path(name.substring(prefix.length()))
                            : numbers;
                }
                assertThat(numbers.isMissingNode()).as(name).isFalse();
                float[] values = TensorValues.of(actual, name);
                double squares = 0;
                for (float value : values) {
                    squares += (double) value * value;
                }
                assertThat(Math.sqrt(squares)).as(name).isCloseTo(numbers.get(0).asDouble(), offset(2e-4));
                for (int i = 1; i < numbers.size(); i++) {
                    assertThat((double) values[i - 1])
                            .as("%s, %d", name, i)
                            .isCloseTo(numbers.get(i).asDouble(), offset(1e-4));
                }
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }
}
