package io.rolestream.engine.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve("model.safetensors");
    }

    @Test
    void shouldWriteTheBytesThatTheReferenceImplementationWrites() throws IOException {
        SafetensorsWriter.write(
                file,
                List.of(
                        OutgoingTensor.of("h", DType.F16, new long[] {1}, new float[] {1}),
                        OutgoingTensor.of("b", DType.F32, new long[] {1, 2}, new float[] {1, -2}),
                        OutgoingTensor.of("a", DType.F32, new long[0], new float[] {0.5f}),
                        OutgoingTensor.of("i", DType.BF16, new long[] {1}, new float[] {1})));
        String header = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[4,12]},"
                + "\"i\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[12,14]},"
                + "\"h\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[14,16]}}";
        header += " ".repeat(Math.floorMod(-header.length(), 8));
        ByteBuffer data = RawSafetensors.littleEndian(16)
                .putFloat(0.5f)
                .putFloat(1)
                .putFloat(-2)
                .putShort((short) 0x3f80)
                .putShort((short) 0x3c00);
        assertThat(Files.readAllBytes(file)).isEqualTo(RawSafetensors.of(header, data));
    }

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        float[] values = new float[100_003];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        SafetensorsWriter.write(
                file,
                Stream.of(DType.F32, DType.F16, DType.BF16)
                        .map(t -> OutgoingTensor.of(t.name(), t, new long[] {values.length}, values))
                        .toList());
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(TensorValues.of(opened, "F32")).isEqualTo(values);
            float[] halves = TensorValues.of(opened, "F16");
            float[] brains = TensorValues.of(opened, "BF16");
            for (int i = 0; i < values.length; i++) {
                assertThat(halves[i]).isEqualTo(HalfFloats.f16ToFloat(HalfFloats.floatToF16(values[i])));
                assertThat(brains[i]).isEqualTo(HalfFloats.bf16ToFloat(HalfFloats.floatToBf16(values[i])));
            }
        }
    }

    @Test
    void shouldAlignEveryTensorToItsElements() throws IOException {
        SafetensorsWriter.write(
                file,
                List.of(
                        OutgoingTensor.of("b", DType.F16, new long[] {5}, new float[5]),
                        OutgoingTensor.of("d", DType.F32, new long[] {1}, new float[1])),
                Map.of());
        long headerLength = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        assertThat(headerLength % 8).isZero();
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.metadata()).isEmpty();
            for (TensorInfo tensor : opened.tensors().values()) {
                assertThat(tensor.begin() % (tensor.dtype().bits() / 8)).isZero();
            }
        }
    }

    @Test
    void shouldRefuseContentOfTheWrongSizeAndLeaveTheOldFile() throws IOException {
        Files.writeString(file, "old");
        for (int size : new int[] {1, 3}) {
            assertThatThrownBy(() -> SafetensorsWriter.write(
                            file, List.of(OutgoingTensor.of("x", DType.F32, new long[] {2}, new float[size]))))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("model.safetensors: tensor \"x\": its content is");
        }
        assertThat(Files.readString(file)).isEqualTo("old");
        assertThat(directory).isDirectoryContaining("glob:**/model.safetensors");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void shouldPassOnWhatAContentThrows() {
        IOException broken = new IOException("broken");
        assertThatThrownBy(() -> SafetensorsWriter.write(
                        file, List.of(new OutgoingTensor("x", DType.F32, new long[] {2}, sink -> {
                            throw broken;
                        }))))
                .isSameAs(broken);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldRefuseDoubledAndReservedNames() {
        OutgoingTensor tensor = OutgoingTensor.of("x", DType.F32, new long[] {1}, new float[1]);
        assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(tensor, tensor)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor \"x\" is there twice");
        assertThatThrownBy(() -> OutgoingTensor.of("__metadata__", DType.F32, new long[] {1}, new float[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseFloatsForATypeThatIsNotWrittenFromThem() {
        assertThatThrownBy(() -> SafetensorsWriter.write(
                        file, List.of(OutgoingTensor.of("x", DType.I64, new long[] {1}, new float[1]))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor \"x\": floats are not written as I64");
    }

    @Test
    void shouldSayWhereItCannotWrite() {
        Path nowhere = directory.resolve("none").resolve("model.safetensors");
        assertThatThrownBy(() -> SafetensorsWriter.write(nowhere, List.of()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void shouldKeepNamesOfAllKinds() throws IOException {
        String name = "tab\t\"quote\" \u00e9 \ud83d\ude00";
        SafetensorsWriter.write(file, List.of(OutgoingTensor.of(name, DType.F32, new long[0], new float[1])));
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.tensors()).containsOnlyKeys(name);
        }
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)).contains("\u00e9 \ud83d\ude00");
    }
}
