package io.rolestream.files.documents.parse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;

/** Writes PDF documents with texts at places that tests choose. */
public final class PdfPages {
    private static final PDType1Font FONT = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
    private static final float TOP = 780;
    private static final float LEADING = 14;
    private static final float SIZE = 10;

    private PdfPages() {}

    /** Changes a document before it is saved. */
    interface Change {
        void apply(PDDocument document) throws IOException;
    }

    /** A text whose baseline begins there, in points from the lower left. */
    record Placed(float x, float y, String text) {}

    /** A page with these lines below each other. */
    public static byte[] lines(String... lines) {
        return of(document -> page(document, column(50, TOP, lines)));
    }

    /** So many pages with a line each. */
    public static byte[] pages(int count) {
        return of(document -> {
            for (int i = 0; i < count; i++) {
                page(document, column(50, TOP, "Page " + i));
            }
        });
    }

    /** Lines below each other. */
    static List<Placed> column(float x, float top, String... lines) {
        List<Placed> placed = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            placed.add(new Placed(x, top - i * LEADING, lines[i]));
        }
        return placed;
    }

    /** Adds a page with texts in this order. */
    static void page(PDDocument document, List<Placed> texts) throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            for (Placed text : texts) {
                content.beginText();
                content.setFont(FONT, SIZE);
                content.newLineAtOffset(text.x(), text.y());
                content.showText(text.text());
                content.endText();
            }
        }
    }

    /** A page that draws a form that draws another ten times, and so on: 10 to the power of 12 texts. */
    public static byte[] endless() {
        return of(document -> {
            PDFormXObject inner = form(document, "BT /F 10 Tf (x) Tj ET ");
            for (int i = 0; i < 12; i++) {
                PDFormXObject outer = form(document, "/X Do ".repeat(10));
                outer.getResources().put(COSName.getPDFName("X"), inner);
                inner = outer;
            }
            PDPage page = new PDPage();
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawForm(inner);
            }
        });
    }

    private static PDFormXObject form(PDDocument document, String drawing) throws IOException {
        PDFormXObject form = new PDFormXObject(document);
        form.setBBox(PDRectangle.A4);
        form.setResources(new PDResources());
        form.getResources().put(COSName.getPDFName("F"), FONT);
        try (OutputStream out = form.getStream().createOutputStream()) {
            out.write(drawing.getBytes(StandardCharsets.US_ASCII));
        }
        return form;
    }

    /** A document whose catalogue holds arrays within arrays. */
    public static byte[] nested(int depth) {
        return ("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/X " + "[".repeat(depth) + "]".repeat(depth)
                        + ">>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A document whose tree of pages contains itself. */
    public static byte[] loop() {
        return ("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
                        + "2 0 obj\n<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>>\nendobj\n"
                        + "trailer\n<</Root 1 0 R>>\n%%EOF\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] of(Change change) {
        try (PDDocument document = new PDDocument()) {
            change.apply(document);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
