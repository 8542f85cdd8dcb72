package io.rolestream.engine.hub;

import io.rolestream.common.files.Replacement;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One model's part of a cache directory, in the layout of Python's {@code huggingface_hub}: {@code blobs/CHECKSUM} hold
 * the contents, {@code snapshots/COMMIT/FILE} link to them, {@code refs/REVISION} holds the commit that a branch or tag
 * last pointed to. A blob gets its name only after its content was checked, so every named blob is complete.
 */
final class HubCache {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final int MAX_REF_BYTES = 100;

    private final Path root;
    private final ModelName model;

    HubCache(Path cacheDirectory, ModelName model) {
        this.root = cacheDirectory;
        this.model = model;
    }

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    private Path directory() {
        return root.resolve(model.directory());
    }

    Path lockFile() {
        return root.resolve(".locks").resolve(model.directory()).resolve("rolestream.lock");
    }

    Path snapshot(String commit) {
        return directory().resolve("snapshots").resolve(commit);
    }

    Path blob(Checksum checksum) {
        return directory().resolve("blobs").resolve(checksum.hex());
    }

    /** Where a file is written until it is complete. */
    Path incomplete(String commit, String file) {
        return directory().resolve("blobs").resolve(commit + "-" + file + ".incomplete");
    }

    /** The commit that a revision last pointed to, or null. */
    @Nullable
    String commitOf(String revision) throws IOException {
        if (isCommit(revision)) {
            return revision;
        }
        Path ref = ref(revision);
        if (!Files.isRegularFile(ref) || Files.size(ref) > MAX_REF_BYTES) {
            return null;
        }
        String commit = Files.readString(ref).strip();
        return isCommit(commit) ? commit : null;
    }

    void remember(String revision, String commit) throws IOException {
        if (isCommit(revision)) {
            return;
        }
        Path ref = ref(revision);
        Files.createDirectories(ref.resolveSibling("."));
        Path unfinished = Replacement.beside(ref);
        Files.writeString(unfinished, commit);
        Files.move(unfinished, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path ref(String revision) {
        return directory().resolve("refs").resolve(revision);
    }

    /** Puts checked content into a snapshot: as a link, or as a copy where the file system has no links. */
    void link(String commit, String file, Checksum checksum) throws IOException {
        Path link = snapshot(commit).resolve(file);
        Files.createDirectories(snapshot(commit));
        if (Files.isSymbolicLink(link) && !Files.exists(link)) {
            Files.delete(link);
        }
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.createSymbolicLink(link, Path.of("..", "..", "blobs", checksum.hex()));
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (FileSystemException | UnsupportedOperationException e) {
            Path copy = Replacement.beside(link);
            Files.copy(blob(checksum), copy);
            Files.move(copy, link, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
