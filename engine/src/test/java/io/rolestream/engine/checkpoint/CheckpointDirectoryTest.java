package io.rolestream.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.model.bert.Bert;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.safetensors.SafetensorsWriter;
import io.rolestream.engine.safetensors.TensorValues;
import io.rolestream.engine.safetensors.Weights;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointDirectoryTest {
    private static final ModelConfig CONFIG = Bert.roberta(100, 8, 1, 2, 16, 32);
    private static final List<OutgoingTensor> TENSORS =
            List.of(OutgoingTensor.of("x", DType.F16, new long[] {2}, new float[] {1, 2}));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Path source;

    @BeforeEach
    void setUp() throws IOException {
        source = Files.createDirectory(directory.resolve("source"));
        CONFIG.write(source.resolve("config.json"));
        Files.writeString(source.resolve("tokenizer.json"), "{}");
        Files.writeString(source.resolve("tokenizer_config.json"), "{}");
        SafetensorsWriter.write(source.resolve("model.safetensors"), TENSORS);
    }

    @Test
    void shouldOpenADirectory() throws IOException {
        CheckpointDirectory opened = CheckpointDirectory.open(source);
        assertThat(opened.config()).isEqualTo(CONFIG);
        assertThat(opened.tokenizer().kind()).isEqualTo(TokenizerFiles.Kind.TOKENIZER_JSON);
        assertThat(opened.tokenizer().files())
                .containsExactly(source.resolve("tokenizer.json"), source.resolve("tokenizer_config.json"));
        try (Weights weights = opened.openWeights()) {
            assertThat(TensorValues.of(weights, "x")).containsExactly(1, 2);
        }
    }

    @Test
    void shouldSaveWhatItOpensAgain() throws IOException {
        Path target = directory.resolve("new").resolve("checkpoint");
        ModelConfig config = CONFIG.withLabels(List.of("A", "B"));
        CheckpointDirectory saved = CheckpointDirectory.save(target, config, TokenizerFiles.in(source), TENSORS);
        assertThat(saved.path()).isEqualTo(target);
        assertThat(saved.config()).isEqualTo(config.withDtype("float16"));
        assertThat(saved.tokenizer().files()).hasSize(2);
        try (Weights weights = saved.openWeights()) {
            assertThat(weights.tensors()).containsOnlyKeys("x");
        }
        try (Stream<Path> siblings = Files.list(directory.resolve("new"))) {
            assertThat(siblings).containsExactly(target);
        }
    }

    /** Python's transformers would read any length, and ignore case. */
    @Test
    void shouldTellOtherToolsHowToTokenize() throws IOException {
        Files.delete(source.resolve("tokenizer_config.json"));
        Files.writeString(source.resolve("tokenizer.json"), """
            {"normalizer": {"type": "BertNormalizer", "lowercase": false, "strip_accents": null,
              "handle_chinese_chars": true}}\
            """);

        CheckpointDirectory saved =
                CheckpointDirectory.save(directory.resolve("t"), CONFIG, TokenizerFiles.in(source), TENSORS);

        assertThat(JsonFiles.read(saved.path().resolve("tokenizer_config.json"), 1 << 10))
                .isEqualTo(JsonFiles.parse("""
                    {"model_max_length": 32, "do_lower_case": false, "strip_accents": null,
                      "tokenize_chinese_chars": true}\
                    """.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldNeverOverwriteACheckpoint() throws IOException {
        byte[] before = Files.readAllBytes(source.resolve("model.safetensors"));
        assertThatThrownBy(() -> CheckpointDirectory.save(source, CONFIG, TokenizerFiles.in(source), TENSORS))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(source + ": already exists; a checkpoint is never overwritten");
        assertThat(source.resolve("model.safetensors")).hasBinaryContent(before);
        try (Stream<Path> siblings = Files.list(directory)) {
            assertThat(siblings).containsExactly(source);
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenItFails() throws IOException {
        List<OutgoingTensor> bad = List.of(OutgoingTensor.of("x", DType.F32, new long[] {3}, new float[1]));
        assertThatThrownBy(
                        () -> CheckpointDirectory.save(directory.resolve("t"), CONFIG, TokenizerFiles.in(source), bad))
                .isInstanceOf(CheckpointException.class);
        try (Stream<Path> siblings = Files.list(directory)) {
            assertThat(siblings).containsExactly(source);
        }
    }

    @Test
    void shouldFindEachKindOfTokenizer() throws IOException {
        Files.delete(source.resolve("tokenizer.json"));
        Files.writeString(source.resolve("vocab.json"), "{}");
        assertThatThrownBy(() -> CheckpointDirectory.open(source))
                .hasMessage(
                        source + ": has no tokenizer: no tokenizer.json, no vocab.json with merges.txt, no vocab.txt");
        Files.writeString(source.resolve("vocab.txt"), "");
        assertThat(TokenizerFiles.in(source).kind()).isEqualTo(TokenizerFiles.Kind.WORDPIECE);
        Files.writeString(source.resolve("merges.txt"), "");
        TokenizerFiles bpe = TokenizerFiles.in(source);
        assertThat(bpe.kind()).isEqualTo(TokenizerFiles.Kind.BYTE_LEVEL_BPE);
        assertThat(bpe.files()).contains(source.resolve("merges.txt")).doesNotContain(source.resolve("vocab.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spiece.model", "spm.model", "sentencepiece.bpe.model"})
    void shouldSayWhatToDoWithABareSentencePieceModel(String name) throws IOException {
        Files.delete(source.resolve("tokenizer.json"));
        Files.writeString(source.resolve(name), "");
        assertThatThrownBy(() -> CheckpointDirectory.open(source))
                .hasMessageContaining("a bare " + name + " is not read")
                .hasMessageContaining("T.from_pretrained('" + source + "').save_pretrained('" + source + "')");
    }

    @Test
    void shouldNeverLoadAPickle() throws IOException {
        Files.move(source.resolve("model.safetensors"), source.resolve("pytorch_model.bin"));
        Files.writeString(source.resolve("training_args.bin"), "");
        assertThatThrownBy(() -> CheckpointDirectory.open(source))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(
                        source + ": has weights only as \"pytorch_model.bin\". A pickle can run any code and is"
                                + " never loaded; Python (with torch and safetensors installed) makes a model.safetensors of it:"
                                + " python3 -c \"import glob, torch");
        Files.delete(source.resolve("pytorch_model.bin"));
        assertThatThrownBy(() -> CheckpointDirectory.open(source))
                .hasMessage(source + ": has no model.safetensors and no model.safetensors.index.json");
    }

    @Test
    void shouldMissAShardWhenItOpens() throws IOException {
        Files.delete(source.resolve("model.safetensors"));
        Files.writeString(
                source.resolve("model.safetensors.index.json"), "{\"weight_map\":{\"x\":\"model-1.safetensors\"}}");
        assertThatThrownBy(() -> CheckpointDirectory.open(source))
                .hasMessageStartingWith(source.resolve("model-1.safetensors") + ": no such file, but");
    }

    @Test
    void shouldSayThatThereIsNoDirectory() {
        assertThatThrownBy(() -> CheckpointDirectory.open(directory.resolve("none")))
                .hasMessage(directory.resolve("none") + ": no such directory");
        assertThatThrownBy(() -> CheckpointDirectory.open(source.resolve("config.json")))
                .hasMessage(source.resolve("config.json") + ": is not a directory");
    }

    @Test
    void shouldFindTheRolesOfItsLabelsInAnyOrder() throws IOException {
        List<String> reversed = new ArrayList<>(Taxonomy.standard().names());
        Collections.reverse(reversed);
        int[] roles = labelled(reversed).rolesOfLabels(Taxonomy.standard());
        assertThat(roles[0]).isEqualTo(13);
        assertThat(roles[13]).isZero();
    }

    @Test
    void shouldNameTheDifferenceToATaxonomy() throws IOException {
        List<String> labels = new ArrayList<>(Taxonomy.standard().names());
        labels.set(0, "Astronaut");
        CheckpointDirectory checkpoint = labelled(labels);
        assertThatThrownBy(() -> checkpoint.rolesOfLabels(Taxonomy.standard()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageEndingWith(
                        "id2label does not have the roles of the taxonomy; the model lacks \"SOC Analyst\";"
                                + " the taxonomy lacks \"Astronaut\"");
        CheckpointDirectory base = CheckpointDirectory.open(source);
        assertThatThrownBy(() -> base.rolesOfLabels(Taxonomy.standard()))
                .hasMessageContaining("this is a base model, not yet a classifier of roles");
    }

    private CheckpointDirectory labelled(List<String> labels) throws IOException {
        return CheckpointDirectory.save(
                directory.resolve("labelled"), CONFIG.withLabels(labels), TokenizerFiles.in(source), TENSORS);
    }
}
