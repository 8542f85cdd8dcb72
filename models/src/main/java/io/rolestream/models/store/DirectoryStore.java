package io.rolestream.models.store;

import io.rolestream.common.files.PrivateFiles;
import io.rolestream.common.files.Replacement;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.PackagedFile;
import io.rolestream.models.artifact.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A store in a directory, on a disk or a share. The root is trusted, and may be a link; its content is not, so links in
 * it must not lead out. A version is copied into a hidden directory beside its place, synced, and renamed. It gets the
 * permissions of the root, which its administrator may have opened to a group.
 */
public final class DirectoryStore implements ArtifactStore {
    /** Publishing never takes this long; older directories were left by a process that died. */
    private static final Duration LEFTOVER_AGE = Duration.ofDays(1);

    private final Path root;
    private final StoreRoot uri;

    public DirectoryStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        uri = new StoreRoot(this.root.toUri());
    }

    @Override
    public String locate(String announced) throws ModelRefusedException {
        return uri.locate(announced);
    }

    @Override
    public InputStream open(String location, String path) throws IOException, ModelRefusedException {
        Path trusted = trustedRoot();
        Path file = root.resolve(location).resolve(path);
        Path real;
        try {
            real = file.toRealPath();
        } catch (NoSuchFileException e) {
            throw new ModelRefusedException(Refusal.FILES, location + "/" + path + " is not in the store " + root, e);
        }
        if (!real.startsWith(trusted)) {
            throw new ModelRefusedException(
                    Refusal.PATH, location + "/" + path + " is a link that leads out of the store " + root);
        }
        if (!Files.isRegularFile(real)) {
            throw new ModelRefusedException(
                    Refusal.FILES, location + "/" + path + " is not a file in the store " + root);
        }
        if (CheckedFiles.hasOtherNames(real)) {
            throw new ModelRefusedException(
                    Refusal.FILES,
                    location + "/" + path + " in the store " + root
                            + " is a hard link, through which it can be changed unseen; replace it by a copy");
        }
        return Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS);
    }

    private Path trustedRoot() throws IOException {
        try {
            return root.toRealPath();
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(root.toString(), null, "the model store does not exist; is it mounted?");
        }
    }

    @Override
    public boolean contains(String location) throws IOException {
        return Files.exists(root) && Files.exists(place(location), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void publish(String location, List<PackagedFile> files) throws IOException {
        Path target = place(location);
        Path parent = Replacement.parent(target);
        PrivateFiles.createMissing(root);
        createParents(parent);
        checkInside(parent);
        refuseToReplace(target);
        discardLeftovers(parent);
        Path unfinished = Replacement.beside(target);
        try {
            Files.createDirectory(unfinished);
            for (PackagedFile file : files) {
                file.copyTo(unfinished);
            }
            PrivateFiles.adopt(unfinished, root);
            rename(unfinished, target);
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
    }

    private void createParents(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            createParents(Replacement.parent(parent));
            PrivateFiles.createMissing(parent);
            PrivateFiles.adopt(parent, root);
        }
    }

    private Path place(String location) {
        return root.resolve(location);
    }

    private void checkInside(Path parent) throws IOException {
        if (!parent.toRealPath().startsWith(trustedRoot())) {
            throw new FileSystemException(parent.toString(), null, "leads out of the store " + root);
        }
    }

    private static void refuseToReplace(Path target) throws FileAlreadyExistsException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(
                    target.toString(), null, "published versions are never replaced; choose another version");
        }
    }

    private static void rename(Path unfinished, Path target) throws IOException {
        Replacement.syncDirectory(unfinished);
        try {
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            refuseToReplace(target); // another publisher was faster
            throw e;
        }
        Replacement.syncDirectory(Replacement.parent(target));
    }

    private static void discardLeftovers(Path parent) throws IOException {
        Instant oldest = Instant.now().minus(LEFTOVER_AGE);
        List<Path> hidden;
        try (Stream<Path> all = Files.list(parent)) {
            hidden = all.filter(Replacement::isUnfinished).toList();
        }
        for (Path one : hidden) {
            if (Files.getLastModifiedTime(one, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(oldest)) {
                Replacement.delete(one);
            }
        }
    }

    @Override
    public void delete(String location) throws IOException {
        Path target = place(location);
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        checkInside(Replacement.parent(target));
        Path doomed = Replacement.beside(target);
        Files.move(target, doomed, StandardCopyOption.ATOMIC_MOVE);
        Replacement.delete(doomed);
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return root.toString();
    }
}
