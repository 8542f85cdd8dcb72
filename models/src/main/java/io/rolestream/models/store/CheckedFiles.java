package io.rolestream.models.store;

import io.rolestream.common.files.Replacement;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.artifact.Sha256;
import io.rolestream.models.artifact.VersionFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Verifies the size and checksum of files, either while they are copied or in place. */
public final class CheckedFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private CheckedFiles() {}

    /**
     * Copies a file out of a store. Reads at most one byte more than announced, to detect a longer file.
     *
     * @throws ModelRefusedException {@link Refusal#FILES} if it does not exist, or has another size or checksum
     */
    static void fetch(ArtifactStore store, String location, VersionFile file, Path directory)
            throws IOException, ModelRefusedException, InterruptedException {
        Path copy = directory.resolve(file.path());
        Files.createDirectories(Replacement.parent(copy));
        try (InputStream in = store.open(location, file.path());
                OutputStream out = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
            copy(file, in, out);
        }
        Replacement.sync(copy);
    }

    /** Reads a small file from a store into memory, with the checks of {@link #fetch}. */
    public static byte[] read(ArtifactStore store, String location, VersionFile file)
            throws IOException, ModelRefusedException, InterruptedException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (InputStream in = store.open(location, file.path())) {
            copy(file, in, content);
        }
        return content.toByteArray();
    }

    private static void copy(VersionFile file, InputStream in, OutputStream out)
            throws IOException, ModelRefusedException, InterruptedException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        long missing = file.bytes();
        while (missing > 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while " + file.path() + " was copied");
            }
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, missing));
            if (count < 0) {
                throw wrong(file, "is " + missing + " bytes shorter than the " + file.bytes() + " announced");
            }
            digest.update(buffer, 0, count);
            out.write(buffer, 0, count);
            missing -= count;
        }
        if (in.read() >= 0) {
            throw wrong(file, "is longer than the " + file.bytes() + " bytes announced");
        }
        String actual = Sha256.hex(digest);
        if (!actual.equals(file.sha256())) {
            throw wrong(file, "has the SHA-256 " + actual + ", but " + file.sha256() + " was announced");
        }
    }

    private static ModelRefusedException wrong(VersionFile file, String how) {
        return new ModelRefusedException(Refusal.FILES, file.path() + " " + how);
    }

    /** How a directory differs from the files that it should consist of, or null. Reads every byte. */
    static @Nullable String difference(Path directory, List<VersionFile> files) throws IOException {
        Map<String, VersionFile> expected =
                new HashMap<>(files.stream().collect(Collectors.toMap(VersionFile::path, file -> file)));
        List<Path> there;
        try (Stream<Path> all = Files.walk(directory)) {
            there = all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        for (Path path : there) {
            VersionFile file =
                    expected.remove(directory.relativize(path).toString().replace('\\', '/'));
            if (file == null) {
                return path + " does not belong there";
            }
            String difference = hasOtherNames(path) ? path + " is a hard link" : difference(path, file);
            if (difference != null) {
                return difference;
            }
        }
        return expected.isEmpty() ? null : expected.keySet().iterator().next() + " is missing";
    }

    /** Whether there are hard links to a file, through which it can be changed after it was checked. */
    static boolean hasOtherNames(Path file) throws IOException {
        try {
            return Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) instanceof Integer links
                    && links > 1;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return false; // a system without them
        }
    }

    public static @Nullable String difference(Path path, VersionFile file) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return path + " is missing";
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return path + " is not a plain file";
        }
        if (Files.size(path) != file.bytes()) {
            return path + " has " + Files.size(path) + " bytes, not " + file.bytes();
        }
        return Sha256.of(path).equals(file.sha256()) ? null : path + " has a different SHA-256 than " + file.sha256();
    }
}
