package io.rolestream.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NativeWorkTest {
    @Test
    void shouldEndWhatHasBegunAndBeginNothingElseWhenTheProcessEnds() throws Exception {
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Working.class.getName()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = child.inputReader()) {
            assertThat(output.readLine()).isEqualTo("begun");
            child.toHandle().destroy(); // SIGTERM
            assertThat(output.lines()).containsExactly("other work is refused", "work within work is done");
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** Works until another thread may not. */
    static final class Working {
        private Working() {}

        public static void main(String[] arguments) throws InterruptedException {
            Thread other = new Thread(Working::beginUntilRefused);
            try (NativeWork work = NativeWork.begin()) {
                System.out.println("begun");
                other.start();
                other.join();
                Thread.sleep(500);
                NativeWork twice = NativeWork.begin();
                twice.close();
                twice.close(); // must not end the work around it
                try (NativeWork inner = NativeWork.begin()) {
                    System.out.println("work within work is done");
                }
            }
        }

        private static void beginUntilRefused() {
            try {
                while (true) {
                    NativeWork.begin().close();
                }
            } catch (ProcessEndsException e) {
                System.out.println("other work is refused");
            }
        }
    }
}
