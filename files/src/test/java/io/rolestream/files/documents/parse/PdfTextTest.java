package io.rolestream.files.documents.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.files.documents.parse.PdfPages.Placed;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.junit.jupiter.api.Test;

class PdfTextTest {
    private static final int MOST_CHARS = 250_000;

    private static final String[] LEFT = {
        "SKILLS", "Java", "Kafka", "Spring Boot", "PostgreSQL", "Docker", "LANGUAGES", "English", "German"
    };
    private static final String[] RIGHT = {
        "EXPERIENCE",
        "Backend developer at a bank, 2019 to 2023",
        "Built payment services in Java on Kafka",
        "Moved forty services to Kubernetes",
        "Junior developer at a shop, 2016 to 2019",
        "Wrote the order system",
        "EDUCATION",
        "Master of Computer Science",
        "University of Somewhere"
    };

    @Test
    void shouldReadLinesInOrder() {
        assertThat(text(PdfPages.lines("Jane Doe", "Data engineer", "Spark and Airflow")))
                .isEqualTo("Jane Doe\nData engineer\nSpark and Airflow");
    }

    @Test
    void shouldReadTheLeftColumnBeforeTheRight() {
        List<Placed> texts = new ArrayList<>(PdfPages.column(220, 700, RIGHT));
        texts.addAll(PdfPages.column(50, 700, LEFT));
        texts.add(new Placed(150, 760, "Jane Doe, Backend developer in Java and Kafka"));

        assertThat(lines(texts)).startsWith("Jane Doe, Backend developer in Java and Kafka");
        assertThat(lines(texts).subList(1, 19)).containsExactlyElementsOf(both());
    }

    @Test
    void shouldReadColumnsWhoseLinesAreNotLevel() {
        List<Placed> texts = new ArrayList<>(PdfPages.column(50, 700, LEFT));
        texts.addAll(PdfPages.column(220, 694, RIGHT));

        assertThat(lines(texts)).containsExactlyElementsOf(both());
    }

    @Test
    void shouldReadColumnsInAnyOrderOfTheFile() {
        List<Placed> texts = new ArrayList<>(PdfPages.column(50, 700, LEFT));
        texts.addAll(PdfPages.column(220, 700, RIGHT));
        Collections.shuffle(texts, new Random(7));

        assertThat(lines(texts)).containsExactlyElementsOf(both());
    }

    @Test
    void shouldReadThreeColumns() {
        List<Placed> texts = new ArrayList<>();
        for (int i = 2; i >= 0; i--) {
            String[] column = new String[6];
            for (int line = 0; line < column.length; line++) {
                column[line] = "column " + "abc".charAt(i) + " line " + "uvwxyz".charAt(line);
            }
            texts.addAll(PdfPages.column(50 + 180 * i, 700, column));
        }

        assertThat(lines(texts)).isSorted().hasSize(18);
    }

    @Test
    void shouldKeepDatesOnTheLinesOfTheirJobs() {
        List<Placed> texts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            texts.add(new Placed(50, 700 - 14 * i, "Senior developer at company number " + "abcdefgh".charAt(i)));
            texts.add(new Placed(480, 700 - 14 * i, (2000 + i) + " - " + (2001 + i)));
        }

        assertThat(lines(texts)).hasSize(8).allMatch(line -> line.matches("Senior developer .* 20\\d\\d - 20\\d\\d"));
    }

    @Test
    void shouldReadAHeadingFirstAndAFooterLastWhicheverSideTheyStandOn() {
        List<Placed> texts = new ArrayList<>(PdfPages.column(50, 700, LEFT));
        texts.addAll(PdfPages.column(220, 700, RIGHT));
        texts.add(new Placed(50, 770, "Printed today"));
        texts.add(new Placed(260, 750, "Jane Doe"));
        texts.add(new Placed(50, 40, "Page 1 of 1"));

        List<String> lines = lines(texts);

        assertThat(lines).startsWith("Printed today", "Jane Doe", "SKILLS").endsWith("Page 1 of 1");
    }

    @Test
    void shouldKeepBulletsAndLabelsOnTheirLines() {
        List<Placed> bullets = new ArrayList<>();
        List<Placed> labels = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            bullets.add(new Placed(50, 700 - 14 * i, "-"));
            bullets.add(new Placed(75, 700 - 14 * i, "Led the team that built service " + "abcdef".charAt(i)));
            labels.add(new Placed(50, 700 - 14 * i, "Kind " + "abcdef".charAt(i) + ":"));
            labels.add(new Placed(180, 700 - 14 * i, "Java, Kafka, SQL and much else that is known"));
        }

        assertThat(lines(bullets)).hasSize(6).allMatch(line -> line.startsWith("- Led"));
        assertThat(lines(labels)).hasSize(6).allMatch(line -> line.matches("Kind .: Java.*"));
    }

    @Test
    void shouldReadWhatIsBelowTheColumnsLast() {
        List<Placed> texts = new ArrayList<>(PdfPages.column(50, 700, LEFT));
        texts.addAll(PdfPages.column(220, 700, RIGHT));
        texts.add(new Placed(50, 500, "I agree that the data in this application are kept for a year."));

        assertThat(lines(texts)).endsWith("I agree that the data in this application are kept for a year.");
    }

    @Test
    void shouldReportAScanWithoutText() {
        byte[] scan = PdfPages.of(document -> {
            PDPage page = new PDPage();
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                BufferedImage image = new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB);
                content.drawImage(LosslessFactory.createFromImage(document, image), 20, 20);
            }
        });

        assertProblem(scan, "has no text, only images; run OCR first");
    }

    @Test
    void shouldReportADocumentWithoutText() {
        assertProblem(PdfPages.of(document -> document.addPage(new PDPage())), "has no text");
    }

    @Test
    void shouldReportEncryption() {
        assertProblem(encrypted("secret"), "is encrypted; save it without a password");
    }

    @Test
    void shouldReadADocumentThatAnybodyMayOpen() {
        assertThat(text(encrypted(""))).isEqualTo("Jane Doe, Java developer");
    }

    private static byte[] encrypted(String password) {
        return PdfPages.of(document -> {
            PdfPages.page(document, PdfPages.column(50, 700, "Jane Doe, Java developer"));
            document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
        });
    }

    @Test
    void shouldReportADocumentThatIsCutShort() {
        byte[] whole = PdfPages.lines("Jane Doe");

        assertThatThrownBy(() -> text(Arrays.copyOf(whole, 200)))
                .isInstanceOf(UnreadableDocument.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void shouldStopAtTheLongestText() {
        byte[] book = PdfPages.pages(500);

        assertThatThrownBy(() -> DocumentParser.text(book, 1_000))
                .hasMessage("has more than 1,000 characters of text (documents.max.chars)");
    }

    private static void assertProblem(byte[] document, String problem) {
        assertThatThrownBy(() -> text(document))
                .isInstanceOf(UnreadableDocument.class)
                .hasMessage(problem);
    }

    private static List<String> both() {
        List<String> both = new ArrayList<>(List.of(LEFT));
        both.addAll(List.of(RIGHT));
        return both;
    }

    private static List<String> lines(List<Placed> texts) {
        return text(PdfPages.of(document -> PdfPages.page(document, texts)))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String text(byte[] document) {
        return DocumentParser.text(document, MOST_CHARS);
    }
}
