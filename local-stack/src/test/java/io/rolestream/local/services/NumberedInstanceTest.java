package io.rolestream.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.config.Settings;
import io.rolestream.stream.StreamConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberedInstanceTest {
    private final Path directory;

    NumberedInstanceTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Settings claim(String instance) throws IOException {
        Map<String, String> values =
                Map.of(StreamConfig.INSTANCE_ID, instance, StreamConfig.STATE_DIRECTORY, directory.toString());
        return NumberedInstance.claim(Settings.of(Configuration.definitions(), values), StreamConfig.STATE_DIRECTORY);
    }

    @Test
    void shouldGiveEachInstanceANumberAndADirectoryOfItsOwn() throws IOException {
        for (int number = 0; number < 3; number++) {
            Settings settings = claim("stream-*");
            assertThat(settings.string(StreamConfig.INSTANCE_ID)).isEqualTo("stream-" + number);
            assertThat(settings.path(StreamConfig.STATE_DIRECTORY)).isEqualTo(directory.resolve("stream-" + number));
        }
        assertThat(claim("worker-*").string(StreamConfig.INSTANCE_ID)).isEqualTo("worker-0");
    }

    @Test
    void shouldKeepANameWithoutAStar() throws IOException {
        Settings settings = claim("pod-7");
        assertThat(settings.string(StreamConfig.INSTANCE_ID)).isEqualTo("pod-7");
        assertThat(settings.path(StreamConfig.STATE_DIRECTORY)).isEqualTo(directory);
    }

    @Test
    void shouldReuseTheNumberOfAnEndedProcess() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("stream-0");
            assertThat(claim("stream-*").string(StreamConfig.INSTANCE_ID)).isEqualTo("stream-1");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(claim("stream-*").string(StreamConfig.INSTANCE_ID)).isEqualTo("stream-0");
    }

    /** Claims a number, prints it and waits to be killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            var test = new NumberedInstanceTest(Path.of(arguments[0]));
            System.out.println(test.claim("stream-*").string(StreamConfig.INSTANCE_ID));
            System.gc();
            Thread.sleep(60_000);
        }
    }
}
