package io.rolestream.engine.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Downloads one file of a commit into the cache, under the model's lock.
 *
 * <p>The content is written to a file that survives a failed attempt and the process; the next attempt asks for the
 * rest. That is safe because a commit's file never changes and the hub's checksum is verified over the whole content.
 * If a server does not support ranges, or answers with another range, the attempt starts over.
 */
final class FileDownload {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18})");
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long UNKNOWN = -1;

    /** An attempt that gets this much further does not count as a failure. */
    private static final long PROGRESS_BYTES = 1 << 20;

    /** The maximum size of a body of unknown length. */
    private static final long MAX_UNKNOWN_BYTES = 1L << 30;

    /** A file that is wrong twice is assumed to be wrong on the server. */
    private static final int MAX_WRONG = 2;

    private final HubHttp http;
    private final HubCache cache;
    private final String commit;
    private final String file;
    private final URI address;
    private final Path incomplete;
    private long furthest;
    private int wrong;

    FileDownload(HubHttp http, HubCache cache, URI address, String commit, String file) {
        this.http = http;
        this.cache = cache;
        this.commit = commit;
        this.file = file;
        this.address = address;
        this.incomplete = cache.incomplete(commit, file);
    }

    /**
     * Tries once. After a {@link TransientHubException} another attempt continues where this one stopped.
     *
     * @return the file in the snapshot, complete and checked
     */
    Path attempt() throws IOException {
        Files.createDirectories(incomplete.resolveSibling("."));
        long have = Files.exists(incomplete) ? Files.size(incomplete) : 0;
        furthest = Math.max(furthest, have);
        try (HubResponse response = http.get(address, have > 0 ? Map.of("Range", "bytes=" + have + "-") : Map.of())) {
            Checksum checksum = response.checksum();
            if (checksum == null) {
                throw new HubException(response.address() + ": the hub gives no checksum (ETag) for " + file);
            }
            if (!Files.exists(cache.blob(checksum))) {
                receive(response, have);
                verify(checksum, response.address());
            }
            cache.link(commit, file, checksum);
            return cache.snapshot(commit).resolve(file);
        }
    }

    private void receive(HubResponse response, long have) throws IOException {
        Matcher range = CONTENT_RANGE.matcher(String.valueOf(response.header("Content-Range")));
        boolean known = range.matches();
        long total = known ? Long.parseLong(range.group(2)) : UNKNOWN;
        if (response.status() == 416) {
            if (total != have) {
                startOver(response.address() + ": nothing there after byte " + have);
            }
            if (response.size() >= 0 && response.size() != have) {
                startOver(response.address() + ": " + have + " bytes are there, but the hub says " + response.size());
            }
            return;
        }
        long from = 0;
        if (response.status() == 206) {
            if (!known || range.group(1) == null || Long.parseLong(range.group(1)) != have) {
                startOver(response.address() + ": answered with another range than asked for");
            }
            from = have;
        } else {
            total = response.length();
        }
        if (response.size() >= 0 && total >= 0 && response.size() != total) {
            throw wrong(response.address() + ": " + total + " bytes, but the hub says " + response.size());
        }
        total = Math.max(total, response.size());
        requireSpace(total - from);
        long size = copy(response, from, total);
        if (total != UNKNOWN && size < total) {
            throw brokeOff(response.address(), size, total, null);
        }
    }

    private long copy(HubResponse response, long from, long total) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = from;
        long limit = total == UNKNOWN ? MAX_UNKNOWN_BYTES : total;
        try (FileChannel out = FileChannel.open(incomplete, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(from).position(from);
            InputStream in = response.body();
            for (int count = read(in, buffer, response, size, total);
                    count >= 0;
                    count = read(in, buffer, response, size, total)) {
                if (count > limit - size) {
                    throw wrong(response.address() + ": longer than " + limit + " bytes");
                }
                write(out, buffer, count);
                size += count;
            }
            out.force(true);
        }
        return size;
    }

    private int read(InputStream in, byte[] buffer, HubResponse response, long size, long total)
            throws TransientHubException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw brokeOff(response.address(), size, total, e);
        }
    }

    private TransientHubException brokeOff(String from, long size, long total, @Nullable IOException e) {
        String message = from + ": broke off after " + size + (total < 0 ? "" : " of " + total) + " bytes"
                + (e == null ? "" : " (" + HubHttp.reason(e) + ")");
        boolean progressed = size - furthest >= PROGRESS_BYTES;
        return progressed ? TransientHubException.progressed(message, e) : new TransientHubException(message, e);
    }

    private void write(FileChannel out, byte[] buffer, int count) throws HubException {
        try {
            Channels.newOutputStream(out).write(buffer, 0, count);
        } catch (IOException e) {
            throw new HubException("cannot write " + incomplete + ": " + HubHttp.reason(e), e);
        }
    }

    private void requireSpace(long bytes) throws IOException {
        long usable = Files.getFileStore(incomplete.resolveSibling(".")).getUsableSpace();
        if (bytes > usable) {
            throw new HubException("not enough space for " + file + " beside " + incomplete + ": it needs " + bytes
                    + " bytes, " + usable + " are free; choose another place with HF_HOME");
        }
    }

    private void verify(Checksum expected, String from) throws IOException {
        Checksum actual = expected.actual(incomplete);
        if (!actual.equals(expected)) {
            throw wrong(from + ": wrong checksum of " + file + ": " + actual.hex() + ", but the hub says "
                    + expected.hex());
        }
        Files.move(incomplete, cache.blob(expected), StandardCopyOption.ATOMIC_MOVE);
    }

    private void startOver(String message) throws IOException {
        Files.deleteIfExists(incomplete);
        throw new TransientHubException(message, null);
    }

    /** Discards wrong content; the file is requested only once more. */
    private HubException wrong(String message) throws IOException {
        Files.deleteIfExists(incomplete);
        wrong++;
        return wrong < MAX_WRONG ? new TransientHubException(message, null) : new HubException(message);
    }
}
