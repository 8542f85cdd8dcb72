package io.rolestream.models.store;

import io.rolestream.common.files.PrivateFiles;
import io.rolestream.common.files.Replacement;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that exists while a version is loaded. If native code ends the process meanwhile, the file remains, and says
 * to the next process that the version killed this one; without it, every restart would end the same way.
 *
 * <p>A process may also be killed by somebody else at that time. So the version is refused for {@link #PAUSE}, and then
 * loaded in another process on trial; if that one dies, too, the version stays refused until the file is deleted. A
 * process that is stopped in order deletes the file. The file has one byte for each attempt. Whoever sets a mark holds
 * the cache's lock.
 */
public final class LoadingMark implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadingMark.class);

    /** After a process died, its version is refused for this long. */
    public static final Duration PAUSE = Duration.ofMinutes(1);

    private static final byte[] ATTEMPT = {'x'};

    /** Loads the version in another process. */
    @FunctionalInterface
    public interface Trial {
        /** @throws IOException if that cannot be found out */
        boolean survives() throws IOException, InterruptedException;
    }

    private final Path file;
    private final Thread exitHook = new Thread(this::delete, "loading-mark");
    private boolean deleted;

    private LoadingMark(Path file) {
        this.file = file;
    }

    static LoadingMark set(Path file, Trial trial) throws ModelRefusedException, IOException, InterruptedException {
        PrivateFiles.createMissing(Replacement.parent(file));
        if (Files.exists(file)) {
            Duration since = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
            if (Files.size(file) > 1 || since.abs().compareTo(PAUSE) < 0 || !survives(file, trial)) {
                throw new ModelRefusedException(
                        Refusal.DIED_WHILE_LOADING,
                        "the process that loaded it died while loading; "
                                + (Files.size(file) > 1
                                        ? "so did another on trial; to try again, delete " + file
                                        : "another process tries it after " + PAUSE.toSeconds() + " s"));
            }
            Files.delete(file);
        }
        LoadingMark mark = new LoadingMark(file);
        try {
            Runtime.getRuntime().addShutdownHook(mark.exitHook);
        } catch (IllegalStateException e) {
            mark.deleted = true; // the process is ending, in order
        }
        mark.write();
        return mark;
    }

    private static boolean survives(Path file, Trial trial) throws IOException, InterruptedException {
        LOG.info("a process died while loading {}; another process tries it now", file.getFileName());
        try {
            if (trial.survives()) {
                return true;
            }
            Files.write(file, ATTEMPT, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("{} can't be tried: {}", file.getFileName(), e.toString());
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        }
        return false;
    }

    private synchronized void write() throws IOException {
        if (!deleted) {
            Files.write(file, ATTEMPT, StandardOpenOption.CREATE);
            Replacement.sync(file);
        }
    }

    private synchronized void delete() {
        deleted = true;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("delete {}, or its version is refused: {}", file, e.toString());
        }
    }

    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(exitHook);
        } catch (IllegalStateException e) {
            return; // the process is ending
        }
    }
}
