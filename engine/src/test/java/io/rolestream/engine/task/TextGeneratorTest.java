package io.rolestream.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Golden;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.generation.GenerationGolden;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.tokenizer.LongText;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextGeneratorTest {
    private static final int MAX_LENGTH = 20;
    private static final InferenceOptions OPTIONS = InferenceOptions.defaults()
            .withDevice(DeviceChoice.CPU)
            .withPrecision(Precision.FP32)
            .withThreads(2, 1);

    private static TextGenerator open(String name, InferenceOptions options) throws IOException {
        return TextGenerator.open(GenerationGolden.checkpoint(name), options);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t5-tied",
                "t5-untied",
                "t5-buckets",
                "bart",
                "bart-scaled",
                "llama2",
                "llama3",
                "smollm2",
                "qwen2",
                "mistral"
            })
    void shouldWriteTheTextsOfTransformers(String name) throws Exception {
        GenerationGolden golden = GenerationGolden.read(name);
        try (TextGenerator generator = open(name, OPTIONS)) {
            List<GeneratedText> all = generator.generate(golden.texts(), MAX_LENGTH);
            assertThat(all).extracting(GeneratedText::text).isEqualTo(golden.written());
            for (int i = 0; i < all.size(); i++) {
                GeneratedText alone = generator
                        .generate(List.of(golden.texts().get(i)), MAX_LENGTH)
                        .get(0);
                assertThat(alone.tokens()).isEqualTo(all.get(i).tokens());
                assertThat(alone.ended()).isEqualTo(alone.tokens().length < MAX_LENGTH - 1 || name.equals("bart"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t5-tied",
                "t5-untied",
                "t5-buckets",
                "bart",
                "bart-scaled",
                "llama2",
                "llama3",
                "smollm2",
                "qwen2",
                "mistral"
            })
    void shouldScoreAnswersAsTransformers(String name) throws Exception {
        GenerationGolden golden = GenerationGolden.read(name);
        try (TextGenerator generator = open(name, OPTIONS)) {
            List<ScoredAnswers> all = generator.logLikelihoods(golden.texts(), golden.spoken());
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).logLikelihoods())
                        .containsExactly(golden.spokenScores().get(i), offset(1e-3f));
                assertThat(generator
                                .logLikelihoods(golden.texts().get(i), golden.spoken())
                                .logLikelihoods())
                        .containsExactly(golden.spokenScores().get(i), offset(1e-3f));
            }
        }
    }

    /** More jobs than a batch holds, of both kinds, from several threads. */
    @Test
    void shouldComputeManyJobsInBatches() throws Exception {
        GenerationGolden golden = GenerationGolden.read("t5-untied");
        try (TextGenerator generator = open("t5-untied", OPTIONS.withTokens(20, 1 << 18))) {
            List<CompletableFuture<GeneratedText>> written = new ArrayList<>();
            List<CompletableFuture<ScoredAnswers>> scored = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String text = golden.texts().get(i % 4);
                written.add(generator.submit(text, MAX_LENGTH));
                scored.add(generator.submit(text, golden.spoken()));
            }
            for (int i = 0; i < 60; i++) {
                assertThat(written.get(i).get().text())
                        .isEqualTo(golden.written().get(i % 4));
                assertThat(scored.get(i).get().logLikelihoods())
                        .containsExactly(golden.spokenScores().get(i % 4), offset(1e-3f));
            }
        }
    }

    @Test
    void shouldChooseAPrecisionThatAgreesWithFp32() throws Exception {
        GenerationGolden golden = GenerationGolden.read("t5-untied");
        try (TextGenerator generator = open("t5-untied", OPTIONS.withPrecision(null))) {
            assertThat(generator.calibration()).isNotNull();
            assertThat(generator.generate(golden.texts(), 3)).hasSize(4);
        }
    }

    @Test
    void shouldRememberACalibration(@TempDir Path folder) throws Exception {
        CalibrationMemory memory = CalibrationMemory.in(folder);
        CheckpointDirectory checkpoint = GenerationGolden.checkpoint("bart");
        InferenceOptions options = OPTIONS.withPrecision(null);
        TextGenerator.open(checkpoint, options, memory).close();
        try (TextGenerator again = TextGenerator.open(checkpoint, options, memory)) {
            assertThat(Objects.requireNonNull(again.calibration()).remembered()).isTrue();
        }
    }

    @Test
    void shouldSayWhereAPromptWasCut() throws Exception {
        String text = "Kafka ".repeat(100);
        try (TextGenerator generator = open("t5-tied", OPTIONS.withLongText(16, LongText.head()))) {
            assertThat(generator.generate(List.of(text, "Kafka"), 4))
                    .extracting(GeneratedText::cut)
                    .containsExactly(true, false);
            assertThat(generator.logLikelihoods(text, List.of("Kafka")).cut()).isTrue();
        }
    }

    /** The native library aborts the process on this decoder. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'Strip','content':' ','start':0,'stop':3}",
                "null",
                "{'type':'CTC'}",
                "{'type':'Sequence','decoders':7}"
            })
    void shouldRefuseATokenizerThatCannotDecode(String decoder, @TempDir Path folder) throws Exception {
        for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
            Files.copy(GenerationGolden.RESOURCES.resolve("t5-tied").resolve(file), folder.resolve(file));
        }
        Path file = folder.resolve("tokenizer.json");
        ObjectNode document = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        document.set("decoder", new ObjectMapper().readTree(decoder.replace('\'', '"')));
        Files.writeString(file, document.toString());
        CheckpointDirectory checkpoint = CheckpointDirectory.open(folder);
        assertThatThrownBy(() -> TextGenerator.open(checkpoint, OPTIONS)).hasMessageContaining("has no decoder");
    }

    @Test
    void shouldCutAPromptThatLeavesNoRoomForItsAnswer() throws Exception {
        String text = "Kafka ".repeat(300);
        List<String> answers = List.of("Data Engineer", "Other");
        try (TextGenerator generator = open("qwen2", OPTIONS)) {
            assertThat(generator.generate(List.of("Kafka"), 400).get(0).cut()).isFalse();
            assertThatThrownBy(() -> generator.generate(List.of("Kafka"), 512))
                    .hasMessageContaining("leaves no room for 512 more: the model takes 512 at most");
            GeneratedText written = generator.generate(List.of(text), 400).get(0);
            ScoredAnswers scored = generator.logLikelihoods(text, answers);
            int longest = generator.answerTokens(answers);
            assertThat(longest).isEqualTo(scored.tokens()[0]);
            assertThat(written.cut()).isTrue();
            assertThat(scored.cut()).isTrue();
            try (TextGenerator shorter = open("qwen2", OPTIONS.withLongText(512 - 400, LongText.head()))) {
                assertThat(written.tokens())
                        .isEqualTo(shorter.generate(List.of(text), 400).get(0).tokens());
            }
            try (TextGenerator shorter = open("qwen2", OPTIONS.withLongText(512 - longest, LongText.head()))) {
                assertThat(scored.logLikelihoods())
                        .containsExactly(shorter.logLikelihoods(text, answers).logLikelihoods(), offset(1e-3f));
            }
        }
    }

    @Test
    void shouldSayWhetherAPromptLeavesRoomForItsAnswer() throws Exception {
        try (TextGenerator decoder = open("qwen2", OPTIONS);
                TextGenerator encoderDecoder = open("bart", OPTIONS)) {
            int tokens;
            try (TextTokenizer tokenizer = tokenizer("qwen2")) {
                tokens = tokenizer.encode("Kafka, Java").tokens();
            }
            assertThat(decoder.readsAll("Kafka, Java", 512 - tokens)).isTrue();
            assertThat(decoder.readsAll("Kafka, Java", 512 - tokens + 1)).isFalse();
            assertThat(encoderDecoder.readsAll("Kafka, Java", 310)).isTrue();
        }
    }

    /** The prompt ends in what the small vocabularies do not merge with a space, as real ones merge nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"llama2", "llama3", "smollm2", "qwen2", "mistral"})
    void shouldTokenizeAnAnswerAsInOneTextWithItsPrompt(String name) throws Exception {
        try (TextGenerator generator = open(name, OPTIONS);
                TextTokenizer tokenizer = tokenizer(name)) {
            String prompt = "Skills:\nKafka\n\nWhich role fits best?";
            int[] before = tokenizer.encode(prompt).first();
            for (String answer : List.of("Data Engineer", "Other", "Full Stack Developer")) {
                int[] after = tokenizer.continuation(generator.following(answer));
                assertThat(IntStream.concat(Arrays.stream(before), Arrays.stream(after)))
                        .containsExactly(Arrays.stream(
                                        tokenizer.encode(prompt + " " + answer).first())
                                .boxed()
                                .toArray(Integer[]::new));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-tied", "bart"})
    void shouldLeaveAnAnswerOfAnEncoderDecoderAsItIs(String name) throws Exception {
        try (TextGenerator generator = open(name, OPTIONS)) {
            assertThat(generator.following("Data Engineer")).isEqualTo("Data Engineer");
        }
    }

    private static TextTokenizer tokenizer(String name) throws IOException {
        return TextTokenizer.open(GenerationGolden.RESOURCES.resolve(name), TokenizerOptions.head(512));
    }

    @Test
    void shouldRefuseWhatCannotBeComputed() throws Exception {
        try (TextGenerator generator = open("t5-tied", OPTIONS)) {
            assertThatThrownBy(() -> generator.generate(List.of("a"), 1))
                    .hasMessage("the length of an answer must be from 2 to 2048 tokens, not 1");
            assertThatThrownBy(() -> generator.generate(List.of("a"), 2049)).hasMessageContaining("from 2 to 2048");
            assertThatThrownBy(() -> generator.logLikelihoods("a", List.of())).hasMessage("no answers");
            assertThat(generator.generate(Collections.nCopies(2, "a"), 2)).hasSize(2);
        }
        assertThatThrownBy(() -> open("t5-tied", OPTIONS.withLongText(null, LongText.windows(2))))
                .hasMessage("prompts are not read in windows; long prompts are cut");
        CheckpointDirectory encoder = Golden.checkpoint("roberta");
        assertThatThrownBy(() -> TextGenerator.open(encoder, OPTIONS))
                .hasMessage("models of the type roberta do not generate text");
        CheckpointDirectory generator = GenerationGolden.checkpoint("t5-tied");
        assertThatThrownBy(() -> TextEmbedder.open(generator, OPTIONS, new EmbeddingOptions(Pooling.MEAN, true)))
                .hasMessageContaining("models of the type t5 are not encoders");
    }
}
