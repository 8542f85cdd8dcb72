package io.rolestream.files.read;

import io.rolestream.files.bytes.ArraySplitter;
import io.rolestream.files.bytes.ByteInput;
import io.rolestream.files.bytes.Delimiter;
import io.rolestream.files.bytes.HeadStream;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.bytes.LineSplitter;
import io.rolestream.files.bytes.PlainText;
import io.rolestream.files.bytes.RecordBytes;
import io.rolestream.files.bytes.TableParser;
import io.rolestream.files.bytes.TextCheck;
import io.rolestream.files.bytes.WrappedArray;
import io.rolestream.files.columns.ColumnMatcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Detects the format of a stream, unpacks it, and opens the reader. */
final class Formats {

    private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private Formats() {}

    static boolean isParquet(byte[] head) {
        return PlainText.beginsWith(head, PARQUET);
    }

    /**
     * Opens any format but Parquet.
     *
     * @throws InputException if the format is unknown, or required columns are missing
     */
    static RowReader open(HeadStream raw, ColumnMatcher matcher) throws IOException {
        HeadStream plain = PlainText.unpacked(raw);
        if (isParquet(plain.head())) {
            throw new InputException(
                    "Parquet can only be read from a plain file, not from a gzipped file or a pipe, since its index"
                            + " is at the end; unpack or save it first");
        }
        return openText(PlainText.decoded(plain, matcher.encoding()), matcher);
    }

    private static RowReader openText(HeadStream text, ColumnMatcher matcher) throws IOException {
        byte[] head = text.head();
        TextCheck.requireText(head);
        ByteInput in = new ByteInput(text);
        return switch (firstCharacter(head)) {
            case 0 -> throw new InputException("it contains only white space");
            case '[' -> new JsonRows(new ArraySplitter(in), matcher);
            case '{' -> {
                int wrapped = WrappedArray.offset(head);
                yield new JsonRows(wrapped < 0 ? new LineSplitter(in) : new ArraySplitter(in, wrapped), matcher);
            }
            default -> openTable(in, head, matcher);
        };
    }

    private static RowReader openTable(ByteInput in, byte[] head, ColumnMatcher matcher) throws IOException {
        int declared = Delimiter.declared(head);
        boolean isDeclared = declared != TableParser.NO_DELIMITER;
        return new TableRows(in, isDeclared ? declared : Delimiter.of(head), isDeclared, matcher);
    }

    private static int firstCharacter(byte[] head) {
        for (byte next : head) {
            if (!RecordBytes.isWhiteSpace(next)) {
                return next;
            }
        }
        return 0;
    }
}
