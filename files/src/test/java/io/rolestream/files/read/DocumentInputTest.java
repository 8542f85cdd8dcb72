package io.rolestream.files.read;

import static io.rolestream.files.documents.parse.SampleDocuments.docx;
import static io.rolestream.files.documents.parse.SampleDocuments.utf8;
import static io.rolestream.files.documents.parse.SampleDocuments.zip;
import static io.rolestream.files.read.Inputs.ids;
import static io.rolestream.files.read.Inputs.problems;
import static io.rolestream.files.read.Inputs.resume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.files.bytes.InputException;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.files.documents.parse.PdfPages;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resumes that are documents. */
class DocumentInputTest {
    private final Path directory;

    DocumentInputTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldReadTheDocumentsOfAFolder() throws IOException {
        write("b/jane.pdf", PdfPages.lines("Jane Doe writes Java"));
        write("a.docx", docx("Skills", "Java", "SQL", "Go", "Education", "None"));
        write("c.txt", utf8("John Doe"));
        write(".DS_Store", utf8("x"));
        write("b/~$jane.docx", utf8("x"));

        List<Row> rows = rows(directory);

        assertThat(ids(rows)).containsExactly("a.docx", "b/jane.pdf", "c.txt");
        assertThat(rows).map(Row::rowNumber).containsExactly(1L, 2L, 3L);
        assertThat(resume(rows.get(0)).skills()).isEqualTo("Java, SQL, Go");
        assertThat(resume(rows.get(0)).text()).startsWith("Skills\nJava");
        assertThat(resume(rows.get(1)).skills()).isNull();
        assertThat(resume(rows.get(1)).text()).isEqualTo("Jane Doe writes Java");
    }

    @Test
    void shouldReportEachDocumentThatCanNotBeRead() throws IOException {
        byte[] whole = docx("Jane Doe");
        write("a.docx", Arrays.copyOf(whole, whole.length - 5));
        write("b.docx", whole);
        write("c.csv", utf8("id,skills\n"));
        write("d.zip", zip(Map.of("x.txt", utf8("x"))));

        List<Row> rows = rows(directory);

        assertThat(ids(rows)).containsExactly("a.docx", "b.docx", "c.csv", "d.zip");
        assertThat(problems(rows))
                .containsExactly(
                        "a.docx: is damaged or cut short: its ZIP structure can't be read",
                        "c.csv: is a table of rows, not a document; give the file itself to the command",
                        "d.zip: is an archive within a folder or an archive; unpack it first");
    }

    @Test
    void shouldReadTheDocumentsOfAnArchive() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("cvs/b.pdf", PdfPages.lines("Jane Doe writes Java"));
        files.put("cvs/a.docx", docx("Jane"));
        files.put("__MACOSX/cvs/._a.docx", utf8("x"));

        assertThat(ids(rows(write("all.zip", zip(files))))).containsExactly("cvs/a.docx", "cvs/b.pdf");
    }

    @Test
    void shouldReadNamesOfOldArchives() throws IOException {
        Path file = directory.resolve("old.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file), Charset.forName("IBM437"))) {
            zip.putNextEntry(new ZipEntry("José.txt"));
            zip.write(utf8("Java developer"));
        }

        assertThat(ids(rows(file))).containsExactly("José.txt");
    }

    @Test
    void shouldReadASingleDocument() throws IOException {
        assertThat(ids(rows(write("jane.docx", docx("Jane"))))).containsExactly("jane.docx");
        assertThat(ids(rows(write("jane.txt", utf8("Jane Doe, a developer\nin Java")))))
                .containsExactly("jane.txt");
        assertThat(problems(rows(write("jane.pdf", utf8("%PDF-1.7 cut")))))
                .containsExactly("is not readable as PDF: it is damaged or cut short");
    }

    @Test
    void shouldStillReadTablesWhateverTheirName() throws IOException {
        assertThat(ids(rows(write("table.txt", utf8("id,skills\n7,java\n"))))).containsExactly("7");
    }

    @Test
    void shouldRefuseADamagedArchive() throws IOException {
        byte[] whole = zip(Map.of("a.txt", utf8("x")));
        Path cut = write("cut.zip", Arrays.copyOf(whole, whole.length - 10));

        assertThatThrownBy(() -> rows(cut))
                .isInstanceOf(InputException.class)
                .hasMessage(cut + ": the ZIP archive is cut short: its table of contents is missing");
    }

    @Test
    void shouldRefuseAnEmptyFolder() {
        assertThatThrownBy(() -> rows(directory)).hasMessage(directory + ": it holds no documents");
    }

    @Test
    void shouldRefuseMoreFilesThanAllowed() throws IOException {
        write("a.txt", utf8("a"));
        write("b.txt", utf8("b"));
        DocumentLimits one = new DocumentLimits(1000, 1000, 1, 1, Duration.ofSeconds(20), 64);

        assertThatThrownBy(() -> RowSource.ofResumes(directory, ColumnNames.AUTOMATIC, one))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("it holds more than 1 files; split it or raise documents.max.files");
    }

    @Test
    void shouldReportWhatAnArchiveHoldsBeyondItsLimit() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.txt", utf8("a ".repeat(300_000)));
        files.put("b.txt", utf8("b ".repeat(300_000)));
        DocumentLimits limits = new DocumentLimits(1_000_000, 1_000_000, 10, 1, Duration.ofSeconds(20), 64);

        List<Row> rows = rows(write("all.zip", zip(files)), limits);

        assertThat(ids(rows)).containsExactly("a.txt", "b.txt");
        assertThat(problems(rows))
                .containsExactly("b.txt: can't be read: the archive unpacks to more than 1 MB"
                        + " (documents.max.expanded.megabytes)");
    }

    @Test
    void shouldRefuseColumnsForDocuments() {
        assertThatThrownBy(() -> RowSource.ofResumes(directory, new ColumnNames("id", null, null)))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("omit the options for columns to read documents");
    }

    private Path write(String name, byte[] content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private static List<Row> rows(Path path) {
        return rows(path, DocumentLimits.STANDARD);
    }

    private static List<Row> rows(Path path, DocumentLimits limits) {
        List<Row> rows = new ArrayList<>();
        try (RowSource source = RowSource.ofResumes(path, ColumnNames.AUTOMATIC, limits)) {
            source.forEachRemaining(rows::add);
        }
        return rows;
    }
}
