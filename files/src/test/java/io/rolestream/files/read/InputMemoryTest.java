package io.rolestream.files.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.files.columns.ColumnNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rows are made up as they are read, so whatever memory is taken is the reader's. */
@Tag("full")
class InputMemoryTest {

    private static final int ROWS = 1_000_000;
    private static final long ALLOWED_BYTES = 10 * 1024 * 1024;

    @Test
    void shouldReadAMillionTableRowsInLittleMemory() {
        requireLittleMemory(
                "id,skills,text\n", i -> "r" + i + ",\"Java, SQL, Kafka " + i + "\",Builds \"\"things\"\"\n");
    }

    @Test
    void shouldReadAMillionJsonLinesInLittleMemory() {
        requireLittleMemory(
                "", i -> "{\"id\":" + i + ",\"skills\":[\"Java\",\"SQL\"],\"field" + i + "\":\"unknown\"}\n");
    }

    private static void requireLittleMemory(String header, LongFunction<String> row) {
        long most = 0;
        try (RowSource source = RowSource.ofResumes(new Generated(header, row), "generated", ColumnNames.AUTOMATIC)) {
            long before = usedBytes();
            long count = 0;
            while (source.hasNext()) {
                assertThat(source.next()).isInstanceOf(ResumeRow.class);
                if (++count % (ROWS / 4) == 0) {
                    most = Math.max(most, usedBytes() - before);
                }
            }
            assertThat(count).isEqualTo(ROWS);
        }
        assertThat(most).isLessThan(ALLOWED_BYTES);
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static final class Generated extends InputStream {

        private final LongFunction<String> row;
        private byte[] current;
        private int position;
        private long next;

        Generated(String header, LongFunction<String> row) {
            this.row = row;
            this.current = header.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (position == current.length) {
                if (next == ROWS) {
                    return -1;
                }
                current = row.apply(next++).getBytes(StandardCharsets.UTF_8);
                position = 0;
            }
            int count = Math.min(length, current.length - position);
            System.arraycopy(current, position, target, offset, count);
            position += count;
            return count;
        }
    }
}
