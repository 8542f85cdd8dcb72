package io.rolestream.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.generation.GenerationGolden;
import io.rolestream.engine.precision.DeviceChoice;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process that SIGTERM ends while it generates a long answer does not generate the rest first. */
class ExitDuringAnswerTest {
    private static final int PIECE_MILLIS = 200;

    /** SIGTERM. */
    private static final int EXIT = 128 + 15;

    @Test
    void shouldNotWaitForTheEndOfAnAnswer() throws Exception {
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongAnswer.class.getName()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = child.inputReader()) {
            assertThat(output.lines().anyMatch(line -> line.equals("piece"))).isTrue();
            child.toHandle().destroy(); // SIGTERM
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            List<String> said = output.lines().toList();
            assertThat(child.exitValue()).as(said.toString()).isEqualTo(EXIT);
            assertThat(said.stream().filter(line -> line.equals("piece"))).hasSizeLessThan(20);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** Writes hundreds of tokens, and holds each piece of text up. */
    static final class LongAnswer {
        private LongAnswer() {}

        public static void main(String[] arguments) throws Exception {
            InferenceOptions options = InferenceOptions.defaults()
                    .withDevice(DeviceChoice.CPU)
                    .withPrecision(Precision.FP32)
                    .withThreads(1, 1);
            try (TextGenerator generator = TextGenerator.open(GenerationGolden.checkpoint("smollm2"), options)) {
                generator
                        .submit("Kafka", GenerationOptions.greedy(400), piece -> {
                            System.out.println("piece");
                            sleep();
                        })
                        .join();
            }
        }

        private static void sleep() {
            try {
                Thread.sleep(PIECE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
