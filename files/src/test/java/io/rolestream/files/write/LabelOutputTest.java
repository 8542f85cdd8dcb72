package io.rolestream.files.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LabelOutputTest {

    private static final LabelLine LINE = LabelLine.failed("r1", "none");

    private final Path directory;

    LabelOutputTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldGiveAFileItsNameOnlyWhenItIsWhole() throws IOException {
        Path file = Files.writeString(directory.resolve("out.jsonl"), "before");

        try (LabelOutput output = LabelOutput.open(OutputFormat.JSON, new CsvText(true), file)) {
            output.write(LINE);
            output.flush();
            assertThat(file).hasContent("before");
            output.finish();
        }

        assertThat(file).content().startsWith("{\"resumeId\":\"r1\"");
        assertThat(files()).containsExactly("out.jsonl");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldWriteFilesThatOnlyTheirOwnerCanRead() throws IOException {
        for (OutputFormat format : OutputFormat.values()) {
            Path file = directory.resolve("out." + format);
            try (LabelOutput output = LabelOutput.open(format, new CsvText(true), file)) {
                output.write(LINE);
                output.finish();
            }
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsNotFinished() throws IOException {
        try (LabelOutput output = LabelOutput.open(OutputFormat.CSV, new CsvText(true), directory.resolve("out.csv"))) {
            output.write(LINE);
        }

        assertThat(files()).isEmpty();
    }

    @Test
    void shouldWriteToWhereALinkPoints() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "before");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        try (LabelOutput output = LabelOutput.open(OutputFormat.JSON, new CsvText(true), link)) {
            output.write(LINE);
            output.finish();
        }

        assertThat(link).isSymbolicLink();
        assertThat(target).content().contains("r1");
    }

    @Test
    void shouldRefuseADirectory() {
        assertThatThrownBy(() -> LabelOutput.open(OutputFormat.JSON, new CsvText(true), directory))
                .isInstanceOf(OutputException.class)
                .hasMessageEndingWith("is a directory; name a file in it");
    }

    @Test
    void shouldSayThatTheDirectoryIsMissing() {
        assertThatThrownBy(() ->
                        LabelOutput.open(OutputFormat.JSON, new CsvText(true), directory.resolve("none/out.jsonl")))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("there is no directory");
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void shouldEndQuietlyWhenTheReaderGoes(OutputFormat format) {
        FailingStream pipe = new FailingStream("Broken pipe");

        try (LabelOutput output = LabelOutput.open(format, new CsvText(true), pipe, "standard output")) {
            assertThat(output.isReaderGone()).isFalse();
            output.write(LINE);
            output.flush();
            assertThat(output.isReaderGone()).isTrue();
            output.write(LINE);
            output.finish();
        }

        assertThat(pipe.attempts).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void shouldTellOfAFullDisk(OutputFormat format) {
        try (LabelOutput output =
                LabelOutput.open(format, new CsvText(true), new FailingStream("No space left on device"), "out")) {
            output.write(LINE);

            assertThatThrownBy(output::flush)
                    .isInstanceOf(OutputException.class)
                    .hasMessage("out can't be written: No space left on device");
        }
    }

    @Test
    void shouldHandOverWhatWasWrittenWhenFlushed() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();

        try (LabelOutput output = LabelOutput.open(OutputFormat.JSON, new CsvText(true), stream, "test")) {
            output.write(LINE);
            assertThat(stream.size()).isZero();
            output.flush();
            assertThat(stream.toString(StandardCharsets.UTF_8)).endsWith("}\n");
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static final class FailingStream extends OutputStream {

        private final String message;
        private int attempts;

        FailingStream(String message) {
            this.message = message;
        }

        @Override
        public void write(int value) throws IOException {
            attempts++;
            throw new IOException(message);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            write(0);
        }
    }
}
