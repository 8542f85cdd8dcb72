package io.rolestream.files.read;

import io.rolestream.files.bytes.ArraySplitter;
import io.rolestream.files.bytes.ByteInput;
import io.rolestream.files.bytes.Delimiter;
import io.rolestream.files.bytes.FileKind;
import io.rolestream.files.bytes.HeadStream;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.bytes.LineSplitter;
import io.rolestream.files.bytes.RecordBytes;
import io.rolestream.files.bytes.TextCheck;
import io.rolestream.files.bytes.Utf16Stream;
import io.rolestream.files.columns.ColumnMatcher;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** Detects the format of a stream, unpacks it, and opens the reader. */
final class Formats {

    private static final byte[] GZIP = HexFormat.of().parseHex("1F8B");
    private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UTF8_MARK = HexFormat.of().parseHex("EFBBBF");
    private static final byte[] UTF16_BIG_MARK = HexFormat.of().parseHex("FEFF");
    private static final byte[] UTF16_LITTLE_MARK = HexFormat.of().parseHex("FFFE");
    private static final byte[] UTF32_LITTLE_MARK = HexFormat.of().parseHex("FFFE0000");
    private static final int GZIP_BUFFER_BYTES = 32 * 1024;

    private Formats() {}

    static boolean isParquet(byte[] head) {
        return exactly(head, PARQUET);
    }

    /**
     * Opens any format but Parquet.
     *
     * @throws InputException if the format is unknown, or required columns are missing
     */
    static RowReader open(HeadStream raw, ColumnMatcher matcher) throws IOException {
        if (raw.head().length == 0) {
            throw new InputException("it is empty");
        }
        HeadStream plain = raw;
        if (exactly(raw.head(), GZIP)) {
            plain = unpacked(raw);
            if (exactly(plain.head(), GZIP)) {
                throw new InputException("this is gzip within gzip; unpack it once first (gunzip)");
            }
        }
        if (isParquet(plain.head())) {
            throw new InputException(
                    "Parquet can only be read from a plain file, not from a gzipped file or a pipe, since its index"
                            + " is at the end; unpack or save it first");
        }
        return openText(decoded(plain), matcher);
    }

    private static HeadStream unpacked(HeadStream raw) throws IOException {
        try {
            return HeadStream.of(new GZIPInputStream(raw, GZIP_BUFFER_BYTES));
        } catch (EOFException e) {
            throw new InputException("the gzip data ends within its first block; the file is cut short", e);
        }
    }

    private static HeadStream decoded(HeadStream plain) throws IOException {
        byte[] head = plain.head();
        String complaint = FileKind.complaint(head);
        if (complaint != null) {
            throw new InputException(complaint);
        }
        if (exactly(head, UTF32_LITTLE_MARK)) {
            throw new InputException("this is UTF-32; convert it first (iconv -f UTF-32 -t UTF-8)");
        }
        boolean bigEndian = exactly(head, UTF16_BIG_MARK);
        if (bigEndian || exactly(head, UTF16_LITTLE_MARK)) {
            plain.skipNBytes(UTF16_BIG_MARK.length);
            return HeadStream.of(new Utf16Stream(plain, bigEndian));
        }
        if (exactly(head, UTF8_MARK)) {
            plain.skipNBytes(UTF8_MARK.length);
        }
        return plain;
    }

    private static RowReader openText(HeadStream text, ColumnMatcher matcher) throws IOException {
        byte[] head = text.head();
        TextCheck.requireText(head);
        ByteInput in = new ByteInput(text);
        return switch (firstCharacter(head)) {
            case 0 -> throw new InputException("it contains only white space");
            case '[' -> new JsonRows(new ArraySplitter(in), matcher);
            case '{' -> new JsonRows(new LineSplitter(in), matcher);
            default -> new TableRows(in, Delimiter.of(head), matcher);
        };
    }

    private static int firstCharacter(byte[] head) {
        for (byte next : head) {
            if (!RecordBytes.isWhiteSpace(next)) {
                return next;
            }
        }
        return 0;
    }

    private static boolean exactly(byte[] head, byte[] magic) {
        return head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }
}
