package io.rolestream.files.documents;

import io.rolestream.files.bytes.InputException;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A ZIP archive of documents. Unpacks one after another into memory, up to the limits; never onto disk. */
final class DocumentArchive implements Closeable {
    private static final int MEGABYTE = 1024 * 1024;
    /** Of the archive's table of contents, which is held in memory. */
    private static final long MOST_TABLE_BYTES = 40L * MEGABYTE;

    private static final int END_BYTES = 22;
    private static final int MOST_COMMENT_BYTES = 65_535;
    private static final int END_MAGIC = 0x06054B50;
    private static final int TABLE_SIZE_AT = 12;
    private static final List<String> PARTS_OF_DOCUMENTS = List.of("[Content_Types].xml", "mimetype");

    private final ZipFile zip;
    private final DocumentLimits limits;
    private long expanded;

    private DocumentArchive(ZipFile zip, DocumentLimits limits) {
        this.zip = zip;
        this.limits = limits;
    }

    /** @throws InputException if it is damaged or its table of contents is too large */
    static DocumentArchive open(Path file, DocumentLimits limits) throws IOException {
        requireSmallTable(file);
        try {
            return new DocumentArchive(zip(file), limits);
        } catch (ZipException e) {
            throw new InputException(
                    "the ZIP archive is damaged or cut short (" + e.getMessage() + "); create it again", e);
        }
    }

    /** Names are in UTF-8, said or not, or in the encoding of DOS. */
    private static ZipFile zip(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            return new ZipFile(file.toFile(), Charset.forName("IBM437"));
        }
    }

    private static void requireSmallTable(Path file) throws IOException {
        try (RandomAccessFile archive = new RandomAccessFile(file.toFile(), "r")) {
            int length = (int) Math.min(archive.length(), END_BYTES + MOST_COMMENT_BYTES);
            ByteBuffer tail = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            archive.seek(archive.length() - length);
            archive.readFully(tail.array());
            for (int at = length - END_BYTES; at >= 0; at--) {
                if (tail.getInt(at) == END_MAGIC) {
                    if (Integer.toUnsignedLong(tail.getInt(at + TABLE_SIZE_AT)) > MOST_TABLE_BYTES) {
                        throw new InputException("the ZIP archive has too many files; split it");
                    }
                    return;
                }
            }
            throw new InputException("the ZIP archive is cut short: its table of contents is missing");
        }
    }

    /** Whether the archive is itself a document: DOCX and ODT are ZIP archives. */
    boolean isDocument() {
        return PARTS_OF_DOCUMENTS.stream().anyMatch(part -> zip.getEntry(part) != null);
    }

    /** The documents in the order of their names. */
    List<DocumentFile> files() {
        DocumentFiles.requireCount(zip.size(), limits);
        return zip.stream()
                .filter(entry -> !entry.isDirectory() && !DocumentNames.isIgnored(entry.getName()))
                .sorted(Comparator.comparing(ZipEntry::getName))
                .map(entry -> new DocumentFile(entry.getName(), () -> unpacked(entry)))
                .toList();
    }

    private InputStream unpacked(ZipEntry entry) throws IOException {
        return new FilterInputStream(zip.getInputStream(entry)) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                expanded += Math.max(0, count);
                if (expanded > (long) limits.maxExpandedMegabytes() * MEGABYTE) {
                    throw new IOException("the archive unpacks to more than %,d MB (%s)"
                            .formatted(limits.maxExpandedMegabytes(), DocumentConfig.MAX_EXPANDED_MEGABYTES));
                }
                return count;
            }
        };
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
