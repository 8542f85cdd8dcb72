package io.rolestream.engine.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Path write(byte[] content) throws IOException {
        return Files.write(directory.resolve("some.safetensors"), content);
    }

    @Test
    void shouldReadTensorsInTheOrderOfTheirPlaces() throws IOException {
        Path file = write(RawSafetensors.of(
                "{\"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[2,5]},"
                        + "\"__metadata__\":{\"format\":\"pt\",\"\":\"\u00e9\"},"
                        + "\"a\":{\"shape\":[1,2],\"data_offsets\":[0,2],\"dtype\":\"I8\"}}   ",
                new byte[] {-1, 2, 3, 4, -1}));
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.tensors().keySet()).containsExactly("a", "b");
            assertThat(opened.tensors().get("a"))
                    .usingRecursiveComparison()
                    .isEqualTo(new TensorInfo("a", DType.I8, new long[] {1, 2}, 0, 2));
            assertThat(opened.metadata()).containsEntry("format", "pt").containsEntry("", "\u00e9");
            assertThat(TensorValues.of(opened, "a")).containsExactly(-1, 2);
            assertThat(TensorValues.of(opened, "b")).containsExactly(3, 4, 255);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, 01, 1",
        "U8, fe, 254",
        "I8, fe, -2",
        "I16, feff, -2",
        "U16, feff, 65534",
        "F16, 003c, 1",
        "BF16, 803f, 1",
        "I32, feffffff, -2",
        "U32, feffffff, 4294967294",
        "F32, 0000c03f, 1.5",
        "F64, 000000000000f83f, 1.5",
        "I64, feffffffffffffff, -2"
    })
    void shouldConvertToFloat(DType type, String hex, float expected) throws IOException {
        byte[] data = HexFormat.of().parseHex(hex);
        Path file = write(RawSafetensors.of(header(type, "", data.length), data));
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(TensorValues.of(opened, "x")).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void shouldRecogniseEveryType(DType type) throws IOException {
        int bytes = type.bits();
        Path file = write(RawSafetensors.of(header(type, "8", bytes), new byte[bytes]));
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.tensors().get("x")).extracting(TensorInfo::dtype).isEqualTo(type);
            if (type.readsAsFloat()) {
                assertThat(TensorValues.of(opened, "x")).containsOnly(0).hasSize(8);
            } else {
                assertThatThrownBy(() -> TensorValues.of(opened, "x"))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageEndingWith("some.safetensors: tensor \"x\": elements of type " + type
                                + " do not convert to float");
            }
        }
    }

    @Test
    void shouldReadScalarsAndEmptyTensors() throws IOException {
        Path file = write(RawSafetensors.of(
                "{\"e\":{\"dtype\":\"F32\",\"shape\":[3,0],\"data_offsets\":[0,0]},"
                        + "\"s\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]},"
                        + "\"t\":{\"dtype\":\"F64\",\"shape\":[0],\"data_offsets\":[1,1]}}",
                (byte) 7));
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(TensorValues.of(opened, "e")).isEmpty();
            assertThat(TensorValues.of(opened, "s")).containsExactly(7);
            opened.forEachChunk("t", (values, count) -> {
                throw new AssertionError("there is nothing to pass");
            });
        }
    }

    @Test
    void shouldReadAFileWithoutTensors() throws IOException {
        try (SafetensorsFile opened = SafetensorsFile.open(write(RawSafetensors.of("{}")))) {
            assertThat(opened.tensors()).isEmpty();
        }
    }

    @Test
    void shouldReadUnalignedTensors() throws IOException {
        ByteBuffer data =
                RawSafetensors.littleEndian(9).put((byte) 1).putFloat(1.5f).putFloat(-2f);
        Path file = write(RawSafetensors.of(
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[1,9]}}",
                data));
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(TensorValues.of(opened, "b")).containsExactly(1.5f, -2f);
        }
    }

    @Test
    void shouldPassAllValuesInPieces() throws IOException {
        int count = 100_001;
        float[] all = new float[count];
        int[] seen = {0, 0};
        try (SafetensorsFile opened = SafetensorsFile.open(floats(count))) {
            opened.forEachChunk("x", (values, n) -> {
                System.arraycopy(values, 0, all, seen[0], n);
                seen[0] += n;
                seen[1]++;
            });
            assertThat(seen[0]).isEqualTo(count);
            assertThat(seen[1]).isGreaterThan(1);
            assertThat(all[count - 1]).isEqualTo(count - 1);
        }
    }

    @Test
    void shouldNameTheTensorThatIsNotThereAndTheNearest() throws IOException {
        try (SafetensorsFile opened = SafetensorsFile.open(floats(1))) {
            assertThatThrownBy(() -> TensorValues.of(opened, "y"))
                    .hasMessageEndingWith("some.safetensors: tensor \"y\": is not there; did you mean \"x\"?");
        }
    }

    @Test
    void shouldNoticeThatAFileWasTruncatedAfterItWasOpened() throws IOException {
        Path file = floats(100_000);
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(1000);
            }
            assertThatThrownBy(() -> TensorValues.of(opened, "x"))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("some.safetensors: tensor \"x\": the file was truncated to 1000 bytes");
        }
    }

    @Test
    void shouldReadAFileOverTwoGigabytes() throws IOException {
        long gigabyte = 1L << 30;
        Path file = write(RawSafetensors.of("{\"huge\":{\"dtype\":\"F32\",\"shape\":[3," + gigabyte / 4
                + "],\"data_offsets\":[0,"
                + 3 * gigabyte + "]},\"last\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + 3 * gigabyte
                + "," + (3 * gigabyte + 4) + "]}}"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(RawSafetensors.littleEndian(4).putFloat(6).flip(), channel.size() + 3 * gigabyte);
        }
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(TensorValues.of(opened, "last")).containsExactly(6);
            IOException enough = new IOException("enough");
            assertThatThrownBy(() -> opened.forEachChunk("huge", (values, count) -> {
                        assertThat(values).containsOnly(0);
                        throw enough;
                    }))
                    .isSameAs(enough);
        }
    }

    @Test
    void shouldRefuseToReadAfterItIsClosed() throws IOException {
        SafetensorsFile opened = SafetensorsFile.open(floats(1));
        opened.close();
        assertThatThrownBy(() -> TensorValues.of(opened, "x")).isInstanceOf(CheckpointException.class);
    }

    private Path floats(int count) throws IOException {
        ByteBuffer data = RawSafetensors.littleEndian(4 * count);
        for (int i = 0; i < count; i++) {
            data.putFloat(i);
        }
        return write(RawSafetensors.of(header(DType.F32, Integer.toString(count), 4 * count), data));
    }

    private static String header(DType type, String shape, int bytes) {
        return "{\"x\":{\"dtype\":\"" + type + "\",\"shape\":" + Arrays.asList(shape) + ",\"data_offsets\":[0," + bytes
                + "]}}";
    }
}
