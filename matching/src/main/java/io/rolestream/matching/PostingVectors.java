package io.rolestream.matching;

import io.rolestream.common.files.FileException;
import io.rolestream.common.files.PrivateFiles;
import io.rolestream.matching.vectors.VectorCache;
import io.rolestream.models.artifact.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of postings of one version of a bi-encoder, in a file of its own. The files of two versions remain.
 *
 * <p>Matchers of this process that are open at the same time, as during a change of the re-ranker, share the file; it
 * is closed with the last of them. Other processes are kept out. Thread-safe.
 */
final class PostingVectors implements AutoCloseable {
    private static final String PREFIX = "postings-";
    private static final String SUFFIX = ".vectors";
    private static final String LOCK = ".lock";
    private static final int VERSIONS = 2;
    private static final int MOST_VECTORS = 1_000_000;
    private static final int SHOWN_HASH = 16;

    /** What this process has open. */
    private static final Map<Path, Shared> OPEN = new HashMap<>();

    private static final class Shared {
        private final VectorCache cache;
        private int users;

        Shared(VectorCache cache) {
            this.cache = cache;
        }
    }

    private final Path file;
    private final VectorCache cache;
    private boolean closed;

    private PostingVectors(Path file, VectorCache cache) {
        this.file = file;
        this.cache = cache;
    }

    /** @throws IOException if another process has the file open, or it cannot be read or created */
    static PostingVectors open(Path directory, String version, int dimensions) throws IOException {
        PrivateFiles.directory(directory);
        String hash = Sha256.of(version.getBytes(StandardCharsets.UTF_8)).substring(0, SHOWN_HASH);
        Path real = directory.toRealPath();
        Path file = real.resolve(PREFIX + hash + SUFFIX);
        synchronized (OPEN) {
            Shared shared = OPEN.get(file);
            if (shared == null) {
                shared = new Shared(VectorCache.open(file, version, dimensions, MOST_VECTORS));
                OPEN.put(file, shared);
            }
            shared.users++;
            PostingVectors opened = new PostingVectors(file, shared.cache);
            try {
                deleteOthers(real, file);
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            return opened;
        }
    }

    /** The vector of a text, or null if it is not there. */
    float @Nullable [] get(String text) {
        return cache.get(text);
    }

    void put(String text, float[] vector) {
        cache.put(text, vector);
    }

    @Override
    public void close() {
        synchronized (OPEN) {
            Shared shared = OPEN.get(file);
            if (closed || shared == null) {
                return;
            }
            closed = true;
            shared.users--;
            if (shared.users == 0) {
                OPEN.remove(file);
                shared.cache.close();
            }
        }
    }

    /** During a change of versions the one before is still in use. */
    private static void deleteOthers(Path directory, Path file) throws FileException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> others = files.filter(other -> isCache(other) && !other.equals(file))
                    .sorted(Comparator.comparing(PostingVectors::lastModified).reversed())
                    .skip(VERSIONS - 1L)
                    .toList();
            for (Path other : others) {
                if (OPEN.containsKey(other)) {
                    continue;
                }
                Files.deleteIfExists(other);
                Files.deleteIfExists(other.resolveSibling(other.getFileName() + LOCK));
            }
        } catch (IOException e) {
            throw FileException.of(directory, e);
        }
    }

    private static boolean isCache(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }

    private static long lastModified(Path file) {
        return file.toFile().lastModified();
    }
}
