package io.rolestream.files.documents;

import static io.rolestream.files.documents.parse.SampleDocuments.docx;
import static io.rolestream.files.documents.parse.SampleDocuments.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.files.documents.parse.ParsedDocument;
import io.rolestream.files.documents.parse.PdfPages;
import io.rolestream.files.documents.parse.SampleDocuments;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DocumentReaderTest {
    private static final DocumentLimits LIMITS =
            new DocumentLimits(1024 * 1024, 250_000, 100, 10, Duration.ofSeconds(20), 64);
    private static final DocumentLimits IMPATIENT =
            new DocumentLimits(1024 * 1024, 250_000, 100, 10, Duration.ofSeconds(1), 64);

    @Test
    void shouldReadDocumentsOneAfterAnother() throws IOException {
        try (DocumentReader reader = new DocumentReader(LIMITS)) {
            assertThat(reader.read(file("a.docx", docx("Jane", "Skills", "Java", "SQL", "Go"))))
                    .isEqualTo(new ParsedDocument("Jane\nSkills\nJava\nSQL\nGo", "Java, SQL, Go", null));
            assertThat(reader.read(file("b.pdf", PdfPages.lines("A developer of Java services"))))
                    .isEqualTo(new ParsedDocument("A developer of Java services", null, null));
        }
    }

    @Test
    void shouldDecideByTheContentAndNotByTheName() throws IOException {
        try (DocumentReader reader = new DocumentReader(LIMITS)) {
            assertThat(reader.read(file("a.pdf", docx("Jane"))).text()).isEqualTo("Jane");
            assertThat(reader.read(file("b.docx", utf8("{\\rtf1 Jane}"))).text())
                    .isEqualTo("Jane");
        }
    }

    @Test
    void shouldEndADocumentThatTakesTooLongAndReadTheNext() throws IOException {
        try (DocumentReader reader = new DocumentReader(IMPATIENT)) {
            assertThat(reader.read(file("slow.pdf", PdfPages.endless())).problem())
                    .isEqualTo("takes longer than 1 s to read (documents.timeout)");
            assertThat(reader.read(file("b.txt", utf8("Jane"))).text()).isEqualTo("Jane");
        }
    }

    @Test
    void shouldEndADocumentThatTakesTooMuchMemoryAndReadTheNext() throws IOException {
        byte[] page = utf8("<html>" + "<i x=y>z</i>".repeat(600_000));
        DocumentLimits limits = new DocumentLimits(page.length, 250_000, 1, 1, Duration.ofSeconds(60), 64);
        try (DocumentReader reader = new DocumentReader(limits)) {
            assertThat(reader.read(file("big.html", page)).problem())
                    .isEqualTo("takes more than 64 MB of memory to read (documents.heap.megabytes)");
            assertThat(reader.read(file("b.txt", utf8("Jane"))).text()).isEqualTo("Jane");
        }
    }

    @Test
    void shouldReportADocumentThatIsTooLarge() throws IOException {
        try (DocumentReader reader = new DocumentReader(LIMITS)) {
            assertThat(reader.read(file("a.txt", new byte[1024 * 1024 + 1])).problem())
                    .isEqualTo("is larger than 1,048,576 bytes (documents.max.bytes)");
        }
    }

    @Test
    void shouldReportADocumentThatVanished() throws IOException {
        DocumentFile gone = new DocumentFile("a.txt", () -> {
            throw new FileNotFoundException("a.txt");
        });
        try (DocumentReader reader = new DocumentReader(LIMITS)) {
            assertThatThrownBy(() -> reader.read(gone))
                    .isInstanceOf(DocumentUnavailable.class)
                    .hasMessage("can't be read: a.txt");
        }
    }

    @Test
    void shouldNotWaitForBytesBeyondTheTimeLimit() throws IOException {
        DocumentFile stuck = new DocumentFile("a.txt", () -> {
            LockSupport.parkUntil(Long.MAX_VALUE);
            return InputStream.nullInputStream();
        });
        try (DocumentReader reader = new DocumentReader(IMPATIENT)) {
            assertThatThrownBy(() -> reader.read(stuck))
                    .isInstanceOf(DocumentUnavailable.class)
                    .hasMessage("takes longer than 1 s to read (documents.timeout)");
            assertThat(reader.read(file("b.txt", utf8("Jane"))).text()).isEqualTo("Jane");
        }
    }

    @Test
    void shouldReportADocumentWithoutAName() throws IOException {
        try (DocumentReader reader = new DocumentReader(LIMITS)) {
            assertThat(reader.read(file(" ", utf8("Jane"))).problem()).startsWith("has a blank name");
        }
    }

    @Test
    void shouldReadADocumentAgainWhereAnOlderProcessIsKilled() throws Exception {
        try (DocumentReader reader = new DocumentReader(LIMITS)) {
            ProcessHandle child = childOf(reader);
            // With the process stopped, only its end can come before an answer.
            assertThat(new ProcessBuilder("kill", "-STOP", String.valueOf(child.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            CompletableFuture<Void> killed = CompletableFuture.runAsync(
                    child::destroyForcibly, CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));

            assertThat(reader.read(file("b.txt", utf8("Jane"))).text()).isEqualTo("Jane");
            killed.join();
        }
    }

    @Test
    void shouldSurviveASignalToTheProcessGroup() throws Exception {
        try (DocumentReader reader = new DocumentReader(LIMITS)) {
            ProcessHandle child = childOf(reader);
            child.destroy();

            assertThat(child.onExit()).failsWithin(Duration.ofSeconds(1));
            assertThat(reader.read(file("b.txt", utf8("Jane"))).text()).isEqualTo("Jane");
        }
    }

    @Test
    void shouldReplaceTheProcessAfterAHundredDocuments() throws IOException {
        try (DocumentReader reader = new DocumentReader(LIMITS)) {
            ProcessHandle child = childOf(reader);
            for (int i = 1; i < 100; i++) {
                reader.read(file("a.txt", utf8("Jane")));
            }
            assertThat(child.isAlive()).isTrue();
            assertThat(reader.read(file("b.txt", utf8("Jane"))).text()).isEqualTo("Jane");

            assertThat(child.onExit()).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    /** The process that the reader has started for a first document. */
    private static ProcessHandle childOf(DocumentReader reader) throws IOException {
        Set<ProcessHandle> before = ProcessHandle.current().children().collect(Collectors.toSet());
        reader.read(file("a.txt", utf8("Jane")));
        return ProcessHandle.current()
                .children()
                .filter(child -> !before.contains(child))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldReportHostileDocuments() throws IOException {
        try (DocumentReader reader = new DocumentReader(LIMITS)) {
            assertThat(reader.read(file("bomb.docx", SampleDocuments.bomb(120))).problem())
                    .isEqualTo("unpacks to more than 100 MB, which no resume does");
            assertThat(reader.read(file("nested.pdf", PdfPages.nested(50_000))).problem())
                    .isNotNull();
            assertThat(reader.read(file("loop.pdf", PdfPages.loop())).problem()).isNotNull();
            assertThat(reader.read(file("b.txt", utf8("Jane"))).text()).isEqualTo("Jane");
        }
    }

    private static DocumentFile file(String name, byte[] content) {
        return new DocumentFile(name, () -> new ByteArrayInputStream(content));
    }
}
