package io.rolestream.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolestream.engine.batching.ComputedBatch;
import io.rolestream.engine.batching.InferenceStatistics;
import io.rolestream.engine.batching.NativeMemory;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.Golden;
import io.rolestream.engine.model.Output;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.ReferenceEncoder;
import io.rolestream.engine.precision.Calibration;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.tokenizer.LongText;
import io.rolestream.engine.torch.Torch;
import io.rolestream.engine.torch.TorchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a small checkpoint whose vocabulary is t0 to t89. */
@Timeout(120)
class TextClassifierTest {
    private static final InferenceOptions FP32 = InferenceOptions.defaults()
            .withPrecision(Precision.FP32)
            .withThreads(2, 1)
            .withTokens(64, 1 << 12);

    @Test
    void shouldGiveManyCallersTheLogitsOfTheirOwnTexts() throws IOException {
        try (TextClassifier classifier = TextClassifier.open(Golden.checkpoint("roberta"), FP32);
                Parameters parameters = Parameters.load(Golden.checkpoint("roberta"))) {
            Queue<ComputedBatch> batches = new ConcurrentLinkedQueue<>();
            classifier.onBatch(batches::add);
            ReferenceEncoder reference = new ReferenceEncoder(parameters, Output.LOGITS);
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            for (int caller = 0; caller < 6; caller++) {
                Random random = new Random(caller);
                callers.add(CompletableFuture.runAsync(() -> assertRight(classifier, reference, random)));
            }
            callers.forEach(CompletableFuture::join);
            InferenceStatistics statistics = classifier.statistics();
            assertThat(statistics.sequences()).isEqualTo(6 * 40);
            assertThat(statistics.batches()).isBetween(1L, 6 * 40L);
            assertThat(batches).hasSize((int) statistics.batches());
            assertThat(batches.stream().mapToInt(ComputedBatch::sequences).sum())
                    .isEqualTo(6 * 40);
            assertThat(batches.stream().mapToLong(ComputedBatch::tokens).sum()).isEqualTo(statistics.tokens());
            assertThat(batches).allSatisfy(batch -> {
                assertThat(batch.paddedTokens()).isBetween((long) batch.tokens(), 64L * batch.sequences());
                assertThat(batch.nanos()).isPositive();
            });
        }
    }

    private static void assertRight(TextClassifier classifier, Encoder reference, Random random) {
        List<int[]> sequences = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sequences.add(random.ints(random.nextInt(1, 40), 5, 90).toArray());
        }
        try {
            List<Prediction> predictions = classifier.classify(
                    sequences.stream().map(TextClassifierTest::text).toList());
            float[][] expected = reference.compute(PackedSequences.of(sequences));
            for (int i = 0; i < expected.length; i++) {
                assertThat(predictions.get(i).logits()).containsExactly(expected[i], offset(1e-4f));
                assertThat(predictions.get(i).cut()).isFalse();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldGiveTheSoftmaxAsProbabilities() {
        float[] probabilities = new Prediction(new float[] {1000, 1001, 999}, false).probabilities();
        assertThat(probabilities).containsExactly(new float[] {0.2447f, 0.6652f, 0.09f}, offset(1e-4f));
        assertThat(new Prediction(new float[] {1, 3, 3}, false).label()).isEqualTo(1);
    }

    @Test
    void shouldPoolTheWindowsOfALongText() throws Exception {
        int[] ids = new Random(5).ints(70, 5, 90).toArray();
        InferenceOptions options = FP32.withLongText(30, new LongText(10, 2));
        try (TextClassifier classifier = TextClassifier.open(Golden.checkpoint("roberta"), options);
                Parameters parameters = Parameters.load(Golden.checkpoint("roberta"))) {
            Prediction prediction = classifier.classify(List.of(text(ids))).get(0);
            float[][] windows = new ReferenceEncoder(parameters, Output.LOGITS)
                    .compute(PackedSequences.of(
                            List.of(Arrays.copyOfRange(ids, 0, 30), Arrays.copyOfRange(ids, 20, 50))));
            float[] mean = new float[windows[0].length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = (windows[0][i] + windows[1][i]) / 2;
            }
            assertThat(prediction.logits()).containsExactly(mean, offset(1e-4f));
            assertThat(prediction.cut()).isTrue();
        }
    }

    @Test
    void shouldSayWhatItChoseAndWhy() throws IOException {
        InferenceOptions options = FP32.withPrecision(null).withDevice(DeviceChoice.CPU);
        try (TextClassifier classifier = TextClassifier.open(Golden.checkpoint("roberta"), options)) {
            Calibration calibration = Objects.requireNonNull(classifier.calibration());
            assertThat(calibration.candidates())
                    .extracting(Calibration.Candidate::precision)
                    .as("FP32's other way is tried only if nothing is faster than the first")
                    .startsWith(Precision.FP32, Precision.BF16, Precision.INT8, Precision.INT8);
            assertThat(classifier.precision()).isEqualTo(precision(calibration));
            assertThat(calibration.remembered()).isFalse();
            Calibration.Candidate fastest = calibration.candidates().stream()
                    .filter(Calibration.Candidate::accepted)
                    .max(Comparator.comparingDouble(Calibration.Candidate::tokensPerSecond))
                    .orElseThrow();
            assertThat(calibration.chosen()).isEqualTo(fastest.name());
            assertThat(calibration.explanation()).contains(calibration.chosen(), "tokens/s", "of labels as fp32");
        }
    }

    private static Precision precision(Calibration calibration) {
        return calibration.candidates().stream()
                .filter(candidate -> candidate.name().equals(calibration.chosen()))
                .findFirst()
                .orElseThrow()
                .precision();
    }

    @Test
    void shouldRefuseAGpuThatIsNotThereUnlessItMayChoose() throws IOException {
        assumeTrue(Torch.gpus() == 0, "a GPU is there");
        assertThatThrownBy(() -> TextClassifier.open(Golden.checkpoint("roberta"), FP32.withDevice(DeviceChoice.GPU))
                        .close())
                .isInstanceOf(TorchException.class)
                .hasMessageContaining("No GPU can be used")
                .hasMessageContaining("PYTORCH_LIBRARY_PATH")
                .hasMessageContaining("cpu or auto");
        try (TextClassifier classifier =
                TextClassifier.open(Golden.checkpoint("roberta"), FP32.withDevice(DeviceChoice.AUTO))) {
            assertThat(classifier.compute()).contains("cpu");
        }
        assertThatThrownBy(() -> TextClassifier.open(Golden.checkpoint("roberta"), FP32.withPrecision(Precision.FP16))
                        .close())
                .isInstanceOf(TorchException.class)
                .hasMessageContaining("fp16 is for GPUs");
    }

    @Test
    void shouldRefuseABaseModel() {
        assertThatThrownBy(() -> TextClassifier.open(Golden.checkpoint("roberta/mlm"), FP32)
                        .close())
                .isInstanceOf(CheckpointException.class);
    }

    @Test
    void shouldFailTheTextsOfABatchThatFailsAndNoOthers() throws Exception {
        Encoder breaking = new Encoder() {
            @Override
            public float[][] compute(PackedSequences sequences) {
                if (IntStream.of(sequences.ids()).anyMatch(id -> id == 66)) {
                    throw new TorchException("66");
                }
                return new float[sequences.size()][2];
            }

            @Override
            public String description() {
                return "breaks on 66";
            }

            @Override
            public void close() {}
        };
        try (TextClassifier classifier =
                TextClassifier.of(Golden.checkpoint("roberta"), breaking, FP32.withTokens(1, 1000))) {
            CompletableFuture<Prediction> before = classifier.submit("t5");
            CompletableFuture<Prediction> broken = classifier.submit("t66");
            CompletableFuture<Prediction> after = classifier.submit("t7");
            assertThat(before.join().logits()).hasSize(2);
            assertThat(after.join().logits()).hasSize(2);
            assertThatThrownBy(broken::join)
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("66");
        }
    }

    @Test
    void shouldComputeWhatWaitsWhenClosedAndRefuseMore() throws Exception {
        TextClassifier classifier = TextClassifier.open(Golden.checkpoint("bert"), FP32);
        List<CompletableFuture<Prediction>> results = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            results.add(classifier.submit("t5 t6 t7 t" + (i % 80 + 5)));
        }
        classifier.close();
        assertThat(results).allSatisfy(result -> assertThat(result.isDone()).isTrue());
        assertThatThrownBy(() -> classifier.submit("t5")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Tag("full")
    void shouldKeepNativeMemoryFlatOverTenThousandBatches() throws Exception {
        NativeMemory.assumeMeasurable();
        try (TextClassifier classifier = TextClassifier.open(Golden.checkpoint("roberta"), FP32.withTokens(20, 400))) {
            Random random = new Random(3);
            run(classifier, random, 8_000);
            long early = NativeMemory.kib();
            run(classifier, random, 10_000);
            long grown = NativeMemory.kib() - early;
            // A tensor of a batch that is kept would be 10,000 times 2.5 KiB (hidden states) at least.
            assertThat(grown).as("KiB grown").isLessThan(16 * 1024);
        }
    }

    private static void run(TextClassifier classifier, Random random, int batches) throws InterruptedException {
        long target = classifier.statistics().batches() + batches;
        while (classifier.statistics().batches() < target) {
            List<String> texts = IntStream.range(0, 50)
                    .mapToObj(
                            i -> text(random.ints(random.nextInt(11, 20), 5, 90).toArray()))
                    .toList();
            assertThat(classifier.classify(texts)).hasSize(50);
        }
    }

    private static String text(int[] ids) {
        return IntStream.of(ids).mapToObj(id -> "t" + id).collect(Collectors.joining(" "));
    }
}
