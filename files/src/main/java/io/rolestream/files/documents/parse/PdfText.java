package io.rolestream.files.documents.parse;

import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.font.FontMappers;

/** The text of PDF documents. Scripts, forms and embedded files are ignored. */
final class PdfText {
    /** A stamp or a page number on scans is no text. */
    private static final int LEAST_LETTERS = 20;

    private static final int PAGES_LOOKED_AT = 20;

    private PdfText() {}

    /** @throws UnreadableDocument if it is encrypted, damaged, or has no text */
    static void read(byte[] bytes, TextSink sink) {
        FontMappers.set(new PlainFonts());
        try (PDDocument document = Loader.loadPDF(bytes, "", null, null, IOUtils.createMemoryOnlyStreamCache())) {
            new ColumnStripper().writeText(document, sink);
            if (sink.text().codePoints().filter(Character::isLetterOrDigit).count() < LEAST_LETTERS
                    && hasImages(document)) {
                throw new UnreadableDocument("has no text, only images; run OCR first");
            }
        } catch (InvalidPasswordException e) {
            throw new UnreadableDocument("is encrypted; save it without a password", e);
        } catch (IOException e) {
            throw new UnreadableDocument("is not readable as PDF: it is damaged or cut short", e);
        }
    }

    private static boolean hasImages(PDDocument document) {
        int looked = 0;
        for (PDPage page : document.getPages()) {
            PDResources resources = page.getResources();
            if (resources != null) {
                for (COSName name : resources.getXObjectNames()) {
                    if (resources.isImageXObject(name)) {
                        return true;
                    }
                }
            }
            if (++looked == PAGES_LOOKED_AT) {
                return false;
            }
        }
        return false;
    }
}
