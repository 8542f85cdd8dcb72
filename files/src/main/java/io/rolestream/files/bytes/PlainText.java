package io.rolestream.files.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Unpacks a stream and turns its text into UTF-8 without a byte order mark. */
public final class PlainText {

    private static final Logger LOG = LoggerFactory.getLogger(PlainText.class);
    private static final byte[] GZIP = HexFormat.of().parseHex("1F8B");
    private static final byte[] UTF8_MARK = HexFormat.of().parseHex("EFBBBF");
    private static final byte[] UTF16_BIG_MARK = HexFormat.of().parseHex("FEFF");
    private static final byte[] UTF16_LITTLE_MARK = HexFormat.of().parseHex("FFFE");
    private static final byte[] UTF32_LITTLE_MARK = HexFormat.of().parseHex("FFFE0000");
    private static final int GZIP_BUFFER_BYTES = 32 * 1024;

    private PlainText() {}

    /**
     * Unpacks gzip; returns other data as they are.
     *
     * @throws InputException if the stream is empty, or is gzip within gzip
     */
    public static HeadStream unpacked(HeadStream raw) throws IOException {
        if (raw.head().length == 0) {
            throw new InputException("it is empty");
        }
        if (!beginsWith(raw.head(), GZIP)) {
            return raw;
        }
        HeadStream plain = gunzipped(raw);
        if (beginsWith(plain.head(), GZIP)) {
            throw new InputException("this is gzip within gzip; unpack it once first (gunzip)");
        }
        return plain;
    }

    private static HeadStream gunzipped(HeadStream raw) throws IOException {
        try {
            return HeadStream.of(new GZIPInputStream(raw, GZIP_BUFFER_BYTES));
        } catch (EOFException e) {
            throw new InputException("the gzip data ends within its first block; the file is cut short", e);
        }
    }

    /**
     * The text in UTF-8. A byte order mark goes before the given encoding, and that before a guess, which is logged.
     *
     * @param encoding as the user named it; null to find it out
     * @throws InputException if it is of a known kind that is no text, or UTF-32
     */
    public static HeadStream decoded(HeadStream plain, @Nullable Charset encoding) throws IOException {
        byte[] head = plain.head();
        String complaint = FileKind.complaint(head);
        if (complaint != null) {
            throw new InputException(complaint);
        }
        if (beginsWith(head, UTF32_LITTLE_MARK)) {
            throw new InputException("this is UTF-32; convert it first (iconv -f UTF-32 -t UTF-8)");
        }
        boolean bigEndian = beginsWith(head, UTF16_BIG_MARK);
        if (bigEndian || beginsWith(head, UTF16_LITTLE_MARK)) {
            plain.skipNBytes(UTF16_BIG_MARK.length);
            return HeadStream.of(new Utf16Stream(plain, bigEndian));
        }
        if (beginsWith(head, UTF8_MARK)) {
            plain.skipNBytes(UTF8_MARK.length);
            return plain;
        }
        Charset charset = encoding == null ? EncodingGuess.of(head) : encoding;
        if (encoding == null && charset != null) {
            LOG.warn(
                    "The input is not UTF-8 and is read as {}; if that is wrong, name its encoding with --encoding",
                    charset);
        }
        return charset == null || charset.equals(StandardCharsets.UTF_8)
                ? plain
                : HeadStream.of(new RecodedStream(plain, charset));
    }

    public static boolean beginsWith(byte[] head, byte[] magic) {
        return head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }
}
