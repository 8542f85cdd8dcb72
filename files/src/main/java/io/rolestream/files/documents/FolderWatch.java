package io.rolestream.files.documents;

import io.rolestream.common.text.DurationText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents of a folder as they come: first all that are there, then each that is new or has changed, once its size
 * and time have been the same for two looks. A document that pauses longer while it is written is read too early, and
 * again when it is whole. A document that is removed and comes again is new.
 *
 * <p>Looks at the folder at intervals: the notifications of operating systems miss changes that other machines make.
 * For one thread.
 */
final class FolderWatch implements Iterator<DocumentFile> {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final long STOP_CHECK_MS = 100;

    private final Path folder;
    private final DocumentLimits limits;
    private final Duration interval;
    private final BooleanSupplier stopped;
    private final Queue<DocumentFile> ready = new ArrayDeque<>();
    private Map<Path, Stamp> taken = new HashMap<>();
    private Map<Path, Stamp> changing = new HashMap<>();
    private boolean unreadable;

    /** By which a change is noticed. */
    private record Stamp(long bytes, FileTime modified) {}

    /** @param stopped whether to end; asked ten times a second */
    FolderWatch(Path folder, DocumentLimits limits, Duration interval, BooleanSupplier stopped) {
        this.folder = folder;
        this.limits = limits;
        this.interval = interval;
        this.stopped = stopped;
    }

    /** Waits for a document; false once it is to end. */
    @Override
    public boolean hasNext() {
        while (!stopped.getAsBoolean()) {
            if (!ready.isEmpty()) {
                return true;
            }
            look();
            if (ready.isEmpty() && !pause()) {
                return false;
            }
        }
        return false;
    }

    @Override
    public DocumentFile next() {
        return ready.remove();
    }

    private void look() {
        Path root;
        List<Path> files;
        try {
            root = folder.toRealPath();
            files = DocumentFiles.list(root, limits);
        } catch (IOException e) {
            if (!unreadable) {
                LOG.warn("{} can't be read ({}); looking again every {}", folder, e, DurationText.of(interval));
            }
            unreadable = true;
            return;
        }
        unreadable = false;
        Map<Path, Stamp> stillTaken = new HashMap<>();
        Map<Path, Stamp> stillChanging = new HashMap<>();
        for (Path file : files) {
            Stamp stamp = stamp(file);
            if (stamp == null) {
                continue;
            }
            if (stamp.equals(taken.get(file))) {
                stillTaken.put(file, stamp);
            } else if (stamp.equals(changing.get(file))) {
                stillTaken.put(file, stamp);
                ready.add(DocumentFiles.in(root, file));
            } else {
                stillChanging.put(file, stamp);
            }
        }
        taken = stillTaken;
        changing = stillChanging;
    }

    /** Null for a file that has vanished. */
    private static @Nullable Stamp stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime());
        } catch (IOException e) {
            return null;
        }
    }

    /** False if interrupted. */
    private boolean pause() {
        long end = System.nanoTime() + interval.toNanos();
        try {
            while (!stopped.getAsBoolean() && System.nanoTime() < end) {
                Thread.sleep(Math.min(STOP_CHECK_MS, interval.toMillis()));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
