package io.rolestream.engine.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rolestream.common.text.Quoted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsRefusalTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private CheckpointException refusal(byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("bad.safetensors"), content);
        CheckpointException refusal = catchThrowableOfType(
                CheckpointException.class, () -> SafetensorsFile.open(file).close());
        assertThat(refusal).isNotNull();
        assertThat(refusal.file()).isEqualTo(file.toString());
        assertThat(refusal).hasMessageStartingWith(file + ": ");
        return refusal;
    }

    /** Headers with ' for " before eight bytes of data. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':{'dtype':'F31','shape':[2],'data_offsets':[0,8]}}               | a | unknown dtype "F31"; known are BOOL
            {'a':{'dtype':'f32','shape':[2],'data_offsets':[0,8]}}               | a | unknown dtype "f32"
            {'a':{'dtype':7,'shape':[2],'data_offsets':[0,8]}}                   | a | dtype is not a text
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,16]}}              | a | F32 [2] takes 8 bytes, but its offsets 0 to 16 hold 16
            {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}               | a | F32 [3] takes 12 bytes, but its offsets 0 to 8 hold 8
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}               | a | offsets 8 to 0 are not a range
            {'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}              | a | ends at 16, but the file has only 8 bytes of data
            {'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}               | a | begins at 4, but bytes 0 to 4 belong to no tensor
            {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}               |   | 4 bytes at the end belong to no tensor
            {}                                                                   |   | 8 bytes at the end belong to no tensor
            {'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}              | a | shape holds "-2", not a whole number
            {'a':{'dtype':'F32','shape':[-0],'data_offsets':[0,8]}}              | a | shape holds "-0", not a whole number
            {'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}             | a | shape holds "2.0", not a whole number
            {'a':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}}             | a | shape holds "2", not a whole number
            {'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}                 | a | shape is not an array
            {'a':{'dtype':'F32','shape':[[2]],'data_offsets':[0,8]}}             | a | shape holds
            {'a':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,8]}} | a | shape holds "9223372036854775808"
            {'a':{'dtype':'F32','shape':[18446744073709551617],'data_offsets':[0,8]}} | a | shape holds
            {'a':{'dtype':'F32','shape':[4611686018427387905,4],'data_offsets':[0,16]}} | a | overflows
            {'a':{'dtype':'F32','shape':[9223372036854775807,2],'data_offsets':[0,8]}} | a | overflows
            {'a':{'dtype':'F4','shape':[17],'data_offsets':[0,8]}}               | a | not a whole number of bytes
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}}                 | a | data_offsets has 1 numbers, not 2
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}}             | a | data_offsets has more than 2 numbers
            {'a':{'shape':[2],'data_offsets':[0,8]}}                             | a | has no dtype
            {'a':{'dtype':'F32','data_offsets':[0,8]}}                           | a | has no shape
            {'a':{'dtype':'F32','shape':[2]}}                                    | a | has no data_offsets
            {'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}} | a | dtype is there twice
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'strides':[1]}} | a | unknown key "strides"
            {'a':[]}                                                             | a | is not described by an object
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{}}        | a | is there twice
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | b | begins at 4, inside of "a"
            {'__metadata__':{'a':1},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | | __metadata__: "a" is not a text
            {'__metadata__':{'a':'','a':''}}                                     |   | __metadata__: "a" is there twice
            {'__metadata__':7}                                                   | __metadata__ | is not described by an object
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}                |   | not valid JSON
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}}              |   | not valid JSON
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}{}             |   | header continues after its closing }
            {'a':{'dtype':'F32','shape':[02],'data_offsets':[0,8]}}              |   | not valid JSON
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],}}              |   | not valid JSON
            {'a':{'dtype':'F32','shape':[[[[[[2]]]]]],'data_offsets':[0,8]}}     | a | shape holds
            []                                                                   |   | header does not start with {
            ` {}`                                                                |   | header does not start with {
            {'\\ud800':{}}                                                       |   | surrogate
            {'\\udc00':{}}                                                       |   | surrogate
            {'__metadata__':{'a':'\\ud800'}}                                     |   | surrogate
            {'__metadata__':{'a':'\\udc00x'}}                                    |   | surrogate
            """)
    void shouldRefuse(String header, @Nullable String tensor, String reason) throws IOException {
        CheckpointException refusal = refusal(RawSafetensors.of(header.replace('\'', '"'), new byte[8]));
        assertThat(refusal).hasMessageContaining(tensor == null ? reason : "tensor " + Quoted.of(tensor) + ": ");
        assertThat(refusal).hasMessageContaining(reason);
    }

    @Test
    void shouldRefuseFilesThatAreTooShort() throws IOException {
        assertThat(refusal(new byte[0])).hasMessageEndingWith("too short for a safetensors file: 0 bytes");
        assertThat(refusal(new byte[8])).hasMessageEndingWith("too short for a safetensors file: 8 bytes");
        assertThat(refusal(new byte[9])).hasMessageEndingWith("header does not start with {");
    }

    @Test
    void shouldNotBelieveTheLengthOfTheHeader() throws IOException {
        byte[] header = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(RawSafetensors.withLength(3, header)))
                .hasMessageContaining("header of 3 bytes, but the file has only 10");
        assertThat(refusal(RawSafetensors.withLength(100_000_000, header)))
                .hasMessageContaining("header of 100000000 bytes, but the file has only 10");
        assertThat(refusal(RawSafetensors.withLength(100_000_001, header)))
                .hasMessageContaining("header of 100000001 bytes, but at most 100000000 are allowed");
        assertThat(refusal(RawSafetensors.withLength(-1, header)))
                .hasMessageContaining("header of 18446744073709551615 bytes");
        assertThat(refusal(RawSafetensors.withLength(0, header))).hasMessageContaining("does not start with {");
    }

    @Test
    void shouldRefuseAHeaderThatIsNotUtf8() throws IOException {
        byte[] header = "{\"__metadata__\":{\"a\":\"?\"}}".getBytes(StandardCharsets.UTF_8);
        header[header.length - 4] = (byte) 0xff;
        assertThat(refusal(RawSafetensors.of(header))).hasMessageEndingWith("header is not valid UTF-8");
    }

    @Test
    void shouldRefuseTooManyTensorsAndTooLongNames() throws IOException {
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i <= SafetensorsHeader.MAX_TENSORS; i++) {
            many.append("\"").append(i).append("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},");
        }
        many.setCharAt(many.length() - 1, '}');
        assertThat(refusal(RawSafetensors.of(many.toString()))).hasMessageEndingWith("more than 100000 tensors");
        assertThat(refusal(RawSafetensors.of("{\"" + "n".repeat(10_001) + "\":{}}")))
                .hasMessageContaining("10000");
    }

    @Test
    void shouldRefuseDeepNestingWithoutDescending() throws IOException {
        assertThat(refusal(RawSafetensors.of("{\"a\":".repeat(1_000_000)))).hasMessageContaining("unknown key \"a\"");
        assertThat(refusal(RawSafetensors.of("{\"a\":{\"shape\":" + "[".repeat(1_000_000))))
                .hasMessageContaining("shape holds");
    }

    @Test
    void shouldSayWhatIsNotThere() {
        assertThatThrownBy(() -> SafetensorsFile.open(directory.resolve("none.safetensors")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageEndingWith("none.safetensors: no such file");
        assertThatThrownBy(() -> SafetensorsFile.open(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageEndingWith("is not a regular file");
    }
}
