package io.rolestream.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Passes on a request once its whole body has arrived. Until then it occupies no thread, so clients that send byte by
 * byte keep no one waiting. A body has a time limit, and only so many may be arriving, from one address and in total: a
 * new one ends the oldest, so that an honest client at the same address gets through.
 */
final class WholeBodies extends Handler.Wrapper {
    private static final int TIMED_OUT = 408;
    private static final int TOO_LARGE = 413;
    private static final int TOO_MANY = 429;

    private final ServerLimits.Bodies limits;
    private final Deque<Arrival> arriving = new ArrayDeque<>();

    private record Arrival(Request request, String address) {}

    WholeBodies(Handler next, ServerLimits.Bodies limits) {
        super(next);
        this.limits = limits;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!hasBody(request)) {
            return super.handle(request, response, callback);
        }
        int limit = limits.bytes().applyAsInt(request);
        if (request.getLength() > limit) {
            refuse(request, response, callback, TOO_LARGE, "The request is too large.");
            return true;
        }
        CompletableFuture<byte[]> body = Content.Source.asByteArrayAsync(request, limit);
        if (body.isDone()) {
            pass(request, response, callback, body);
            return true;
        }
        Arrival arrival = new Arrival(request, Request.getRemoteAddr(request));
        admit(arrival);
        Scheduler.Task timeout = request.getComponents()
                .getScheduler()
                .schedule(
                        () -> request.fail(new TimeoutException()),
                        limits.time().toMillis(),
                        TimeUnit.MILLISECONDS);
        var unused = body.whenComplete((bytes, failure) -> {
            timeout.cancel();
            synchronized (arriving) {
                arriving.remove(arrival);
            }
            request.getContext().execute(() -> pass(request, response, callback, body));
        });
        return true;
    }

    private static boolean hasBody(Request request) {
        return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    private void admit(Arrival arrival) {
        List<Arrival> ended = new ArrayList<>();
        synchronized (arriving) {
            List<Arrival> same = arriving.stream()
                    .filter(other -> other.address().equals(arrival.address()))
                    .toList();
            if (same.size() >= limits.arrivingPerAddress()) {
                ended.add(same.get(0));
            } else if (arriving.size() >= limits.arriving()) {
                ended.add(arriving.getFirst());
            }
            arriving.removeAll(ended);
            arriving.add(arrival);
        }
        ended.forEach(other -> other.request().fail(new RejectedExecutionException()));
    }

    /** Passes the request on, or refuses it if its body has not arrived. */
    private void pass(Request request, Response response, Callback callback, CompletableFuture<byte[]> body) {
        try {
            if (!super.handle(new Arrived(request, body.join()), response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (CompletionException e) {
            Throwable failure = e.getCause();
            if (failure instanceof TimeoutException) {
                refuse(request, response, callback, TIMED_OUT, "The request took too long to arrive.");
            } else if (failure instanceof RejectedExecutionException) {
                refuse(request, response, callback, TOO_MANY, "Too many slow requests; try again in a second.");
            } else {
                // The connection is lost, or a body without a declared length is too large.
                refuse(request, response, callback, TOO_LARGE, "The request is too large.");
            }
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }

    /** Answers at once, and ends the connection once the client has had a chance to read the answer. */
    private static void refuse(Request request, Response response, Callback callback, int status, String message) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        byte[] answer = "{\"error\":\"%s\"}".formatted(message).getBytes(StandardCharsets.UTF_8);
        response.write(
                true,
                ByteBuffer.wrap(answer),
                Callback.from(() -> new Rest(request, callback).drop(), callback::failed));
    }

    /**
     * What a refused client still sends. Closing a connection with unread bytes resets it, and the client then loses
     * the answer; so some of them are read and dropped, for a short time.
     */
    private static final class Rest {
        private static final long MOST_BYTES = 8L << 20;
        private static final long MOST_MILLIS = 2_000;

        private final Request request;
        private final Callback callback;
        private final Scheduler.Task timeout;
        private long bytes;

        Rest(Request request, Callback callback) {
            this.request = request;
            this.callback = callback;
            timeout = request.getComponents()
                    .getScheduler()
                    .schedule(() -> request.fail(new TimeoutException()), MOST_MILLIS, TimeUnit.MILLISECONDS);
        }

        void drop() {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this::drop);
                    return;
                }
                bytes += chunk.remaining();
                boolean done = chunk.isLast() || Content.Chunk.isFailure(chunk) || bytes > MOST_BYTES;
                chunk.release();
                if (done) {
                    timeout.cancel();
                    callback.succeeded();
                    return;
                }
            }
        }
    }

    /** A request with its body. */
    private static final class Arrived extends Request.Wrapper {
        private final Content.Source body;

        Arrived(Request request, byte[] body) {
            super(request);
            this.body = Content.Source.from(ByteBuffer.wrap(body));
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable callback) {
            body.demand(callback);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
        }
    }
}
