package io.rolestream.files.documents;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Opens a file within a folder without following links. A folder's files are opened long after they were listed, and
 * whoever may write to it may have put a link in a file's or a folder's place: to a file that only this process may
 * read.
 */
final class FolderFile {
    private FolderFile() {}

    /**
     * Opens a file.
     *
     * @param folder without links in its path
     * @throws IOException if it was removed, is a link or no regular file, or is reached by a link
     */
    static InputStream open(Path folder, Path file) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            return files instanceof SecureDirectoryStream<Path> secure
                    ? open(secure, folder.relativize(file))
                    : openByPath(file);
        }
    }

    /** Each folder is opened within the one before, so that none can be replaced on the way. */
    private static InputStream open(SecureDirectoryStream<Path> folder, Path file) throws IOException {
        if (file.getNameCount() > 1) {
            try (SecureDirectoryStream<Path> inner =
                    folder.newDirectoryStream(file.getName(0), LinkOption.NOFOLLOW_LINKS)) {
                return open(inner, file.subpath(1, file.getNameCount()));
            }
        }
        requireRegular(folder.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes());
        return Channels.newInputStream(
                folder.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }

    /** For systems that can't open a file within an open folder. */
    private static InputStream openByPath(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder == null || !folder.equals(folder.toRealPath())) {
            throw new IOException("its folder is a link");
        }
        requireRegular(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static void requireRegular(BasicFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile()) {
            throw new IOException("it is a link or no regular file");
        }
    }
}
