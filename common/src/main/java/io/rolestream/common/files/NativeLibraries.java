package io.rolestream.common.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides where native libraries are unpacked and loaded from. Libraries such as RocksDB, SQLite, DuckDB, zstd and DJL
 * unpack code from their jars and load it; whoever can write to the directory could have this process run theirs.
 *
 * <p>DJL, whose libraries are large, has a directory that lasts, with a version in each name: {@code DJL_CACHE_DIR} if
 * set, else {@code ~/.rolestream/native}. All others unpack anew in each process, into its own temporary directory.
 * Where the home directory cannot be written, DJL unpacks into that one, too.
 *
 * <p>Called before anything loads a library: first by the command line, and by each class that loads one, for those who
 * use it without.
 */
public final class NativeLibraries {
    private static final String TEMPORARY = "java.io.tmpdir";
    private static final String DJL_DIRECTORY = "DJL_CACHE_DIR";
    private static final List<String> DJL_DIRECTORIES = List.of(DJL_DIRECTORY, "ENGINE_CACHE_DIR");
    /** Where administrators may have put libraries that are not unpacked. */
    private static final List<String> INSTALLED =
            List.of("PYTORCH_LIBRARY_PATH", "RUST_LIBRARY_PATH", "ROCKSDB_SHAREDLIB_DIR");
    /** Each library's own name for the directory that it unpacks into. */
    private static final List<String> TEMPORARY_NAMES =
            List.of(TEMPORARY, "org.sqlite.tmpdir", "ZstdTempFolder", "org.xerial.snappy.tempdir");

    private static boolean prepared;

    private NativeLibraries() {}

    /** Has the temporary directory of the start command deleted at the end, also if nothing is prepared before. */
    public static void deleteTemporaryAtExit() {
        ProcessDirectory.deleteAtExit(Path.of(System.getProperty(TEMPORARY)));
    }

    /**
     * Chooses and checks the directories; does nothing after the first time.
     *
     * @throws NativeLibraryException if other users can write to one of them, it cannot be created, or nothing may be
     *     executed from it
     */
    public static synchronized void prepare() {
        if (prepared) {
            return;
        }
        Path temporary = temporary();
        Path own = ProcessDirectory.lock(temporary);
        for (String name : INSTALLED) {
            String value = given(name);
            if (value != null && Files.exists(Path.of(value))) {
                TrustedDirectory.check(Path.of(value), own, remedy(name));
            }
        }
        if (DJL_DIRECTORIES.stream().noneMatch(name -> given(name) != null)) {
            System.setProperty(DJL_DIRECTORY, lasting(temporary).toString());
        }
        for (String name : DJL_DIRECTORIES) {
            String value = given(name);
            if (value != null) {
                checked(Path.of(value), own, remedy(name));
            }
        }
        prepared = true;
    }

    private static Path temporary() {
        Path place = Path.of(System.getProperty(TEMPORARY)).toAbsolutePath();
        String remedy =
                "set TMPDIR to a directory that only you can write and that allows execution, or mount it that way";
        Path directory;
        try {
            directory = ProcessDirectory.claim(place);
        } catch (IOException e) {
            throw new NativeLibraryException(place, FileException.reason(place, e) + "; " + remedy, e);
        }
        TrustedDirectory.check(directory, ProcessDirectory.lock(directory), remedy);
        TEMPORARY_NAMES.forEach(name -> System.setProperty(name, directory.toString()));
        return directory;
    }

    /** Creates a directory if it is missing; an existing one must be safe already, since it may hold others' files. */
    private static void checked(Path directory, Path own, String remedy) {
        try {
            PrivateFiles.createMissing(directory);
        } catch (IOException e) {
            throw new NativeLibraryException(directory, FileException.reason(directory, e) + "; " + remedy, e);
        }
        TrustedDirectory.check(directory, own, remedy);
        TrustedDirectory.checkContent(directory, own, remedy);
    }

    private static Path lasting(Path temporary) {
        Path home = Path.of(System.getProperty("user.home"));
        Path directory = home.resolve(".rolestream").resolve("native");
        try {
            if (home.isAbsolute() && Files.isDirectory(home)) {
                PrivateFiles.directory(Objects.requireNonNull(directory.getParent()));
                PrivateFiles.createMissing(directory);
                if (Files.isWritable(directory)) {
                    return directory;
                }
            }
        } catch (IOException e) {
            // The home directory is not for writing.
        }
        Path fallback = temporary.resolve("native");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                Replacement.delete(fallback);
            } catch (IOException e) {
                return; // left to the next process
            }
        }));
        return fallback;
    }

    private static @Nullable String given(String name) {
        String value = System.getenv(name);
        String effective = value == null ? System.getProperty(name) : value; // the order in which DJL looks
        return effective == null || effective.isBlank() ? null : effective;
    }

    private static String remedy(String name) {
        return System.getenv(name) == null && System.getProperty(name) != null && name.equals(DJL_DIRECTORY)
                ? "remove the write permission of others, and delete ~/.rolestream/native, or set DJL_CACHE_DIR to a directory that only"
                        + " you or root can write"
                : "set " + name + " to a directory that only you or root can write";
    }
}
