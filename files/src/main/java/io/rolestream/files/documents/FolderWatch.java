package io.rolestream.files.documents;

import io.rolestream.common.text.DurationText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents of a folder as they come: first all that are there, then each that is new or has changed, once its size
 * and time have been the same for two looks. A document that pauses longer while it is written is read too early, and
 * again when it is whole. A document that is removed and comes again is new. One that {@link #failed} comes again after
 * a pause, which doubles each time until the document changes.
 *
 * <p>Looks at the folder at intervals: the notifications of operating systems miss changes that other machines make.
 * Follows a limited number of files, those that it knows before new ones, and never ends because of a file. For one
 * thread; only {@link #failed} is for any.
 */
final class FolderWatch implements Iterator<DocumentFile> {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final long STOP_CHECK_MS = 100;

    private final Path folder;
    private final int maxFiles;
    private final Pauses pauses;
    private final BooleanSupplier stopped;
    private final Queue<DocumentFile> ready = new ArrayDeque<>();
    private final Map<String, Retry> retries = new ConcurrentHashMap<>();
    private Map<Path, Stamp> taken = new HashMap<>();
    private Map<Path, Stamp> changing = new HashMap<>();
    private boolean unreadable;
    private boolean full;

    /**
     * How long it waits.
     *
     * @param look between two looks
     * @param firstRetry before a document comes again that failed for the first time
     * @param lastRetry the longest time before that
     */
    record Pauses(Duration look, Duration firstRetry, Duration lastRetry) {
        static final Pauses STANDARD =
                new Pauses(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMinutes(10));
    }

    /** By which a change is noticed. */
    private record Stamp(long bytes, FileTime modified) {}

    /**
     * A document that has failed.
     *
     * @param pause the last one
     * @param due when it comes again, of {@code System.nanoTime}
     * @param given whether it has come again since
     */
    private record Retry(Duration pause, long due, boolean given) {
        boolean isDue() {
            return !given && System.nanoTime() - due >= 0;
        }
    }

    /** @param stopped whether to end; asked ten times a second */
    FolderWatch(Path folder, int maxFiles, Pauses pauses, BooleanSupplier stopped) {
        this.folder = folder;
        this.maxFiles = maxFiles;
        this.pauses = pauses;
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

    /** Gives a document again after a pause, unless it changes or is removed before. */
    void failed(String name) {
        retries.compute(name, (key, last) -> {
            Duration pause = last == null ? pauses.firstRetry : last.pause.multipliedBy(2);
            pause = pause.compareTo(pauses.lastRetry) > 0 ? pauses.lastRetry : pause;
            return new Retry(pause, System.nanoTime() + pause.toNanos(), false);
        });
    }

    private void look() {
        Path root;
        List<Path> files;
        try {
            root = folder.toRealPath();
            files = list(root);
        } catch (IOException e) {
            if (!unreadable) {
                LOG.warn("{} can't be read ({}); looking again every {}", folder, e, DurationText.of(pauses.look));
            }
            unreadable = true;
            return;
        }
        unreadable = false;
        Map<Path, Stamp> stillTaken = new HashMap<>();
        Map<Path, Stamp> stillChanging = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (Path file : files) {
            Stamp stamp = stamp(file);
            if (stamp == null) {
                continue;
            }
            String name = DocumentFiles.name(root, file);
            if (stamp.equals(taken.get(file))) {
                stillTaken.put(file, stamp);
                names.add(name);
                if (takeRetry(name)) {
                    ready.add(DocumentFiles.in(root, file));
                }
            } else if (stamp.equals(changing.get(file))) {
                stillTaken.put(file, stamp);
                ready.add(DocumentFiles.in(root, file));
            } else {
                stillChanging.put(file, stamp);
            }
        }
        retries.keySet().retainAll(names);
        taken = stillTaken;
        changing = stillChanging;
    }

    private List<Path> list(Path root) throws IOException {
        int room = maxFiles - taken.size() - changing.size();
        int[] others = {0};
        List<Path> files = DocumentFiles.list(
                root, file -> taken.containsKey(file) || changing.containsKey(file) || ++others[0] <= room);
        if (others[0] > room && !full) {
            LOG.warn(
                    "{} holds more than {} files; the others are not sent before some are removed. Empty it, or raise {}",
                    folder,
                    maxFiles,
                    DocumentConfig.MAX_FILES);
        }
        full = others[0] > room;
        return files;
    }

    /** Whether a document that failed is to come again now. */
    private boolean takeRetry(String name) {
        Retry retry = retries.get(name);
        return retry != null && retry.isDue() && retries.replace(name, retry, new Retry(retry.pause, retry.due, true));
    }

    /** Null for a file that has vanished. */
    private static @Nullable Stamp stamp(Path file) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile() ? new Stamp(attributes.size(), attributes.lastModifiedTime()) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** False if interrupted. */
    private boolean pause() {
        long end = System.nanoTime() + pauses.look.toNanos();
        try {
            while (!stopped.getAsBoolean() && System.nanoTime() < end) {
                Thread.sleep(Math.min(STOP_CHECK_MS, pauses.look.toMillis()));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
