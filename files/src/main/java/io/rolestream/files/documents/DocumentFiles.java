package io.rolestream.files.documents;

import io.rolestream.files.bytes.InputException;
import io.rolestream.files.documents.parse.DocumentKind;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Documents to be read, in the order of their names. */
public final class DocumentFiles implements Closeable {
    private final Iterator<DocumentFile> files;
    private final Closeable owner;
    private final int count;
    private final boolean single;
    private final @Nullable FolderWatch watch;

    private DocumentFiles(List<DocumentFile> files, Closeable owner, boolean single) {
        this.files = files.iterator();
        this.owner = owner;
        this.count = files.size();
        this.single = single;
        this.watch = null;
    }

    private DocumentFiles(FolderWatch watch) {
        this.files = watch;
        this.owner = () -> {};
        this.count = -1;
        this.single = false;
        this.watch = watch;
    }

    /**
     * The documents at a path: those of a folder or a ZIP archive, or a single one; null if it is none by its content.
     *
     * @throws IOException if it can't be read
     * @throws InputException if an archive is damaged, or there are no files or too many
     */
    public static @Nullable DocumentFiles at(Path path, DocumentLimits limits) throws IOException {
        DocumentFiles found = Files.isDirectory(path) ? inFolder(path, limits) : ofFile(path, limits);
        if (found != null && found.count == 0) {
            found.close();
            throw new InputException("it holds no documents");
        }
        return found;
    }

    private static @Nullable DocumentFiles ofFile(Path path, DocumentLimits limits) throws IOException {
        if (!Files.isRegularFile(path)) {
            return null;
        }
        return switch (kind(path)) {
            case PDF, RTF, HTML, WORD_97 -> single(path);
            case ZIP -> inArchive(path, limits);
            case IMAGE, BINARY, TEXT -> null;
        };
    }

    private static DocumentKind kind(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return DocumentKind.of(in.readNBytes(DocumentKind.HEAD_BYTES));
        }
    }

    /** A single document. */
    public static DocumentFiles single(Path file) {
        DocumentFile only = new DocumentFile(String.valueOf(file.getFileName()), () -> Files.newInputStream(file));
        return new DocumentFiles(List.of(only), () -> {}, true);
    }

    private static DocumentFiles inArchive(Path file, DocumentLimits limits) throws IOException {
        DocumentArchive archive = DocumentArchive.open(file, limits);
        boolean succeeded = false;
        try {
            DocumentFiles files =
                    archive.isDocument() ? single(file) : new DocumentFiles(archive.files(), archive, false);
            succeeded = !files.single;
            return files;
        } finally {
            if (!succeeded) {
                archive.close();
            }
        }
    }

    /** Of the folders in it too; links in it are not followed. */
    private static DocumentFiles inFolder(Path folder, DocumentLimits limits) throws IOException {
        Path root = folder.toRealPath();
        AtomicInteger count = new AtomicInteger();
        List<Path> files = list(root, file -> {
            requireCount(count.incrementAndGet(), limits);
            return true;
        });
        return new DocumentFiles(files.stream().map(file -> in(root, file)).toList(), () -> {}, false);
    }

    /**
     * The documents of a folder, and then those that are new or change, until it is stopped.
     *
     * @param stopped asked ten times a second
     */
    public static DocumentFiles following(Path folder, DocumentLimits limits, BooleanSupplier stopped) {
        return new DocumentFiles(new FolderWatch(folder, limits.maxFiles(), FolderWatch.Pauses.STANDARD, stopped));
    }

    static DocumentFile in(Path folder, Path file) {
        return new DocumentFile(name(folder, file), () -> FolderFile.open(folder, file));
    }

    /** The path within the folder, with {@code /}. */
    static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    /**
     * The files of a folder that may be documents, in the order of their names. Links in it are not followed.
     *
     * @param folder without links in its path
     * @param wanted asked once for each file
     */
    static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !DocumentNames.isIgnored(name(folder, file)) && wanted.test(file)) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
                if (file.equals(folder)) {
                    throw problem;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem) throws IOException {
                if (problem != null && visited.equals(folder)) {
                    throw problem;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(file -> name(folder, file)));
        return files;
    }

    static void requireCount(int count, DocumentLimits limits) {
        if (count > limits.maxFiles()) {
            throw new InputException("it holds more than %,d files; split it or raise %s"
                    .formatted(limits.maxFiles(), DocumentConfig.MAX_FILES));
        }
    }

    public boolean hasNext() {
        return files.hasNext();
    }

    public DocumentFile next() {
        return files.next();
    }

    /** Whether it is a folder that is followed. */
    public boolean isFollowed() {
        return watch != null;
    }

    /**
     * Says that a document could not be read or used for a reason that may pass. A folder that is followed gives it
     * again after a pause; otherwise nothing happens. Any thread may call it.
     */
    public void failed(String name) {
        if (watch != null) {
            watch.failed(name);
        }
    }

    /** Whether it is one file that was named, not one of a folder or an archive. */
    public boolean isSingle() {
        return single;
    }

    /** How many there are, read or not; -1 for a folder that is followed. */
    public int count() {
        return count;
    }

    @Override
    public void close() throws IOException {
        owner.close();
    }
}
