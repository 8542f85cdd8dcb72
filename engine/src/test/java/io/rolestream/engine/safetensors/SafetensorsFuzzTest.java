package io.rolestream.engine.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens many wrong files. Each must be refused with a message that names the file, or be read exactly as an independent
 * reader does; anything else that is thrown fails the test and shows the file. The mutants depend on the seed alone.
 */
class SafetensorsFuzzTest {
    private static final int MUTANTS = 100_000;
    private static final int MANY_MUTANTS = 1_000_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void shouldRefuseOrReadEveryMutantRight() throws IOException {
        fuzz(20_260_101, MUTANTS);
    }

    @Test
    @Tag("full")
    void shouldRefuseOrReadVeryManyMutantsRight() throws IOException {
        fuzz(System.nanoTime(), MANY_MUTANTS);
    }

    private void fuzz(long seed, int count) throws IOException {
        Path file = directory.resolve("mutant.safetensors");
        SafetensorsMutator mutator = new SafetensorsMutator(seeds(), seed);
        int loaded = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < count; i++) {
                byte[] mutant = mutator.next();
                channel.truncate(mutant.length);
                channel.write(ByteBuffer.wrap(mutant), 0);
                try {
                    loaded += check(file, mutant) ? 1 : 0;
                } catch (Throwable e) {
                    throw new AssertionError(
                            "seed " + seed + ", mutant " + i + ": "
                                    + HexFormat.of().formatHex(mutant),
                            e);
                }
            }
        }
        assertThat(loaded).as("mutants that are right").isBetween(count / 50, count / 2);
    }

    /** Whether the file could be loaded, and was right. */
    private static boolean check(Path file, byte[] mutant) throws IOException {
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            Map<String, SlowSafetensors.Tensor> expected = SlowSafetensors.parse(mutant);
            assertThat(opened.tensors().keySet()).isEqualTo(expected.keySet());
            for (Map.Entry<String, SlowSafetensors.Tensor> entry : expected.entrySet()) {
                checkTensor(opened, entry.getKey(), entry.getValue(), mutant);
            }
            return true;
        } catch (CheckpointException e) {
            assertThat(e.getMessage()).startsWith(file + ": ");
            return false;
        }
    }

    private static void checkTensor(SafetensorsFile opened, String name, SlowSafetensors.Tensor expected, byte[] file)
            throws IOException {
        TensorInfo info = Objects.requireNonNull(opened.tensors().get(name));
        assertThat(info.dtype().name()).isEqualTo(expected.dtype());
        assertThat(info.shape()).isEqualTo(expected.shape());
        int data = 8 + ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt();
        byte[] bytes = Arrays.copyOfRange(file, data + (int) info.begin(), data + (int) info.end());
        assertThat(bytes).isEqualTo(expected.bytes());
        if (info.dtype() == DType.F32) {
            float[] floats = new float[bytes.length / 4];
            ByteBuffer.wrap(expected.bytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(floats);
            assertThat(TensorValues.of(opened, name)).isEqualTo(floats);
        } else if (info.dtype().readsAsFloat()) {
            assertThat(TensorValues.of(opened, name)).hasSize((int) info.elements());
        }
    }

    private List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(written(List.of()));
        seeds.add(written(List.of(OutgoingTensor.of("a", DType.F32, new long[] {2}, new float[] {1, 2}))));
        seeds.add(written(List.of(
                OutgoingTensor.of("a.weight", DType.F32, new long[] {2, 2}, new float[] {1, 2, 3, 4}),
                OutgoingTensor.of("a.bias", DType.F16, new long[] {2}, new float[] {1, 2}),
                OutgoingTensor.of("b", DType.BF16, new long[] {4}, new float[] {1, 2, 3, 4}))));
        seeds.add(RawSafetensors.of(
                "{\"__metadata__\":{\"format\":\"pt\"},\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                        + "\"e\":{\"dtype\":\"U8\",\"shape\":[0,3],\"data_offsets\":[8,8]}}",
                new byte[8]));
        seeds.add(RawSafetensors.of(
                "{\"x\":{\"dtype\":\"U8\",\"shape\":[4,2],\"data_offsets\":[0,8]},"
                        + "\"y\":{\"dtype\":\"F4\",\"shape\":[4],\"data_offsets\":[8,10]},"
                        + "\"z\":{\"dtype\":\"I16\",\"shape\":[1],\"data_offsets\":[10,12]}}",
                new byte[12]));
        for (byte[] seed : seeds) {
            Path file = Files.write(directory.resolve("seed.safetensors"), seed);
            assertThatCode(() -> check(file, seed)).doesNotThrowAnyException();
        }
        return seeds;
    }

    private byte[] written(List<OutgoingTensor> tensors) throws IOException {
        Path file = directory.resolve("written.safetensors");
        SafetensorsWriter.write(file, tensors);
        return Files.readAllBytes(file);
    }
}
