package io.rolestream.models.store;

import io.rolestream.common.files.ProcessLock;
import io.rolestream.common.files.Replacement;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.artifact.Manifest;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.artifact.Sha256;
import io.rolestream.models.artifact.VersionFile;
import io.rolestream.models.artifact.VersionListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of versions on this machine, shared by any number of processes.
 *
 * <p>A version is stored at {@code NAME/VERSION-HASH}, where the hash covers the announced files, so two versions that
 * differ in one byte never share a place. It is copied into a hidden directory beside that, checked while it is copied,
 * and renamed when complete and on the disk. An existing place was complete once; it is still checked byte for byte
 * before each use, since other programs may have changed it, and downloaded again if it does not match.
 *
 * <p>One process at a time uses the cache: from the download to the end of loading it holds a lock, which the system
 * releases if the process dies. Therefore anything unfinished was left by a dead process, and nothing that is evicted
 * is being read. Once a model is loaded, its files are no longer needed.
 */
public final class ModelCache {
    private static final Logger LOG = LoggerFactory.getLogger(ModelCache.class);
    private static final int HASH_CHARACTERS = 16;
    private static final Pattern COPY = Pattern.compile(".+-[0-9a-f]{16}");
    private static final Pattern LEFTOVER = Pattern.compile("\\..+-[0-9a-f]{16}\\.[^.]+\\.tmp");

    private final Path root;
    private final int keep;
    private final long maxBytes;

    /** A verified version, which the cache does not change until the thread that got it closes this. */
    public record CachedVersion(Path directory, ProcessLock lock) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            lock.close();
        }
    }

    /**
     * @param root is created when needed
     * @param keep how many versions to keep, the most recently used, besides the one used last
     * @param maxBytes larger versions are refused
     */
    public ModelCache(Path root, int keep, long maxBytes) {
        this.root = root;
        this.keep = keep;
        this.maxBytes = maxBytes;
    }

    /**
     * Opens the copy of a version, fetching it if there is no matching one. Waits while another process or thread uses
     * the cache.
     *
     * @throws ModelRefusedException if it is too large, or the store does not have what was announced
     * @throws IOException if the store cannot be reached, or the cache cannot be written; trying again may help
     */
    public CachedVersion open(VersionListing version, ArtifactStore store)
            throws IOException, ModelRefusedException, InterruptedException {
        if (version.bytes() > maxBytes) {
            throw new ModelRefusedException(
                    Refusal.TOO_LARGE,
                    version + " has " + version.bytes() + " bytes, but " + ModelsConfig.MAX_MIB + " allows "
                            + maxBytes);
        }
        String location = store.locate(version.location());
        try {
            ProcessLock lock = ProcessLock.acquire(root.resolve(".lock"));
            try {
                return new CachedVersion(directory(version, store, location), lock);
            } catch (IOException | ModelRefusedException | InterruptedException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new IOException(version + " can't be copied into the model cache " + root + ": " + e, e);
        }
    }

    /** Stores the calibration of a version, so that restarted processes skip it. */
    public CalibrationMemory calibrationsOf(CachedVersion version) {
        return new CalibrationMemory(
                ModelSettings.Cache.calibrationsIn(root),
                version.directory().getFileName().toString());
    }

    /**
     * Marks a version as being loaded until the mark is closed.
     *
     * @param trial is asked if the process that marked it last died a while ago
     * @throws ModelRefusedException {@link Refusal#DIED_WHILE_LOADING} if the process that marked it last died
     */
    public LoadingMark mark(CachedVersion version, LoadingMark.Trial trial)
            throws ModelRefusedException, IOException, InterruptedException {
        return LoadingMark.set(
                root.resolve(".loading")
                        .resolve(version.directory().getFileName().toString()),
                trial);
    }

    private Path directory(VersionListing version, ArtifactStore store, String location)
            throws IOException, ModelRefusedException, InterruptedException {
        Path directory = root.resolve(version.name()).resolve(version.version() + "-" + hash(version));
        if (!holds(directory, version)) {
            Replacement.delete(directory);
            fetch(version, store, location, directory);
        }
        Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
        tidy(directory);
        return directory;
    }

    private static String hash(VersionListing version) {
        return Sha256.of(version.statement()).substring(0, HASH_CHARACTERS);
    }

    private boolean holds(Path directory, VersionListing version) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        String difference = CheckedFiles.difference(directory, version.files());
        if (difference != null) {
            LOG.warn("the cached copy of {} is downloaded again: {}", version, difference);
        }
        return difference == null;
    }

    private void fetch(VersionListing version, ArtifactStore store, String location, Path directory)
            throws IOException, ModelRefusedException, InterruptedException {
        Files.createDirectories(Replacement.parent(directory));
        checkSpace(version);
        Path unfinished = Replacement.beside(directory);
        try {
            Files.createDirectory(unfinished);
            for (VersionFile file : version.files()) {
                CheckedFiles.fetch(store, location, file, unfinished);
            }
            Replacement.syncDirectory(unfinished);
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
            Replacement.syncDirectory(Replacement.parent(directory));
        } catch (IOException | ModelRefusedException | InterruptedException | RuntimeException | Error e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
        LOG.info("downloaded {}: {} files, {} bytes", version, version.files().size(), version.bytes());
    }

    private void checkSpace(VersionListing version) throws IOException {
        long free = Files.getFileStore(root).getUsableSpace();
        if (free < version.bytes()) {
            throw new IOException("the model cache " + root + " has " + free + " bytes left, but " + version + " needs "
                    + version.bytes() + "; free some space, or choose another model.cache.directory");
        }
    }

    /** Removes leftovers of dead processes and versions beyond the limit. A failure is only logged. */
    private void tidy(Path used) {
        List<Path> others = new ArrayList<>();
        try {
            for (Path model : list(root)) {
                for (Path version :
                        Files.isDirectory(model, LinkOption.NOFOLLOW_LINKS) ? list(model) : List.<Path>of()) {
                    if (isLeftover(version)) {
                        Replacement.delete(version);
                    } else if (isCopy(version) && !version.equals(used)) {
                        others.add(version);
                    }
                }
            }
            others.sort(Comparator.comparing(ModelCache::lastUsed).reversed());
            for (Path old : others.subList(Math.min(keep, others.size()), others.size())) {
                LOG.info("{} is removed from the model cache", root.relativize(old));
                Path doomed = Replacement.beside(old);
                Files.move(old, doomed, StandardCopyOption.ATOMIC_MOVE);
                Replacement.delete(doomed);
            }
        } catch (IOException e) {
            LOG.warn("cannot clean up the model cache {}: {}", root, e.toString());
        }
    }

    private static boolean isLeftover(Path path) {
        return Replacement.isUnfinished(path)
                && LEFTOVER.matcher(String.valueOf(path.getFileName())).matches();
    }

    /** Whether this cache created it; the directory may contain other files. */
    private static boolean isCopy(Path path) {
        return COPY.matcher(String.valueOf(path.getFileName())).matches() && Files.exists(path.resolve(Manifest.FILE));
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }

    private static FileTime lastUsed(Path version) {
        try {
            return Files.getLastModifiedTime(version);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
