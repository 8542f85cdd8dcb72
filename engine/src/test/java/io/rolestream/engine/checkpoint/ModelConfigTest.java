package io.rolestream.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.model.bert.Bert;
import io.rolestream.engine.safetensors.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelConfigTest {
    /** What the well-known roberta-base has, with keys that nobody here knows. */
    private static final String ROBERTA_BASE = """
            {
              "architectures": ["RobertaForMaskedLM"],
              "attention_probs_dropout_prob": 0.1,
              "bos_token_id": 0,
              "eos_token_id": 2,
              "hidden_act": "gelu",
              "hidden_dropout_prob": 0.1,
              "hidden_size": 768,
              "initializer_range": 0.02,
              "intermediate_size": 3072,
              "layer_norm_eps": 1e-05,
              "max_position_embeddings": 514,
              "model_type": "roberta",
              "num_attention_heads": 12,
              "num_hidden_layers": 12,
              "pad_token_id": 1,
              "type_vocab_size": 1,
              "vocab_size": 50265,
              "transformers_version": "4.57.1",
              "use_cache": true,
              "task_specific_params": {"x": [1, 2.50, null]}
            }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve("config.json");
    }

    private ModelConfig read(String json) throws IOException {
        Files.writeString(file, json);
        return ModelConfig.read(file);
    }

    /** The example with one key replaced or added; no value removes it. */
    private static String with(String key, String value) throws IOException {
        ObjectNode root = JsonFiles.parse(ROBERTA_BASE.getBytes(StandardCharsets.UTF_8));
        root.remove(key);
        String json = root.toString();
        return value.isEmpty() ? json : json.substring(0, json.length() - 1) + ",\"" + key + "\":" + value + "}";
    }

    @Test
    void shouldReadABaseModel() throws IOException {
        ModelConfig config = read(ROBERTA_BASE);
        assertThat(config.type()).isEqualTo("roberta");
        assertThat(config.hiddenSize()).isEqualTo(768);
        assertThat(config.layers()).isEqualTo(12);
        assertThat(config.maxTokens()).isEqualTo(512);
        assertThat(config.labels()).isEmpty();
        assertThat(config.keys().flag("use_cache", false)).isTrue();
    }

    @Test
    void shouldWriteBackWhatItReadIncludingUnknownKeys() throws IOException {
        ModelConfig config = read(ROBERTA_BASE);
        config.write(file);
        assertThat(ModelConfig.read(file)).isEqualTo(config);
        assertThat(Files.readString(file))
                .startsWith("{\n  \"architectures\": [\n    \"RobertaForMaskedLM\"\n  ],\n")
                .contains("2.50")
                .endsWith("}\n");
    }

    @Test
    void shouldWriteLabelsBothWays() throws IOException {
        ModelConfig config =
                read(ROBERTA_BASE).withLabels(List.of("B", "A", "C")).withDtype("bfloat16");
        config.write(file);
        ObjectNode written = JsonFiles.read(file, ModelConfig.MAX_BYTES);
        assertThat(written.get("id2label").toString()).isEqualTo("{\"0\":\"B\",\"1\":\"A\",\"2\":\"C\"}");
        assertThat(written.get("label2id").toString()).isEqualTo("{\"B\":0,\"A\":1,\"C\":2}");
        assertThat(written.get("torch_dtype").textValue()).isEqualTo("bfloat16");
        assertThat(written.get("architectures").toString()).isEqualTo("[\"RobertaForSequenceClassification\"]");
        assertThat(ModelConfig.read(file)).isEqualTo(config);
    }

    @Test
    void shouldMakeANewRobertaThatReadsBack() throws IOException {
        ModelConfig config = Bert.roberta(8000, 256, 4, 8, 1024, 128);
        config.write(file);
        assertThat(ModelConfig.read(file)).isEqualTo(config);
        assertThat(config.maxTokens()).isEqualTo(128);
    }

    @ParameterizedTest
    @CsvSource({"roberta, 512", "xlm-roberta, 512", "camembert, 512", "bert, 514"})
    void shouldKnowTheFamilies(String type, int maxTokens) throws IOException {
        assertThat(read(with("model_type", "\"" + type + "\"")).maxTokens()).isEqualTo(maxTokens);
    }

    @Test
    void shouldReadTheNewerNameOfTheType() throws IOException {
        assertThat(read(with("dtype", "\"float16\"")).dtype()).isEqualTo("float16");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            model_type | ``                  | model_type is missing
            model_type | "gpt2"              | model_type "gpt2" is not supported; known are bag, bart, bert, camembert,
            model_type | 7                   | model_type must be a text, not "7"
            hidden_size | ``                 | hidden_size is missing
            hidden_size | 0                  | hidden_size must be from 1 to 65536, not 0
            hidden_size | -768               | hidden_size must be from 1 to 65536, not -768
            hidden_size | 768.0              | hidden_size must be a whole number, not "768.0"
            hidden_size | "768"              | hidden_size must be a whole number
            hidden_size | 99999999999        | hidden_size must be a whole number
            hidden_size | 770                | hidden_size 770 is not a multiple of num_attention_heads 12
            num_attention_heads | 0          | num_attention_heads must be from 1 to 768, not 0
            num_hidden_layers | 100000       | num_hidden_layers must be from 1 to 1000
            vocab_size | 2000000000          | vocab_size must be from 1 to 10000000
            max_position_embeddings | 2      | max_position_embeddings must be from 3 to
            hidden_act | "swish"             | hidden_act "swish" is not supported; known are gelu, gelu_new, relu
            hidden_dropout_prob | 1          | hidden_dropout_prob must be from 0 up to but not 1, not 1.0
            hidden_dropout_prob | "0.1"      | hidden_dropout_prob must be a number
            classifier_dropout | -0.1        | classifier_dropout must be from 0
            layer_norm_eps | 0               | layer_norm_eps must be between 0 and 1, not 0.0
            layer_norm_eps | 1e999           | layer_norm_eps must be between 0 and 1, not Infinity
            pad_token_id | 50265             | pad_token_id must be a token of the vocabulary, from 0 to 50264, not 50265
            is_decoder | true                | is_decoder true is not supported
            add_cross_attention | true       | add_cross_attention true is not supported
            quantization_config | {}         | quantization_config is not supported; save the model with float16
            position_embedding_type | "relative_key" | position_embedding_type "relative_key" is not supported
            """)
    void shouldRefuse(String key, String value, String reason) throws IOException {
        String json = with(key, value);
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": " + reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"A":0}         | label2id does not have the 2 labels of id2label
            {"A":1,"B":0}   | label2id gives "A" the id 1, but id2label has it at 0
            {"A":0,"C":1}   | label2id gives "B" the id none, but id2label has it at 1
            """)
    void shouldRefuseLabelsThatDisagree(String label2id, String reason) throws IOException {
        String json = with("id2label", "{\"0\":\"A\",\"1\":\"B\"},\"label2id\":" + label2id);
        assertThatThrownBy(() -> read(json).labels()).hasMessageStartingWith(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            id2label | []                    | id2label is not an object
            id2label | {"0":"A","2":"B"}     | id2label has 2 labels, but none for the id 1
            id2label | {"0":"A","1":"A"}     | id2label: label "A" is there twice
            id2label | {"0":" "}             | id2label: label 0 is blank
            id2label | {"0":7}               | id2label the label of 0 is not a text
            label2id | {"A":0}               | label2id is there without id2label
            """)
    void shouldRefuseLabelsOnlyWhereTheyAreUsed(String key, String value, String reason) throws IOException {
        ModelConfig config = read(with(key, value));
        assertThatThrownBy(config::labels).hasMessageStartingWith(reason);
        assertThat(config.withLabels(List.of("X", "Y")).labels()).containsExactly("X", "Y");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            eos_token_id | [2, 3]
            bos_token_id | null
            architectures | null
            initializer_range | 0
            initializer_range | 2
            problem_type | "regression"
            """)
    void shouldReadSettingsWithoutEffect(String key, String value) throws IOException {
        assertThat(read(with(key, value)).hiddenSize()).isEqualTo(768);
    }

    @Test
    void shouldRefuseARangeOfNewWeightsOnlyWhereThereAreAny() throws IOException {
        ModelConfig config = read(with("initializer_range", "-1"));
        assertThatThrownBy(config::initializerRange).hasMessage("initializer_range must be from 0 to 1, not -1.0");
    }

    @Test
    void shouldWriteTheRangeOfNewWeightsAsADecimal() throws IOException {
        assertThat(read(with("initializer_range", "0")).trained().toString()).contains("\"initializer_range\":0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"problem_type", "auto_map", "_name_or_path", "task_specific_params", "transformers_version"})
    void shouldNotInheritWhatIsTrueOfABaseAlone(String key) throws IOException {
        ModelConfig trained = read(with(key, "\"x\"")).trained();
        assertThat(trained.keys().has(key)).isFalse();
        assertThat(trained.hiddenSize()).isEqualTo(768);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"model_type":1,"model_type":2} | not valid JSON, line 1: Duplicate
            {                               | not valid JSON
            [1]                             | is not a JSON object
            {} {}                           | not valid JSON
            ``                              | is not a JSON object
            """)
    void shouldRefuseWhatIsNoObject(String json, String reason) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": " + reason);
    }

    @Test
    void shouldSayThatThereIsNoFile() {
        assertThatThrownBy(() -> ModelConfig.read(file)).hasMessage(file + ": no such file");
    }
}
