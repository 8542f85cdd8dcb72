package io.rolestream.engine.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedSafetensorsTest {
    private static final String FIRST = "model-00001-of-00002.safetensors";
    private static final String SECOND = "model-00002-of-00002.safetensors";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @BeforeEach
    void setUp() throws IOException {
        shard(FIRST, "a", "b");
        shard(SECOND, "c");
    }

    private void shard(String name, String... tensors) throws IOException {
        SafetensorsWriter.write(
                directory.resolve(name),
                Arrays.stream(tensors)
                        .map(t -> OutgoingTensor.of(t, DType.F32, new long[] {1}, new float[] {t.charAt(0)}))
                        .toList());
    }

    private void index(String weightMap) throws IOException {
        Files.writeString(
                directory.resolve(Weights.INDEX_FILE),
                ("{'metadata':{'total_size':12},'weight_map':" + weightMap + "}").replace('\'', '"'));
    }

    @Test
    void shouldReadTensorsFromTheirShards() throws IOException {
        index("{'a':'" + FIRST + "','c':'" + SECOND + "','b':'" + FIRST + "'}");
        try (Weights weights = Weights.open(directory)) {
            assertThat(weights.tensors().keySet()).containsExactly("a", "b", "c");
            assertThat(TensorValues.of(weights, "c")).containsExactly('c');
            weights.forEachChunk("a", (values, count) -> assertThat(values).containsExactly('a'));
            assertThatThrownBy(() -> TensorValues.of(weights, "d"))
                    .hasMessageContaining(Weights.INDEX_FILE + ": tensor \"d\": is not there; did you mean");
        }
    }

    @Test
    void shouldPreferOneFile() throws IOException {
        index("{'a':'missing.safetensors'}");
        shard(Weights.SINGLE_FILE, "x");
        try (Weights weights = Weights.open(directory)) {
            assertThat(weights.tensors()).containsOnlyKeys("x");
        }
    }

    @Test
    void shouldNameATensorThatItsShardLacks() throws IOException {
        index("{'a':'" + FIRST + "','b':'" + FIRST + "','c':'" + SECOND + "','d':'" + SECOND + "'}");
        assertThatThrownBy(() -> Weights.open(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(SECOND + ": does not hold \"d\"");
    }

    @Test
    void shouldIgnoreATensorThatTheIndexLacks() throws IOException {
        index("{'a':'" + FIRST + "','c':'" + SECOND + "'}");
        try (Weights weights = Weights.open(directory)) {
            assertThat(weights.tensors()).containsOnlyKeys("a", "c");
        }
    }

    @Test
    void shouldRefuseATensorInTwoShards() throws IOException {
        shard(SECOND, "b", "c");
        index("{'a':'" + FIRST + "','b':'" + FIRST + "','c':'" + SECOND + "'}");
        assertThatThrownBy(() -> Weights.open(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(SECOND + ": holds \"b\", which is in another shard too");
    }

    @Test
    void shouldNameAMissingShard() throws IOException {
        index("{'a':'model-00003.safetensors'}");
        assertThatThrownBy(() -> Weights.open(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("model-00003.safetensors: no such file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x.safetensors",
                "/x.safetensors",
                "sub/x.safetensors",
                "sub\\\\x.safetensors",
                "C:x.safetensors",
                "..",
                ".safetensors",
                "",
                "pytorch_model.bin",
                "x\\u0000.safetensors"
            })
    void shouldRefuseAShardThatIsNoFileBesideTheIndex(String shard) throws IOException {
        index("{'a':'" + shard + "'}");
        assertThatThrownBy(() -> Weights.open(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("tensor \"a\": ")
                .hasMessageContaining("is not the name of a safetensors file beside this one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{'a':1}", "{'a':'" + FIRST + "','a':'" + FIRST + "'}", "{"})
    void shouldRefuseAMalformedIndex(String weightMap) throws IOException {
        index(weightMap);
        assertThatThrownBy(() -> Weights.open(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(Weights.INDEX_FILE);
    }

    @Test
    void shouldFollowSymbolicLinks(@TempDir Path elsewhere) throws IOException {
        Path blob = elsewhere.resolve("blob");
        Files.move(directory.resolve(SECOND), blob);
        Files.createSymbolicLink(directory.resolve(SECOND), blob);
        index("{'a':'" + FIRST + "','b':'" + FIRST + "','c':'" + SECOND + "'}");
        try (Weights weights = Weights.open(directory)) {
            assertThat(TensorValues.of(weights, "c")).containsExactly('c');
        }
    }
}
