package io.rolestream.files.bytes;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Unsupported kinds of files, recognised by their first bytes. */
public enum FileKind {
    PDF("a PDF", ascii("%PDF")),
    WORD_OR_EXCEL_97("an old Word or Excel file", hex("D0CF11E0A1B11AE1")),
    RTF("an RTF document", ascii("{\\rtf")),
    ZIP("a ZIP archive or an Office document (xlsx, docx)", ascii("PK\3\4")),
    EMPTY_ZIP("an empty ZIP archive", ascii("PK\5\6")),
    AVRO("an Avro file", ascii("Obj\1")),
    ORC("an ORC file", ascii("ORC")),
    ARROW("an Arrow file", ascii("ARROW1")),
    SQLITE("an SQLite database", ascii("SQLite format 3\0")),
    BZIP2("compressed with bzip2; unpack it first (bunzip2)", ascii("BZh")),
    XZ("compressed with xz; unpack it first (unxz)", hex("FD377A585A00")),
    ZSTD("compressed with zstd; unpack it first (unzstd)", hex("28B52FFD")),
    LZ4("compressed with lz4; unpack it first (unlz4)", hex("04224D18")),
    SEVEN_ZIP("a 7z archive", hex("377ABCAF271C")),
    RAR("a RAR archive", ascii("Rar!")),
    PNG("a PNG image", hex("89504E47")),
    JPEG("a JPEG image", hex("FFD8FF")),
    GIF("a GIF image", ascii("GIF8")),
    PROGRAM("a program", hex("7F454C46")),
    JAVA_CLASS("a Java class or a program", hex("CAFEBABE")),
    XML("XML", ascii("<?xml")),
    HTML("HTML", ascii("<!DOCTYPE html")),
    HTML_BARE("HTML", ascii("<html"));

    static final String EXPECTED = "expected JSONL, a JSON array, CSV, TSV or Parquet, plain or gzipped";

    private static final int TAR_MAGIC_OFFSET = 257;
    private static final byte[] TAR_MAGIC = ascii("ustar");

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // never handed out
    private final byte[] magic;

    FileKind(String words, byte[] magic) {
        this.words = words;
        this.magic = magic;
    }

    /** What the file is and what to do, or null if it is none of these. */
    public static @Nullable String complaint(byte[] head) {
        for (FileKind kind : values()) {
            if (startsWith(head, kind.magic, 0)) {
                return "this is " + kind.words + ", " + EXPECTED;
            }
        }
        return startsWith(head, TAR_MAGIC, TAR_MAGIC_OFFSET) ? "this is a tar archive; unpack it first (tar -x)" : null;
    }

    /** Ignores case. */
    static boolean startsWith(byte[] head, byte[] magic, int offset) {
        if (head.length < offset + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (Character.toLowerCase(head[offset + i]) != Character.toLowerCase(magic[i])) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
