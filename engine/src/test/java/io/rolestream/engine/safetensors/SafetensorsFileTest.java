package io.rolestream.engine.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
            assertThat(opened.tensors().get("a")).isEqualTo(new TensorInfo("a", DType.I8, new long[] {1, 2}, 0, 2));
            assertThat(opened.metadata()).containsEntry("format", "pt").containsEntry("", "\u00e9");
            assertThat(opened.floats("a")).containsExactly(-1, 2);
            assertThat(opened.floats("b")).containsExactly(3, 4, 255);
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
            assertThat(opened.floats("x")).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void shouldRecogniseEveryType(DType type) throws IOException {
        int bytes = type.bits();
        Path file = write(RawSafetensors.of(header(type, "8", bytes), new byte[bytes]));
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.tensors().get("x")).extracting(TensorInfo::dtype).isEqualTo(type);
            assertThat(opened.data("x").remaining()).isEqualTo(bytes);
            if (type.readsAsFloat()) {
                assertThat(opened.floats("x")).containsOnly(0).hasSize(8);
            } else {
                assertThatThrownBy(() -> opened.floats("x"))
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
            assertThat(opened.floats("e")).isEmpty();
            assertThat(opened.data("e").remaining()).isZero();
            assertThat(opened.floats("s")).containsExactly(7);
            assertThat(opened.data("t").remaining()).isZero();
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
            assertThat(opened.floats("b")).containsExactly(1.5f, -2f);
            float[] mapped = new float[2];
            opened.data("b").asFloatBuffer().get(mapped);
            assertThat(mapped).containsExactly(1.5f, -2f);
        }
    }

    @Test
    void shouldMapReadOnlyLittleEndianWindowsThatOutliveTheFile() throws IOException {
        ByteBuffer data;
        try (SafetensorsFile opened = SafetensorsFile.open(floats(3))) {
            data = opened.data("x");
        }
        assertThat(data.isReadOnly()).isTrue();
        assertThat(data.isDirect()).isTrue();
        assertThat(data.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(data.getFloat(8)).isEqualTo(2);
    }

    @Test
    void shouldMapAPart() throws IOException {
        try (SafetensorsFile opened = SafetensorsFile.open(floats(10))) {
            assertThat(opened.data("x", 8, 4).getFloat()).isEqualTo(2);
            assertThatThrownBy(() -> opened.data("x", 38, 4)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> opened.data("x", -1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
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
            assertThat(all).isEqualTo(opened.floats("x"));
            assertThat(all[count - 1]).isEqualTo(count - 1);
        }
    }

    @Test
    void shouldNameTheTensorThatIsNotThereAndTheNearest() throws IOException {
        try (SafetensorsFile opened = SafetensorsFile.open(floats(1))) {
            assertThatThrownBy(() -> opened.floats("y"))
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
            assertThatThrownBy(() -> opened.floats("x"))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("some.safetensors: tensor \"x\": the file was truncated to 1000 bytes");
            assertThatThrownBy(() -> opened.data("x"))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("bytes when it was opened, now 1000");
        }
    }

    @Test
    void shouldReadAFileOverTwoGigabytes() throws IOException {
        long gigabyte = 1L << 30;
        String header = "{";
        for (int i = 0; i < 3; i++) {
            header += "\"t" + i + "\":{\"dtype\":\"F32\",\"shape\":[" + gigabyte / 4 + "],\"data_offsets\":["
                    + i * gigabyte + "," + (i + 1) * gigabyte + "]},";
        }
        header += "\"huge\":{\"dtype\":\"F32\",\"shape\":[3," + gigabyte / 4 + "],\"data_offsets\":[" + 3 * gigabyte
                + "," + 6 * gigabyte + "]}}";
        Path file = write(RawSafetensors.of(header));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long start = channel.size();
            for (int gib : new int[] {1, 2, 3, 6}) {
                ByteBuffer last = RawSafetensors.littleEndian(4).putFloat(gib).flip();
                channel.write(last, start + gib * gigabyte - 4);
            }
        }
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            int end = (int) gigabyte - 4;
            assertThat(opened.data("t0").getFloat(end)).isEqualTo(1);
            assertThat(opened.data("t1").getFloat(end)).isEqualTo(2);
            assertThat(opened.data("t2").getFloat(end)).isEqualTo(3);
            assertThat(opened.data("huge", 3 * gigabyte - 4, 4).getFloat()).isEqualTo(6);
            assertThatThrownBy(() -> opened.data("huge"))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("too many for one buffer");
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
        assertThatThrownBy(() -> opened.floats("x")).isInstanceOf(CheckpointException.class);
        assertThatThrownBy(() -> opened.data("x")).isInstanceOf(CheckpointException.class);
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
