package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.generation.GenerationGolden;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.SafetensorsFile;
import io.rolestream.engine.safetensors.SafetensorsWriter;
import io.rolestream.engine.safetensors.TensorValues;
import io.rolestream.engine.torch.Torch;
import io.rolestream.engine.training.generation.AnswerObjective;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Losses and gradients of answers are those of PyTorch with Hugging Face's models; {@code tools/training_golden.py}.
 */
class AnswerLossTest {
    /** @param losses of each answer alone, the means over its tokens */
    record TrainingGolden(List<int[]> prompts, List<int[]> answers, List<Double> losses, double loss) {
        static TrainingGolden read(String name) throws IOException {
            return new ObjectMapper()
                    .readValue(
                            GenerationGolden.RESOURCES
                                    .resolve(name)
                                    .resolve("training.json")
                                    .toFile(),
                            TrainingGolden.class);
        }

        List<AnsweredPrompt> examples() {
            return IntStream.range(0, prompts.size())
                    .mapToObj(i -> new AnsweredPrompt(prompts.get(i), answers.get(i)))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"llama3, 8192", "qwen2, 8192", "mistral, 8192", "mistral, 70"})
    void shouldHavePyTorchsLossAndGradients(String name, int passTokens, @TempDir Path folder) throws IOException {
        TrainingGolden golden = TrainingGolden.read(name);
        CheckpointDirectory checkpoint = GenerationGolden.checkpoint(name);
        Path file = folder.resolve("gradients.safetensors");
        try (Parameters parameters = Parameters.load(checkpoint, checkpoint.config(), Head.LANGUAGE_MODEL, 1)) {
            assertThat(backward(parameters, golden.examples(), passTokens, Precision.FP32))
                    .isCloseTo(golden.loss(), offset(1e-4));
            List<PtNDArray> gradients =
                    parameters.arrays().stream().map(PtNDArray::getGradient).toList();
            SafetensorsWriter.write(file, parameters.tensors(DType.F32, "", gradients));
        }

        try (SafetensorsFile actual = SafetensorsFile.open(file);
                SafetensorsFile expected = SafetensorsFile.open(
                        GenerationGolden.RESOURCES.resolve(name).resolve("gradients.safetensors"))) {
            assertThat(actual.tensors()).hasSameSizeAs(expected.tensors());
            for (String tensor : expected.tensors().keySet()) {
                float[] wanted = TensorValues.of(expected, tensor);
                assertThat(TensorValues.of(actual, tensor))
                        .as(tensor)
                        .containsExactly(wanted, offset(1e-4f * Math.max(1e-2f, largest(wanted))));
            }
        }
    }

    @Test
    void shouldGiveAnAnswerTheSameLossAloneAndPacked() throws IOException {
        TrainingGolden golden = TrainingGolden.read("mistral");
        CheckpointDirectory checkpoint = GenerationGolden.checkpoint("mistral");
        try (Parameters parameters = Parameters.load(checkpoint, checkpoint.config(), Head.LANGUAGE_MODEL, 1)) {
            double together = 0;
            int tokens = 0;
            for (int i = 0; i < golden.prompts().size(); i++) {
                AnsweredPrompt example = golden.examples().get(i);
                double alone = backward(parameters, List.of(example), 8192, Precision.FP32);
                assertThat(alone).isCloseTo(golden.losses().get(i), offset(1e-4));
                together += alone * example.answer().length;
                tokens += example.answer().length;
            }
            assertThat(backward(parameters, golden.examples(), 8192, Precision.FP32))
                    .isCloseTo(together / tokens, offset(1e-5));
        }
    }

    @Test
    void shouldMeasureInBlocksWhatItLearns() throws IOException {
        TrainingGolden golden = TrainingGolden.read("qwen2");
        List<AnsweredPrompt> many = Stream.generate(() -> golden.examples().stream())
                .limit(9)
                .flatMap(examples -> examples)
                .toList(); // more answers' tokens than a block has
        CheckpointDirectory checkpoint = GenerationGolden.checkpoint("qwen2");
        try (Parameters parameters = Parameters.load(checkpoint, checkpoint.config(), Head.LANGUAGE_MODEL, 1)) {
            assertThat(backward(parameters, many, 8192, Precision.FP32)).isCloseTo(golden.loss(), offset(1e-4));
            try (Passes passes = new Passes(parameters, 8192, null)) {
                var batch = (Objective.SummedBatch) batch(many);
                double[] sums = passes.sums("answer_scores", batch, 2, Precision.FP32);
                assertThat(sums[0] / batch.divisor()).isCloseTo(golden.loss(), offset(1e-4));
                assertThat(sums[1]).isBetween(0.0, batch.divisor());
            }
        }
    }

    @Test
    void shouldComputeInBfloat16() throws IOException {
        TrainingGolden golden = TrainingGolden.read("llama3");
        CheckpointDirectory checkpoint = GenerationGolden.checkpoint("llama3");
        try (Parameters parameters = Parameters.load(checkpoint, checkpoint.config(), Head.LANGUAGE_MODEL, 1)) {
            assertThat(backward(parameters, golden.examples(), 8192, Precision.BF16))
                    .isCloseTo(golden.loss(), offset(0.05))
                    .isNotEqualTo(backward(parameters, golden.examples(), 8192, Precision.FP32));
        }
    }

    /** Otherwise the work would grow with the square of the batch's size. */
    @Test
    void shouldMakeSequencesOnceForAllParts() throws IOException {
        TrainingGolden golden = TrainingGolden.read("qwen2");
        CheckpointDirectory checkpoint = GenerationGolden.checkpoint("qwen2");
        Objective.SummedBatch batch = (Objective.SummedBatch) batch(golden.examples());
        AtomicInteger made = new AtomicInteger();
        Objective.SummedBatch counted = new Counted(batch, made);
        Torch.prepareThread(2);
        try (Parameters parameters = Parameters.load(checkpoint, checkpoint.config(), Head.LANGUAGE_MODEL, 1);
                Passes passes = new Passes(parameters, 1, null)) {
            parameters.arrays().forEach(array -> array.setRequiresGradient(true));
            assertThat(passes.parts(batch.sequences())).hasSizeGreaterThan(2);
            passes.backward(counted, new SplittableRandom(1), Precision.FP32, () -> false);
            passes.sums("answer_scores", counted, 2, Precision.FP32);

            assertThat(made).hasValue(2);
        }
    }

    /** Counts how often its sequences are made. */
    private record Counted(Objective.SummedBatch batch, AtomicInteger made) implements Objective.SummedBatch {
        @Override
        public List<int[]> sequences() {
            made.incrementAndGet();
            return batch.sequences();
        }

        @Override
        public String function() {
            return batch.function();
        }

        @Override
        public double divisor() {
            return batch.divisor();
        }

        @Override
        public List<NDArray> arguments(int[] part, PackedSequences pack, PtNDManager owner) {
            return batch.arguments(part, pack, owner);
        }
    }

    private static Objective.Batch batch(List<AnsweredPrompt> examples) {
        return new AnswerObjective(examples)
                .batch(IntStream.range(0, examples.size()).toArray(), new SplittableRandom(1));
    }

    /** The loss; the parameters' arrays have the gradients afterwards. */
    private static double backward(
            Parameters parameters, List<AnsweredPrompt> examples, int passTokens, Precision precision) {
        Torch.prepareThread(2);
        parameters.arrays().forEach(array -> array.setRequiresGradient(true));
        try (Passes passes = new Passes(parameters, passTokens, null)) {
            return passes.backward(batch(examples), new SplittableRandom(1), precision, () -> false)
                    .orElseThrow();
        }
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
