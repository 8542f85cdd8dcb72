package io.rolestream.files.documents.parse;

import static io.rolestream.files.documents.parse.SampleDocuments.docx;
import static io.rolestream.files.documents.parse.SampleDocuments.docxOf;
import static io.rolestream.files.documents.parse.SampleDocuments.odtOf;
import static io.rolestream.files.documents.parse.SampleDocuments.odtParts;
import static io.rolestream.files.documents.parse.SampleDocuments.utf8;
import static io.rolestream.files.documents.parse.SampleDocuments.wordParts;
import static io.rolestream.files.documents.parse.SampleDocuments.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentParserTest {
    private static final int MOST_CHARS = 250_000;

    @Test
    void shouldReadParagraphsOfDocx() {
        assertThat(text(docx("Jane Doe", "C++ & <SQL>"))).isEqualTo("Jane Doe\nC++ & <SQL>");
    }

    @Test
    void shouldReadTablesOfDocxCellByCell() {
        String cell = "<w:tc><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>";

        assertThat(text(docxOf("<w:tbl><w:tr>" + cell.formatted("Java") + cell.formatted("five years")
                                + "</w:tr></w:tbl>"))
                        .split("\\s*\\n\\s*"))
                .containsExactly("Java", "five years");
    }

    @Test
    void shouldLeaveOutWhatDocxDoesNotShow() {
        String body = """
                <w:p><w:del><w:r><w:delText>deleted</w:delText><w:t>gone</w:t></w:r></w:del>
                <w:r><w:instrText>HYPERLINK</w:instrText><w:t>shown</w:t><w:tab/><w:t>too</w:t></w:r>
                <mc:AlternateContent><mc:Choice><w:r><w:t> once</w:t></w:r></mc:Choice>
                <mc:Fallback><w:r><w:t> twice</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>""";

        assertThat(text(docxOf(body))).isEqualTo("shown\ttoo once");
    }

    @Test
    void shouldReadHeadersOfDocxFirst() {
        Map<String, byte[]> parts = wordParts("", "<w:p><w:r><w:t>body</w:t></w:r></w:p>");
        parts.put(
                "word/header1.xml",
                utf8("<w:hdr xmlns:w=\"" + SampleDocuments.WORD + "\"><w:p><w:r><w:t>Java developer</w:t></w:r></w:p>"
                        + "</w:hdr>"));

        assertThat(text(zip(parts))).isEqualTo("Java developer\nbody");
    }

    @Test
    void shouldIgnoreMacrosAndEmbeddedFiles() {
        Map<String, byte[]> parts = wordParts("", "<w:p><w:r><w:t>body</w:t></w:r></w:p>");
        parts.put("word/vbaProject.bin", utf8("Sub AutoOpen() Shell \"calc\" End Sub"));
        parts.put("word/embeddings/inner.docx", docx("embedded"));

        assertThat(text(zip(parts))).isEqualTo("body");
    }

    @Test
    void shouldReadOdt() {
        String text = """
                <text:tracked-changes><text:p>gone</text:p></text:tracked-changes>
                <text:h>Jane  Doe</text:h><text:p>Java<text:tab/>SQL<text:s text:c="2"/>Go<text:line-break/>next</text:p>
                <table:table><table:table-row><table:table-cell><text:p>cell</text:p></table:table-cell>
                </table:table-row></table:table>""";

        assertThat(text(odtOf(text))).isEqualTo("Jane  Doe\nJava\tSQL  Go\nnext\ncell");
    }

    @Test
    void shouldReportEncryptedOdt() {
        Map<String, byte[]> parts = odtParts("<text:p>x</text:p>");
        parts.put(
                "META-INF/manifest.xml",
                utf8("<m:manifest xmlns:m=\"m\"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"));

        assertProblem(zip(parts), "is encrypted; save it without a password");
    }

    @Test
    void shouldReadHtml() {
        String page = """
                <!DOCTYPE html><html><head><title>t</title><style>p {}</style></head><body>
                <h1>Jane&nbsp;Doe</h1><script>alert(1)</script><ul><li>Java<li>C&amp;C</ul>
                <table><tr><td>SQL<td>Go</table>one<br>two</body></html>""";

        assertThat(text(utf8(page)).replace('\u00A0', ' ').split("\\s*[\\n\\t]\\s*"))
                .containsExactly("Jane Doe", "Java", "C&C", "SQL", "Go", "one", "two");
    }

    @Test
    void shouldReadTheEncodingThatHtmlDeclares() {
        byte[] page = "<html><head><meta charset=windows-1251></head><body>Разработчик</body></html>"
                .getBytes(Charset.forName("windows-1251"));

        assertThat(text(page)).isEqualTo("Разработчик");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "Jane\\par Doe # Jane|Doe",
                "Java\\cell SQL\\cell\\row Go # Java~SQL~|Go",
                "{\\*\\generator Word;}{\\pict 0011}{\\info{\\author X}}shown # shown",
                "{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt link}} # link",
                "caf\\'e9 \\u8364?5 \\{x\\} # café €5 {x}",
                "{\\uc2\\u1071 ab}c # Яc",
                "C\\emdash D\\bullet E # C—D•E",
                "a{\\bin2 }}}b # ab",
            })
    void shouldReadRtf(String rtf, String text) {
        byte[] document = ("{\\rtf1\\ansi " + rtf + "}").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(text(document)).isEqualTo(text.replace('|', '\n').replace('~', '\t'));
    }

    @Test
    void shouldReadTheEncodingsOfRtf() {
        assertThat(text(utf8("{\\rtf1\\ansi\\ansicpg1250 \\'b3\\'f3d\\'9f}"))).isEqualTo("łódź");
        assertThat(text(utf8("{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset204 Arial;}}\\f0 \\'ff}")))
                .isEqualTo("я");
        assertThat(text(utf8("{\\rtf1\\ansi\\ansicpg932 \\'93\\'fa}"))).isEqualTo("日");
    }

    @Test
    void shouldReportRtfThatNestsTooDeeply() {
        assertProblem(utf8("{\\rtf1" + "{".repeat(100_000)), "nests more than 1000 RTF groups");
    }

    @Test
    void shouldReadPlainTextInUnicode() {
        assertThat(text(utf8("\uFEFFJané\r\n\r\n\r\n\r\nSQL"))).isEqualTo("Jané\n\nSQL");
        assertThat(text("\uFEFFJané".getBytes(StandardCharsets.UTF_16LE))).isEqualTo("Jané");
    }

    @Test
    void shouldReportXmlEntities() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"lol\">");
        for (int i = 1; i < 10; i++) {
            laughs.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        byte[] document = zip(wordParts(laughs + "]>", "<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>"));

        assertProblem(document, "declares XML entities, which no office program writes");
    }

    @Test
    void shouldReportADocumentThatUnpacksToTooMuch() {
        assertProblem(SampleDocuments.bomb(120), "unpacks to more than 100 MB, which no resume does");
    }

    @Test
    void shouldReportXmlThatNestsTooDeeply() {
        assertProblem(docxOf("<w:p>".repeat(600) + "</w:p>".repeat(600)), "nests more than 500 XML elements");
    }

    @Test
    void shouldReportAnArchiveWithinAnArchive() {
        assertProblem(zip(Map.of("a.txt", utf8("x"))), "is an archive within a folder or an archive; unpack it first");
    }

    @Test
    void shouldReportWhatIsNoDocument() {
        assertProblem(HexFormat.of().parseHex("89504E470D0A1A0A"), "is an image; run OCR first");
        assertProblem(new byte[100], "is not a document; expected PDF, DOCX, ODT, RTF, HTML or plain text");
        assertProblem(utf8(" \n"), "has no text");
        assertProblem(new byte[0], "is empty");
    }

    @Test
    void shouldTellOldWordFromEncryptedDocx() {
        byte[] old = Arrays.copyOf(HexFormat.of().parseHex("D0CF11E0A1B11AE1"), 600);
        byte[] encrypted = old.clone();
        byte[] name = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(name, 0, encrypted, 512, name.length);

        assertProblem(old, "is an old Office file (.doc); save it as DOCX or PDF");
        assertProblem(encrypted, "is encrypted; save it without a password");
    }

    @Test
    void shouldReportDocumentsThatAreCutShort() {
        byte[] word = docx("Jane Doe, a Java developer", "and more");

        for (int length : new int[] {10, word.length / 2, word.length - 10}) {
            assertThatThrownBy(() -> text(Arrays.copyOf(word, length)))
                    .isInstanceOf(UnreadableDocument.class)
                    .hasMessageContaining("cut short");
        }
        assertProblem(utf8("{\\rtf1 Jane"), "is cut short: its last RTF group is not closed");
    }

    private static void assertProblem(byte[] document, String problem) {
        assertThatThrownBy(() -> text(document))
                .isInstanceOf(UnreadableDocument.class)
                .hasMessage(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1251, 'Иван Петров, разработчик Java. Языки: русский, английский'",
        "GB18030, '王伟 软件工程师 熟悉 Java 和 Python 数据库'",
        "windows-1252, 'Jérôme Lefèvre, ingénieur à Orléans: développement, déploiement, sécurité'",
        "UTF-8, 'Jérôme Lefèvre, ingénieur à Orléans'"
    })
    void shouldReadTextInTheEncodingThatItShows(String encoding, String written) {
        assertThat(text(written.getBytes(Charset.forName(encoding)))).isEqualTo(written);
    }

    private static String text(byte[] document) {
        return DocumentParser.text(document, MOST_CHARS);
    }
}
