package io.rolestream.common.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether code may be loaded from a directory. Whoever can write to it, or rename one of its parents, can run code as
 * this user. So it and each of its parents must belong to this user or to root, and no one else may write to them; a
 * parent may be open to all if it is sticky, as {@code /tmp} is. Links are checked like directories, and what they lead
 * to as well. In a pod of Kubernetes, root's directories are trusted: volumes are open to all there, and no other user
 * is. Systems without Unix file modes are not checked.
 */
final class TrustedDirectory {
    private static final int ROOT = 0;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITE = 020;
    private static final int OTHERS_WRITE = 02;
    private static final int GROUP = 070;
    private static final int OTHERS = 07;
    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;

    /** Kubernetes sets it in every container. */
    private static final String POD = "KUBERNETES_SERVICE_HOST";

    private final int user;
    private final int group;
    private final boolean pod;

    /** What {@code lstat} says of a file. */
    record Status(int uid, int gid, int mode) {
        static Status of(Path path) throws IOException {
            return new Status(value(path, "uid"), value(path, "gid"), value(path, "mode"));
        }

        private static int value(Path path, String name) throws IOException {
            return (Integer) Files.getAttribute(path, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
        }

        boolean has(int bits) {
            return (mode & bits) != 0;
        }
    }

    TrustedDirectory(int user, int group, boolean pod) {
        this.user = user;
        this.group = group;
        this.pod = pod;
    }

    /**
     * Refuses a directory from which no code may be loaded.
     *
     * @param own a file that this process has created, which shows its user and group
     * @param remedy what to do, for the message
     * @throws NativeLibraryException if others can write to it, or it lies on a file system that allows no execution
     */
    static void check(Path directory, Path own, String remedy) {
        try {
            Path real = directory.toRealPath();
            if (own.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                TrustedDirectory check = of(own);
                check.chain(directory.toAbsolutePath().normalize(), remedy);
                check.chain(real, remedy);
            }
            String mount = noexecMount(real);
            if (mount != null) {
                throw new NativeLibraryException(directory, mount + " is mounted noexec; " + remedy, null);
            }
        } catch (IOException e) {
            throw new NativeLibraryException(directory, e + "; " + remedy, e);
        }
    }

    private void chain(Path directory, String remedy) throws IOException {
        for (Path path = directory; path != null; path = path.getParent()) {
            refuse(path, path.equals(directory), directory, remedy);
        }
    }

    private void refuse(Path path, boolean last, Path directory, String remedy) throws IOException {
        String fault = fault(Status.of(path), last);
        if (fault != null) {
            throw new NativeLibraryException(directory, path + " " + fault + "; " + remedy, null);
        }
    }

    /**
     * Refuses a directory whose content others could have written or can write.
     *
     * @throws NativeLibraryException as {@link #check}
     */
    static void checkContent(Path directory, Path own, String remedy) {
        if (!own.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        try {
            Path real = directory.toRealPath();
            TrustedDirectory check = of(own);
            boolean open = Status.of(real).has(GROUP | OTHERS);
            Files.walkFileTree(real, new Visits(path -> check.refuse(path, open, directory, remedy)));
        } catch (IOException e) {
            throw new NativeLibraryException(directory, e + "; " + remedy, e);
        }
    }

    @FunctionalInterface
    private interface Visit {
        void to(Path path) throws IOException;
    }

    /** Visits all files and directories; another process may be unpacking there, so some vanish. */
    private static final class Visits extends SimpleFileVisitor<Path> {
        private final Visit visit;

        Visits(Visit visit) {
            this.visit = visit;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            return visitFile(directory, attributes);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            try {
                visit.to(file);
            } catch (NoSuchFileException e) {
                return FileVisitResult.CONTINUE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            return failure instanceof NoSuchFileException
                    ? FileVisitResult.CONTINUE
                    : super.visitFileFailed(file, failure);
        }
    }

    private static TrustedDirectory of(Path own) throws IOException {
        Status mine = Status.of(own);
        return new TrustedDirectory(mine.uid, mine.gid, System.getenv(POD) != null);
    }

    /**
     * Why a directory on the way is not to be trusted, or null.
     *
     * @param last whether it is the directory itself and not a parent of it
     */
    @Nullable
    String fault(Status status, boolean last) {
        if (status.uid != user && status.uid != ROOT) {
            return "belongs to another user (uid " + status.uid + ")";
        }
        boolean podVolume = pod && status.uid == ROOT && user != ROOT;
        if ((status.mode & TYPE) == LINK || (status.has(STICKY) && !last) || podVolume) {
            return null;
        }
        boolean ownGroup = status.gid == group && !last; // often a group of this user alone
        return status.has(OTHERS_WRITE) || (status.has(GROUP_WRITE) && !ownGroup)
                ? "can be written by other users (mode %04o)".formatted(status.mode & 07777)
                : null;
    }

    /** Where the file system of a path is mounted, if programs may not be executed from it; known on Linux alone. */
    private static @Nullable String noexecMount(Path real) throws IOException {
        Path mounts = Path.of("/proc/self/mountinfo");
        return Files.isReadable(mounts)
                ? noexecMount(real, Files.readAllLines(mounts, StandardCharsets.ISO_8859_1))
                : null;
    }

    /** @param mounts lines of {@code /proc/self/mountinfo}: the fifth field is the place, the sixth the options */
    static @Nullable String noexecMount(Path real, List<String> mounts) {
        String place = "";
        boolean noexec = false;
        for (String line : mounts) {
            String[] fields = line.split(" ", 7);
            String here = fields[4].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
            if (here.length() >= place.length() && real.startsWith(here)) {
                place = here;
                noexec = List.of(fields[5].split(",")).contains("noexec");
            }
        }
        return noexec ? place : null;
    }
}
