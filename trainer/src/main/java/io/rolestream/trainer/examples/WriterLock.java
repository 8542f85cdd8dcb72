package io.rolestream.trainer.examples;

import io.rolestream.common.files.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Excludes a second accumulating process from a directory. The system releases it when the process dies. */
final class WriterLock implements AutoCloseable {
    private final FileChannel channel;

    private WriterLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws ExampleStoreException if another holds it */
    static WriterLock take(Path directory) {
        try {
            PrivateFiles.directory(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isFree(channel)) {
                channel.close();
                throw new ExampleStoreException(
                        ("Another trainer accumulates examples in %s: stop it, or name another directory with"
                                        + " trainer.data.directory")
                                .formatted(directory));
            }
            return new WriterLock(channel);
        } catch (IOException e) {
            throw new ExampleStoreException("Directory %s cannot be locked: %s".formatted(directory, e), e);
        }
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
