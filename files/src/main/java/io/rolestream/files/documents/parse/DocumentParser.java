package io.rolestream.files.documents.parse;

import io.rolestream.files.bytes.EncodingGuess;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Turns any document into text. */
final class DocumentParser {
    static final String EXPECTED = "expected PDF, DOCX, ODT, RTF, HTML or plain text";

    /** The name of the stream in which Office keeps a document with a password. */
    private static final byte[] ENCRYPTED_PACKAGE = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);

    /** Of a text, to find its encoding. */
    private static final int SAMPLE_BYTES = 64 * 1024;

    private DocumentParser() {}

    /**
     * The text of a document.
     *
     * @param maxChars longest text, in UTF-16 code units
     * @throws UnreadableDocument if there is none, or it can't be read
     */
    static String text(byte[] bytes, int maxChars) {
        if (bytes.length == 0) {
            throw new UnreadableDocument("is empty");
        }
        TextSink sink = new TextSink(maxChars);
        switch (DocumentKind.of(bytes)) {
            case PDF -> PdfText.read(bytes, sink);
            case RTF -> RtfText.read(bytes, sink);
            case ZIP -> readZip(bytes, sink);
            case HTML -> HtmlText.read(bytes, sink);
            case WORD_97 -> throw new UnreadableDocument(complaint(bytes));
            case IMAGE -> throw new UnreadableDocument("is an image; run OCR first");
            case BINARY -> throw new UnreadableDocument("is not a document; " + EXPECTED);
            case TEXT -> sink.add(decoded(bytes));
        }
        String text = sink.text();
        if (text.isEmpty()) {
            throw new UnreadableDocument("has no text");
        }
        return text;
    }

    private static void readZip(byte[] bytes, TextSink sink) {
        try (OfficeParts parts = new OfficeParts(bytes)) {
            if (parts.has(WordText.BODY)) {
                WordText.read(parts, sink);
            } else if (parts.has(OpenDocumentText.BODY) && parts.mimeType().contains("opendocument.text")) {
                if (parts.isEncrypted()) {
                    throw new UnreadableDocument("is encrypted; save it without a password");
                }
                OpenDocumentText.read(parts, sink);
            } else if (parts.has("[Content_Types].xml") || !parts.mimeType().isEmpty()) {
                throw new UnreadableDocument(
                        "is a spreadsheet, slides or similar; " + EXPECTED + ", or a table saved as CSV");
            } else {
                throw new UnreadableDocument("is an archive within a folder or an archive; unpack it first");
            }
        }
    }

    private static String complaint(byte[] bytes) {
        return contains(bytes, ENCRYPTED_PACKAGE)
                ? "is encrypted; save it without a password"
                : "is an old Office file (.doc); save it as DOCX or PDF";
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        return all.contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    /** A byte order mark goes before what the content shows, as in tables. */
    private static String decoded(byte[] bytes) {
        Charset charset = StandardCharsets.UTF_8;
        int mark = 0;
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            mark = 3;
        } else if (startsWith(bytes, 0xFE, 0xFF)) {
            charset = StandardCharsets.UTF_16BE;
            mark = 2;
        } else if (startsWith(bytes, 0xFF, 0xFE)) {
            charset = StandardCharsets.UTF_16LE;
            mark = 2;
        } else {
            Charset guess = EncodingGuess.of(Arrays.copyOf(bytes, Math.min(bytes.length, SAMPLE_BYTES)));
            charset = guess == null ? charset : guess;
        }
        return new String(bytes, mark, bytes.length - mark, charset);
    }

    private static boolean startsWith(byte[] bytes, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
