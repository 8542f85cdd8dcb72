package io.rolestream.files.documents.parse;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** What a document is by its content; its name says nothing. */
public enum DocumentKind {
    PDF,
    RTF,
    /** DOCX, ODT, or any archive. */
    ZIP,
    /** Word 97, or an encrypted document of a later one. */
    WORD_97,
    HTML,
    IMAGE,
    /** Neither text nor any of the others. */
    BINARY,
    TEXT;

    /** Enough of the beginning to tell. */
    public static final int HEAD_BYTES = 8192;

    /** Readers of PDF allow other bytes before it, within the first kilobyte. */
    private static final int PDF_WITHIN = 1024;

    private static final byte[] OLE = HexFormat.of().parseHex("D0CF11E0A1B11AE1");

    /** @param bytes the document or its beginning */
    public static DocumentKind of(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
        if (head.startsWith("PK\3\4") || head.startsWith("PK\5\6")) {
            return ZIP;
        }
        if (head.startsWith(new String(OLE, StandardCharsets.ISO_8859_1))) {
            return WORD_97;
        }
        if (head.startsWith("{\\rtf")) {
            return RTF;
        }
        if (isImage(head)) {
            return IMAGE;
        }
        if (head.substring(0, Math.min(head.length(), PDF_WITHIN)).contains("%PDF-")) {
            return PDF;
        }
        if (head.startsWith("\u00FF\u00FE") || head.startsWith("\u00FE\u00FF")) {
            return TEXT;
        }
        if (isHtml(head)) {
            return HTML;
        }
        return head.indexOf('\0') >= 0 ? BINARY : TEXT;
    }

    private static boolean isImage(String head) {
        return head.startsWith("\u0089PNG")
                || head.startsWith("\u00FF\u00D8\u00FF")
                || head.startsWith("GIF8")
                || head.startsWith("II*\0")
                || head.startsWith("MM\0*");
    }

    private static boolean isHtml(String head) {
        String start = (head.startsWith("\u00EF\u00BB\u00BF") ? head.substring(3) : head)
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype html")
                || start.startsWith("<html")
                || ((start.startsWith("<?xml") || start.startsWith("<!--")) && start.contains("<html"));
    }
}
