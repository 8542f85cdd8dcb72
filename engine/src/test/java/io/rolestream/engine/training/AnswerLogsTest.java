package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.StoredParameters;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.model.generation.DecodedAnswer;
import io.rolestream.engine.model.generation.DecodingJob;
import io.rolestream.engine.model.generation.Generator;
import io.rolestream.engine.model.generation.TokenSampling;
import io.rolestream.engine.torch.Torch;
import io.rolestream.engine.training.alignment.AnswerLogs;
import io.rolestream.engine.training.alignment.SmallDecoder;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Log-probabilities of whole packed texts are those of generation, and lead back to the parameters. */
class AnswerLogsTest {
    private static final int LARGE = 1 << 20;
    private static final int SMALL = 20;

    private final Path folder;

    AnswerLogsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldGiveSampledTokensTheirLogProbabilities() throws IOException {
        CheckpointDirectory checkpoint = SmallDecoder.write(folder.resolve("model"), true, 1);
        List<AnsweredPrompt> answers = new ArrayList<>();
        List<float[]> logs = new ArrayList<>();
        try (Generator generator = generator(checkpoint)) {
            List<AnsweredPrompt> prompts = SmallDecoder.examples(8, 3);
            List<TokenSequence> jobs = new ArrayList<>();
            for (int i = 0; i < prompts.size(); i++) {
                jobs.add(DecodingJob.generate(prompts.get(i).prompt(), 12)
                        .withSampling(TokenSampling.of(1, i))
                        .sequence());
            }
            float[][] rows = generator.compute(PackedSequences.ofSequences(jobs));
            for (int i = 0; i < rows.length; i++) {
                DecodedAnswer answer = DecodedAnswer.of(rows[i]);
                answers.add(new AnsweredPrompt(prompts.get(i).prompt(), answer.tokens()));
                logs.add(answer.logProbabilities());
            }
        }

        try (FrozenDecoder model = FrozenDecoder.open(checkpoint, SMALL, Precision.FP32, 1)) {
            float[][] tokens = model.rows(AnswerLogs.tokens(answers, 1));
            float[][] sums = model.rows(AnswerLogs.sums(answers, 1));
            for (int i = 0; i < tokens.length; i++) {
                assertThat(Arrays.copyOf(tokens[i], logs.get(i).length)).containsExactly(logs.get(i), offset(1e-4f));
                assertThat((double) sums[i][0]).isCloseTo(sum(logs.get(i)), offset(1e-4));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "true, 0.7", "false, 1.5"})
    void shouldBeTheLogSoftmaxAtATemperature(boolean tied, double temperature) throws IOException {
        CheckpointDirectory checkpoint = SmallDecoder.write(folder.resolve("model"), tied, 1);
        List<AnsweredPrompt> examples = SmallDecoder.examples(5, 4);
        try (Generator generator = generator(checkpoint);
                FrozenDecoder model = FrozenDecoder.open(checkpoint, SMALL, Precision.FP32, 1)) {
            float[][] logs = model.rows(AnswerLogs.tokens(examples, temperature));
            float[][] entropies = model.rows(AnswerLogs.entropies(examples, temperature));
            for (int i = 0; i < examples.size(); i++) {
                AnsweredPrompt example = examples.get(i);
                for (int t = 0; t < example.answer().length; t++) {
                    int[] before = Arrays.copyOf(example.read(), example.prompt().length + t);
                    float[] logits =
                            generator.compute(PackedSequences.ofSequences(List.of(TokenSequence.of(before))))[0];
                    double[] plain = logSoftmax(logits, temperature);
                    assertThat((double) logs[i][t]).isCloseTo(plain[example.answer()[t]], offset(1e-4));
                    assertThat((double) entropies[i][t]).isCloseTo(entropy(plain), offset(1e-4));
                }
                for (int t = example.answer().length; t < logs[i].length; t++) {
                    assertThat(logs[i][t]).isZero();
                }
            }
        }
    }

    /** Each parameter is moved along its gradient, so that the loss changes by more than it is rounded. */
    @ParameterizedTest
    @CsvSource({"true, true, 0.7", "false, false, 1"})
    void shouldHaveTheGradientsOfFiniteDifferences(boolean tied, boolean perToken, double temperature)
            throws IOException {
        List<AnsweredPrompt> examples = SmallDecoder.examples(6, 5);
        Weighted batch = new Weighted(
                perToken ? AnswerLogs.tokens(examples, temperature) : AnswerLogs.sums(examples, temperature), 9);
        try (Parameters parameters = parameters(tied);
                Passes passes = new Passes(parameters, SMALL, null)) {
            Torch.prepareThread(1);
            parameters.arrays().forEach(array -> array.setRequiresGradient(true));
            double loss = passes.backward(batch, new SplittableRandom(1), Precision.FP32);
            List<float[]> gradients = gradients(parameters);
            parameters.arrays().forEach(array -> array.setRequiresGradient(false));

            assertThat(loss).isCloseTo(batch.loss(passes, parameters), offset(1e-4));
            for (int i = 0; i < gradients.size(); i++) {
                float[] gradient = gradients.get(i);
                double norm = Math.sqrt(squares(gradient));
                assertThat(norm).as("parameter %d", i).isPositive();
                double step = 2e-3;
                move(parameters.arrays().get(i), gradient, step / norm);
                double above = batch.loss(passes, parameters);
                move(parameters.arrays().get(i), gradient, -2 * step / norm);
                double below = batch.loss(passes, parameters);
                move(parameters.arrays().get(i), gradient, step / norm);
                assertThat((above - below) / (2 * step))
                        .as("parameter %d", i)
                        .isCloseTo(norm, offset(0.01 + 0.02 * norm));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldHaveTheSameGradientsInPartsAndWhole(boolean perToken) throws IOException {
        List<AnsweredPrompt> examples = SmallDecoder.examples(9, 6);
        Weighted batch = new Weighted(perToken ? AnswerLogs.tokens(examples, 1) : AnswerLogs.sums(examples, 1), 10);
        List<List<float[]>> both = new ArrayList<>();
        for (int passTokens : new int[] {LARGE, SMALL}) {
            try (Parameters parameters = parameters(true);
                    Passes passes = new Passes(parameters, passTokens, null)) {
                Torch.prepareThread(1);
                parameters.arrays().forEach(array -> array.setRequiresGradient(true));
                passes.backward(batch, new SplittableRandom(1), Precision.FP32);
                both.add(gradients(parameters));
                parameters.arrays().forEach(array -> array.setRequiresGradient(false));
            }
        }
        for (int i = 0; i < both.get(0).size(); i++) {
            assertThat(both.get(1).get(i))
                    .as("parameter %d", i)
                    .containsExactly(both.get(0).get(i), offset(1e-4f));
        }
    }

    /** The sum of all rows' numbers, each times a random one. */
    private record Weighted(AnswerLogs logs, long seed) implements Objective.JointBatch {
        @Override
        public List<int[]> sequences() {
            return logs.sequences();
        }

        @Override
        public String function() {
            return logs.function();
        }

        @Override
        public String weightedFunction() {
            return AnswerLogs.WEIGHTED;
        }

        @Override
        public List<NDArray> arguments(int[] part, PackedSequences pack, PtNDManager owner) {
            return logs.arguments(part, pack, owner);
        }

        @Override
        public Objective.JointLoss loss(float[][] rows) {
            SplittableRandom random = new SplittableRandom(seed);
            double loss = 0;
            float[][] factors = new float[rows.length][rows[0].length];
            for (int i = 0; i < rows.length; i++) {
                for (int t = 0; t < rows[i].length; t++) {
                    factors[i][t] = (float) random.nextDouble(-1, 1);
                    loss += (double) factors[i][t] * rows[i][t];
                }
            }
            return new Objective.JointLoss(loss, factors);
        }

        double loss(Passes passes, Parameters parameters) {
            return loss(passes.rows(logs, parameters.arrays(), Precision.FP32)).loss();
        }
    }

    private Parameters parameters(boolean tied) throws IOException {
        CheckpointDirectory checkpoint = SmallDecoder.write(folder.resolve("model-" + System.nanoTime()), tied, 1);
        return Parameters.load(checkpoint, checkpoint.config(), Head.LANGUAGE_MODEL, 1);
    }

    private static List<float[]> gradients(Parameters parameters) {
        List<float[]> copies = new ArrayList<>();
        for (PtNDArray array : parameters.arrays()) {
            try (PtNDArray gradient = array.getGradient()) {
                copies.add(gradient.toFloatArray());
            }
        }
        return copies;
    }

    private static void move(PtNDArray array, float[] direction, double by) {
        FloatBuffer values = array.toByteBuffer(true).asFloatBuffer();
        for (int i = 0; i < direction.length; i++) {
            values.put(i, (float) (values.get(i) + by * direction[i]));
        }
    }

    private static Generator generator(CheckpointDirectory checkpoint) throws IOException {
        Torch.prepareThread(1);
        try (StoredParameters parameters = StoredParameters.generator(checkpoint)) {
            return Generator.of(
                    parameters, GeneratorFamily.generation(checkpoint), Precision.FP32, false, Device.cpu());
        }
    }

    private static double[] logSoftmax(float[] logits, double temperature) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit / temperature);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit / temperature - greatest);
        }
        double[] result = new double[logits.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = logits[i] / temperature - greatest - Math.log(sum);
        }
        return result;
    }

    private static double entropy(double[] logs) {
        double sum = 0;
        for (double log : logs) {
            sum -= Math.exp(log) * log;
        }
        return sum;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }
}
