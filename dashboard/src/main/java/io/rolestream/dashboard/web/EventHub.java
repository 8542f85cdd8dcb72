package io.rolestream.dashboard.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Sends updates to all open pages, as server-sent events.
 *
 * <p>An update has parts, each complete by itself. A part is serialised once for all pages, and sent only if it has
 * changed. Each page has a thread, which takes the latest of all parts when it has sent the previous ones: a slow page
 * gets fewer events, never older ones, and needs no queue. A page that reads nothing for half a minute is dropped by
 * the server's write timeout.
 */
final class EventHub implements AutoCloseable {
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private record Part(long version, byte[] json, byte[] frame) {}

    private final ObjectMapper json;
    private final int mostPages;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private long version;
    private int pages;
    private boolean closed;

    EventHub(ObjectMapper json, int mostPages) {
        this.json = json;
        this.mostPages = mostPages;
    }

    synchronized int pages() {
        return pages;
    }

    /** Updates parts by name. */
    void publish(Map<String, Object> shown) {
        Map<String, byte[]> written = new LinkedHashMap<>();
        shown.forEach((name, part) -> written.put(name, bytes(part)));
        synchronized (this) {
            written.forEach((name, bytes) -> {
                Part before = parts.get(name);
                if (before == null || !Arrays.equals(before.json(), bytes)) {
                    parts.put(name, new Part(++version, bytes, frame(name, bytes)));
                }
            });
            notifyAll();
        }
    }

    private byte[] bytes(Object part) {
        try {
            return json.writeValueAsBytes(part);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Records of numbers and texts can be written", e);
        }
    }

    private static byte[] frame(String name, byte[] json) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(json.length + name.length() + 20);
        frame.writeBytes(("event: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        frame.writeBytes(json);
        frame.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return frame.toByteArray();
    }

    /** Counts a page that opens; fails if too many are open. {@link #leave} must follow. */
    synchronized void enter() {
        if (pages >= mostPages || closed) {
            throw new ServiceUnavailableResponse(
                    closed ? "the dashboard is stopping" : "too many pages are open (dashboard.max.pages)");
        }
        pages++;
    }

    synchronized void leave() {
        pages--;
    }

    /** Sends to one page, a first part before the others, until it closes, is no longer allowed, or the hub closes. */
    void send(OutputStream out, String firstName, Object first, BooleanSupplier allowed) {
        Map<String, Long> sent = new HashMap<>();
        try {
            out.write(frame(firstName, bytes(first)));
            out.flush();
            for (List<byte[]> frames = next(sent); !frames.isEmpty() && allowed.getAsBoolean(); frames = next(sent)) {
                for (byte[] frame : frames) {
                    out.write(frame);
                }
                out.flush();
            }
        } catch (IOException e) {
            // The page was closed, which is how it ends.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The parts that the page has not seen, or a heartbeat after a while without any; empty when closed. */
    private synchronized List<byte[]> next(Map<String, Long> sent) throws InterruptedException {
        long deadline = System.nanoTime() + HEARTBEAT_NANOS;
        while (!closed) {
            List<byte[]> frames = new ArrayList<>();
            parts.forEach((name, part) -> {
                if (sent.getOrDefault(name, 0L) < part.version()) {
                    sent.put(name, part.version());
                    frames.add(part.frame());
                }
            });
            if (!frames.isEmpty()) {
                return frames;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return List.of(HEARTBEAT);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return List.of();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
