package io.rolestream.files.documents.parse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small documents of every kind but PDF. */
public final class SampleDocuments {
    static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private SampleDocuments() {}

    /** A DOCX document with a paragraph for each text. */
    public static byte[] docx(String... paragraphs) {
        StringBuilder body = new StringBuilder();
        for (String paragraph : paragraphs) {
            body.append("<w:p><w:r><w:t>").append(escaped(paragraph)).append("</w:t></w:r></w:p>");
        }
        return docxOf(body.toString());
    }

    /** A DOCX document with this XML in its body. */
    static byte[] docxOf(String body) {
        return zip(wordParts("", body));
    }

    /** The parts of a DOCX document, whose XML begins with a prolog. */
    static Map<String, byte[]> wordParts(String prolog, String body) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put(
                "[Content_Types].xml",
                utf8("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"));
        parts.put(
                "word/document.xml",
                utf8("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + prolog + "<w:document xmlns:w=\"" + WORD
                        + "\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>" + body
                        + "</w:body></w:document>"));
        return parts;
    }

    /** An ODT document with this paragraph. */
    public static byte[] odt(String paragraph) {
        return odtOf("<text:p>" + escaped(paragraph) + "</text:p>");
    }

    /** An ODT document with this XML in its text. */
    static byte[] odtOf(String text) {
        return zip(odtParts(text));
    }

    /** The parts of an ODT document. */
    static Map<String, byte[]> odtParts(String text) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("mimetype", utf8("application/vnd.oasis.opendocument.text"));
        parts.put(
                "content.xml",
                utf8("<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                        + " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""
                        + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text>"
                        + text + "</office:text></office:body></office:document-content>"));
        return parts;
    }

    /** A ZIP archive of these parts. */
    public static byte[] zip(Map<String, byte[]> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A DOCX document whose text is so many spaces. */
    public static byte[] bomb(int megabytes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] spaces = " ".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII);
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            zip.write(utf8("<w:document xmlns:w=\"" + WORD + "\"><w:body><w:p>"));
            for (int i = 0; i < megabytes; i++) {
                zip.write(spaces);
            }
            zip.write(utf8("</w:p></w:body></w:document>"));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
