package io.rolestream.common.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files and directories that only the user of this process can read, since they hold texts of resumes. Each directory
 * that a service owns is created here; whatever lies below it is then out of others' reach, whoever writes it. On
 * systems without POSIX permissions the defaults apply.
 */
public final class PrivateFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> EXECUTE = PosixFilePermissions.fromString("--x--x--x");

    private PrivateFiles() {}

    /**
     * Creates a directory of mode 0700, with missing parents of the same mode. An existing directory is closed to
     * others if this user owns it.
     */
    public static void directory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            restrict(directory);
        } else {
            createMissing(directory);
        }
    }

    /** Creates a directory of mode 0700, with missing parents of the same mode. An existing one keeps its mode. */
    public static void createMissing(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, attributes(DIRECTORY));
        }
    }

    /** With these a file is created with mode 0600. */
    public static FileAttribute<?>[] fileAttributes() {
        return attributes(FILE);
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    /** Takes all permissions from the group and from others, if this user owns the file or directory. */
    public static void restrict(Path path) throws IOException {
        if (!POSIX) {
            return;
        }
        Set<PosixFilePermission> permissions = EnumSet.copyOf(DIRECTORY);
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(path);
        permissions.retainAll(before);
        if (!permissions.equals(before)) {
            try {
                Files.setPosixFilePermissions(path, permissions);
            } catch (FileSystemException e) {
                return; // another user's, such as the root of a mounted volume; its owner decides
            }
        }
    }

    /** Gives a directory and everything below it the permissions of another directory; files are not executable. */
    public static void adopt(Path tree, Path like) throws IOException {
        if (!POSIX) {
            return;
        }
        Set<PosixFilePermission> directory = Files.getPosixFilePermissions(like);
        Set<PosixFilePermission> file = EnumSet.copyOf(directory);
        file.removeAll(EXECUTE);
        List<Path> all;
        try (Stream<Path> paths = Files.walk(tree)) {
            all = paths.toList();
        }
        for (Path path : all) {
            Files.setPosixFilePermissions(path, Files.isDirectory(path) ? directory : file);
        }
    }
}
