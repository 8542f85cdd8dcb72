package io.rolestream.files.documents;

import static io.rolestream.files.documents.parse.SampleDocuments.docx;
import static io.rolestream.files.documents.parse.SampleDocuments.odt;
import static io.rolestream.files.documents.parse.SampleDocuments.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.files.documents.parse.ParsedDocument;
import io.rolestream.files.documents.parse.PdfPages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many documents that are cut short or damaged, and very long ones. */
class DamagedDocumentsTest {
    private static final DocumentLimits LIMITS =
            new DocumentLimits(20 * 1024 * 1024, 250_000, 100, 10, Duration.ofSeconds(60), 128);

    @Test
    void shouldReadOrReportEachDocumentThatIsCutShort() throws IOException {
        readDamaged(10, false);
    }

    @Tag("full")
    @Test
    void shouldReadOrReportEachDocumentWithWrongBytes() throws IOException {
        readDamaged(300, true);
    }

    /** Whatever is wrong, a document has a text or a sentence, and no process was lost. */
    private static void readDamaged(int times, boolean wrong) throws IOException {
        Random random = new Random(11);
        try (DocumentReader reader = new DocumentReader(LIMITS)) {
            for (Map.Entry<String, byte[]> document : documents().entrySet()) {
                for (int i = 0; i < times; i++) {
                    byte[] bytes = wrong
                            ? document.getValue().clone()
                            : Arrays.copyOf(document.getValue(), random.nextInt(document.getValue().length));
                    for (int change = 0; wrong && change < 1 + i % 20; change++) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                    }
                    ParsedDocument parsed = reader.read(file(document.getKey(), bytes));
                    String problem = parsed.problem();
                    assertThat(problem == null ? parsed.text() : problem)
                            .as("%s, damage %d", document.getKey(), i)
                            .isNotBlank()
                            .doesNotContain("ended the process");
                }
            }
        }
    }

    private static Map<String, byte[]> documents() {
        Map<String, byte[]> documents = new LinkedHashMap<>();
        documents.put("a.pdf", PdfPages.lines("Jane Doe", "Java developer", "Skills: Java, SQL, Go"));
        documents.put("a.docx", docx("Jane Doe", "Java developer"));
        documents.put("a.odt", odt("Jane Doe, a Java developer"));
        documents.put("a.rtf", utf8("{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 Jane\\par \\'e9 \\u8364?{\\b Java}}"));
        documents.put("a.html", utf8("<!DOCTYPE html><html><body><p>Jane<table><tr><td>Java</table></body></html>"));
        documents.put("a.txt", utf8("Jane Doe\nJava developer"));
        return documents;
    }

    @Tag("full")
    @Test
    void shouldReadTenThousandPages() throws IOException {
        byte[] book = PdfPages.pages(10_000);
        try (DocumentReader reader = new DocumentReader(LIMITS)) {
            ParsedDocument parsed = reader.read(file("book.pdf", book));

            assertThat(parsed.problem()).isNull();
            assertThat(parsed.text()).startsWith("Page 0\n").endsWith("Page 9999");
        }
    }

    private static DocumentFile file(String name, byte[] content) {
        return new DocumentFile(name, () -> new ByteArrayInputStream(content));
    }
}
