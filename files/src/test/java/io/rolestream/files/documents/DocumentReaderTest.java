package io.rolestream.files.documents;

import static io.rolestream.files.documents.parse.SampleDocuments.docx;
import static io.rolestream.files.documents.parse.SampleDocuments.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.files.documents.parse.ParsedDocument;
import io.rolestream.files.documents.parse.PdfPages;
import io.rolestream.files.documents.parse.SampleDocuments;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DocumentReaderTest {
    private static final DocumentLimits LIMITS =
            new DocumentLimits(1024 * 1024, 250_000, 100, 10, Duration.ofSeconds(20), 64);

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
        try (DocumentReader reader = new DocumentReader(LIMITS.withTimeout(Duration.ofSeconds(1)))) {
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
            assertThat(reader.read(gone).problem()).startsWith("can't be read: ");
        }
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
