package io.rolestream.common.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether code may be loaded from a directory. Whoever can write to it, or rename one of its parents, can run code as
 * this user. So it and each of its parents must belong to this user or to root, and nobody else may write to them; a
 * parent may be open to all if it is sticky, as {@code /tmp} is. Links are checked like directories, and what they lead
 * to as well. Systems without Unix file modes are not checked.
 */
final class TrustedDirectory {
    private static final int ROOT = 0;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITE = 020;
    private static final int OTHERS_WRITE = 02;
    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;

    private final int user;
    private final int group;

    /** What {@code lstat} says of a file. */
    private record Status(int uid, int gid, int mode) {
        static Status of(Path path) throws IOException {
            Map<String, Object> all = Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
            return new Status((Integer) all.get("uid"), (Integer) all.get("gid"), (Integer) all.get("mode"));
        }

        boolean has(int bits) {
            return (mode & bits) != 0;
        }
    }

    private TrustedDirectory(int user, int group) {
        this.user = user;
        this.group = group;
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
                Status mine = Status.of(own);
                TrustedDirectory check = new TrustedDirectory(mine.uid, mine.gid);
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
            String fault = fault(Status.of(path), path.equals(directory));
            if (fault != null) {
                throw new NativeLibraryException(directory, path + " " + fault + "; " + remedy, null);
            }
        }
    }

    private @Nullable String fault(Status status, boolean last) {
        if (status.uid != user && status.uid != ROOT) {
            return "belongs to another user (uid " + status.uid + ")";
        }
        if ((status.mode & TYPE) == LINK || (status.has(STICKY) && !last)) {
            return null;
        }
        // A group of this user's own, or that of a volume which Kubernetes mounts for it.
        boolean trustedGroup = status.gid == group && (!last || (status.uid == ROOT && user != ROOT));
        return status.has(OTHERS_WRITE) || (status.has(GROUP_WRITE) && !trustedGroup)
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
