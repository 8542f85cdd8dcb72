package io.rolestream.files.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.files.documents.FolderWatch.Pauses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final int MAX_FILES = 3;
    private static final long PATIENCE_SECONDS = 20;

    private final Path folder;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final FolderWatch watch;
    private final Thread watching;

    FolderWatchTest(@TempDir Path folder) {
        this.folder = folder;
        this.watch = new FolderWatch(
                folder, MAX_FILES, new Pauses(INTERVAL, INTERVAL, INTERVAL.multipliedBy(3)), stopped::get);
        this.watching = new Thread(this::watch);
    }

    @BeforeEach
    void writeAFile() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "first");
    }

    private void watch() {
        while (watch.hasNext()) {
            DocumentFile file = watch.next();
            try {
                seen.add(file.name() + "=" + new String(file.bytes(1000), StandardCharsets.UTF_8));
            } catch (IOException e) {
                seen.add(file.name() + " vanished");
            }
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        stopped.set(true);
        watching.join(PATIENCE_SECONDS * 1000);
        assertThat(watching.isAlive()).isFalse();
    }

    @Test
    void shouldGiveExistingNewAndChangedDocumentsOnceEach() throws Exception {
        watching.start();
        assertThat(next()).isEqualTo("a.txt=first");
        Files.createDirectories(folder.resolve("b"));
        Files.writeString(folder.resolve("b/c.txt"), "second");
        assertThat(next()).isEqualTo("b/c.txt=second");
        Files.writeString(folder.resolve("a.txt"), "changed");
        assertThat(next()).isEqualTo("a.txt=changed");

        assertThat(seen.poll(5 * INTERVAL.toMillis(), TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void shouldWaitUntilADocumentIsWhole() throws Exception {
        watching.start();
        assertThat(next()).isEqualTo("a.txt=first");
        Path file = folder.resolve("long.txt");
        StringBuilder text = new StringBuilder();
        long end = System.nanoTime() + 8 * INTERVAL.toNanos();
        while (System.nanoTime() < end) {
            text.append("more ");
            Files.writeString(file, text);
            Thread.sleep(INTERVAL.toMillis() / 20);
        }

        List<String> reads = new ArrayList<>(List.of(next()));
        while (!reads.get(reads.size() - 1).equals("long.txt=" + text)) {
            reads.add(next());
        }
        assertThat(reads).as("the writer may be held up on a busy machine").hasSizeLessThan(4);
    }

    @Test
    void shouldSurviveDocumentsAndFoldersThatVanish() throws Exception {
        watching.start();
        assertThat(next()).isEqualTo("a.txt=first");
        Files.delete(folder.resolve("a.txt"));
        Files.delete(folder);
        Thread.sleep(3 * INTERVAL.toMillis());
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("a.txt"), "first");

        assertThat(next()).isEqualTo("a.txt=first");
    }

    @Test
    void shouldNotFollowLinks() throws Exception {
        Path outside = Files.createTempFile("outside", ".txt");
        try {
            Files.createSymbolicLink(folder.resolve("link.txt"), outside);

            assertThat(DocumentFiles.list(folder.toRealPath(), file -> true))
                    .containsExactly(folder.toRealPath().resolve("a.txt"));
        } finally {
            Files.delete(outside);
        }
    }

    @Test
    void shouldGiveADocumentThatFailedAgainAfterAPause() throws Exception {
        watching.start();
        assertThat(next()).isEqualTo("a.txt=first");
        for (int i = 0; i < 3; i++) {
            watch.failed("a.txt");
            assertThat(next()).as("retry %d", i).isEqualTo("a.txt=first");
        }

        assertThat(seen.poll(5 * INTERVAL.toMillis(), TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void shouldContinueWithTheFilesItKnowsWhenThereAreTooMany() throws Exception {
        watching.start();
        assertThat(next()).isEqualTo("a.txt=first");
        for (String name : List.of("0", "1", "2", "3", "4")) {
            Files.writeString(folder.resolve(name + ".txt"), name);
        }
        Set<String> two = new HashSet<>(Set.of(next(), next()));
        assertThat(two).doesNotContain("a.txt=first", "null").hasSize(2);
        assertThat(seen.poll(5 * INTERVAL.toMillis(), TimeUnit.MILLISECONDS)).isNull();

        Files.delete(folder.resolve("a.txt"));
        assertThat(next()).isNotIn(two).isNotEqualTo("null");
    }

    @Test
    void shouldNotOpenALinkThatTookThePlaceOfAFileOrFolder(@TempDir Path outside) throws Exception {
        Path root = folder.toRealPath();
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Path inner = Files.createDirectory(root.resolve("b"));
        Path file = Files.writeString(inner.resolve("secret.txt"), "harmless");
        DocumentFile listed = DocumentFiles.in(root, file);
        assertThat(new String(listed.bytes(100), StandardCharsets.UTF_8)).isEqualTo("harmless");

        Files.delete(file);
        Files.createSymbolicLink(file, outside.resolve("secret.txt"));
        assertThatThrownBy(() -> listed.bytes(100)).isInstanceOf(IOException.class);
        Files.delete(file);
        Files.delete(inner);
        Files.createSymbolicLink(inner, outside);
        assertThatThrownBy(() -> listed.bytes(100)).isInstanceOf(IOException.class);
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    @Timeout(60)
    void shouldNotWaitForANamedPipe() throws Exception {
        Path pipe = folder.toRealPath().resolve("pipe.txt");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> DocumentFiles.in(folder.toRealPath(), pipe).bytes(100))
                .hasMessage("it is a link or no regular file");
    }

    private String next() throws InterruptedException {
        return String.valueOf(seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
}
