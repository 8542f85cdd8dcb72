package io.rolestream.matching.vectors;

import io.rolestream.common.files.FileException;
import io.rolestream.common.files.PrivateFiles;
import io.rolestream.common.files.Replacement;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeddings on disk, so that a service that starts again embeds no text twice. One file holds the vectors of one model
 * version; opened with another version, it begins anew.
 *
 * <p>The file is a header and records of equal size: a hash of the key, the vector, a checksum. Records are only
 * appended. What a crash leaves incomplete at the end is cut off, and a record with a wrong checksum counts as missing,
 * so nothing is ever forced to the disk. When the file is full, the older half of the records is dropped.
 *
 * <p>A cache must not stop what it serves: once writing fails, as on a full disk, it warns and writes no more.
 * Thread-safe.
 */
public final class VectorCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VectorCache.class);
    private static final String MAGIC = "rolestream vectors 1";
    private static final int KEY_BYTES = 16;

    private record Key(long high, long low) {}

    private final Path file;
    private final byte[] header;
    private final int dimensions;
    private final int maxVectors;
    private final FileChannel lock;
    private final Map<Key, Long> places = new LinkedHashMap<>();
    private FileChannel channel;
    private long end;
    private boolean writable = true;

    private VectorCache(Path file, byte[] header, int dimensions, int maxVectors, FileChannel lock) throws IOException {
        this.file = file;
        this.header = header;
        this.dimensions = dimensions;
        this.maxVectors = maxVectors;
        this.lock = lock;
        this.channel = channel(file);
        read();
    }

    /**
     * Opens a cache, or creates it.
     *
     * @param file created for this user only, with missing parents; {@code .lock} is added to the name of its lock
     * @param version of the model that computes the vectors
     * @param maxVectors how many are kept at most, at least 2
     * @throws FileException if another process has it open, or it cannot be read or created
     */
    public static VectorCache open(Path file, String version, int dimensions, int maxVectors) throws FileException {
        if (dimensions < 1 || maxVectors < 2) {
            throw new IllegalArgumentException("a cache holds at least 2 vectors of at least 1 dimension");
        }
        byte[] header =
                "%s %d %s\n".formatted(MAGIC, dimensions, hex(hash(version))).getBytes(StandardCharsets.UTF_8);
        try {
            PrivateFiles.createMissing(Replacement.parent(file));
            FileChannel lock = channel(file.resolveSibling(file.getFileName() + ".lock"));
            try {
                if (!isAcquired(lock)) {
                    throw new FileException(
                            file, "another process has this cache open; end it, or choose another file");
                }
                return new VectorCache(file, header, dimensions, maxVectors, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw FileException.of(file, e);
        }
    }

    private static boolean isAcquired(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static FileChannel channel(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PrivateFiles.fileAttributes());
    }

    private int recordBytes() {
        return KEY_BYTES + Float.BYTES * dimensions + Integer.BYTES;
    }

    private void read() throws IOException {
        places.clear();
        InputStream bytes = new BufferedInputStream(Channels.newInputStream(channel.position(0)), 1 << 16);
        DataInputStream in = new DataInputStream(bytes);
        long size = channel.size();
        end = header.length;
        if (!Arrays.equals(in.readNBytes(header.length), header)) {
            channel.truncate(0);
            writeAll(ByteBuffer.wrap(header), 0);
            return;
        }
        for (; end + recordBytes() <= size; end += recordBytes()) {
            places.put(new Key(in.readLong(), in.readLong()), end);
            in.skipNBytes((long) recordBytes() - KEY_BYTES);
        }
        channel.truncate(end);
    }

    /** The vector of a key, or null if it is not there. */
    public synchronized float @Nullable [] get(String key) {
        Key hashed = key(key);
        Long place = places.get(hashed);
        if (place == null) {
            return null;
        }
        try {
            ByteBuffer found = ByteBuffer.allocate(recordBytes());
            while (found.hasRemaining()) {
                if (channel.read(found, place + found.position()) < 0) {
                    break;
                }
            }
            if (!found.hasRemaining() && found.getInt(recordBytes() - Integer.BYTES) == checksum(found)) {
                float[] vector = new float[dimensions];
                found.position(KEY_BYTES);
                found.asFloatBuffer().get(vector);
                return vector;
            }
            LOG.warn("{}: a vector is damaged and is computed again", file);
        } catch (IOException e) {
            LOG.warn("{}: a vector cannot be read and is computed again: {}", file, e.getMessage());
        }
        places.remove(hashed);
        return null;
    }

    /**
     * Stores a vector, unless its key is there already.
     *
     * @param key of what was embedded, such as a content hash
     */
    public synchronized void put(String key, float[] vector) {
        if (vector.length != dimensions) {
            throw new IllegalArgumentException(
                    "the vector has %d dimensions, the cache %d".formatted(vector.length, dimensions));
        }
        Key hashed = key(key);
        if (!writable || places.containsKey(hashed)) {
            return;
        }
        try {
            if (end >= header.length + (long) maxVectors * recordBytes()) {
                dropOlder();
            }
            writeAll(encode(hashed, vector), end);
            places.put(hashed, end);
            end += recordBytes();
        } catch (IOException e) {
            writable = false;
            LOG.warn(
                    "{}: vectors are no longer stored: {}",
                    file,
                    FileException.of(file, e).reason());
        }
    }

    private ByteBuffer encode(Key key, float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(recordBytes());
        bytes.putLong(key.high).putLong(key.low);
        for (float value : vector) {
            bytes.putFloat(value);
        }
        bytes.putInt(checksum(bytes));
        return bytes.flip();
    }

    private int checksum(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.array(), 0, recordBytes() - Integer.BYTES);
        return (int) crc.getValue();
    }

    private void writeAll(ByteBuffer bytes, long place) throws IOException {
        long at = place;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Copies the newer half of the records to a new file, which replaces the old one. */
    private void dropOlder() throws IOException {
        List<Long> ordered = new ArrayList<>(places.values());
        ordered.sort(null);
        List<Long> kept = ordered.subList(ordered.size() - Math.min(ordered.size(), maxVectors / 2), ordered.size());
        Path shorter = Replacement.beside(file);
        try (FileChannel out = channel(shorter)) {
            long at = out.write(ByteBuffer.wrap(header), 0);
            for (long place : kept) {
                out.position(at);
                at += channel.transferTo(place, recordBytes(), out);
            }
            Replacement.move(shorter, file);
        } catch (IOException e) {
            Replacement.discard(shorter, e);
            throw e;
        }
        channel.close();
        channel = channel(file);
        read();
    }

    /** The number of vectors. */
    public synchronized int size() {
        return places.size();
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
            lock.close();
        } catch (IOException e) {
            LOG.warn("{}: {}", file, e.getMessage());
        }
    }

    private static Key key(String key) {
        ByteBuffer hash = ByteBuffer.wrap(hash(key));
        return new Key(hash.getLong(), hash.getLong());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
