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
import org.jspecify.annotations.Nullable;

/** Documents to be read, in the order of their names. */
public final class DocumentFiles implements Closeable {
    private final Iterator<DocumentFile> files;
    private final Closeable owner;
    private final int count;
    private final boolean single;

    private DocumentFiles(List<DocumentFile> files, Closeable owner, boolean single) {
        this.single = single;
        this.files = files.iterator();
        this.owner = owner;
        this.count = files.size();
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

    /** Of the folders in it too; links to folders are not followed. */
    private static DocumentFiles inFolder(Path folder, DocumentLimits limits) throws IOException {
        List<DocumentFile> files = list(folder, limits).stream()
                .map(path -> new DocumentFile(name(folder, path), () -> Files.newInputStream(path)))
                .toList();
        return new DocumentFiles(files, () -> {}, false);
    }

    /** The path within the folder, with {@code /}. */
    static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    /** The files of a folder that may be documents, in the order of their names. */
    static List<Path> list(Path folder, DocumentLimits limits) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!DocumentNames.isIgnored(name(folder, file)) && Files.isRegularFile(file)) {
                    files.add(file);
                    requireCount(files.size(), limits);
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

    /** Whether it is one file that was named, not one of a folder or an archive. */
    public boolean isSingle() {
        return single;
    }

    /** How many there are, read or not. */
    public int count() {
        return count;
    }

    @Override
    public void close() throws IOException {
        owner.close();
    }
}
