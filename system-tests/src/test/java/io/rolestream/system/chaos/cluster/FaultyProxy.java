package io.rolestream.system.chaos.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on loopback that can misbehave ({@link Traffic}), for all its connections at once. Its port stays while
 * the server behind it comes and goes.
 *
 * <p>Two threads per connection copy bytes, one for each direction. {@code traffic} is read for each chunk; a stalled
 * chunk waits on this object's monitor.
 */
public final class FaultyProxy implements AutoCloseable {
    private static final int CHUNK = 64 << 10;
    private static final int CONNECT_MILLIS = 5_000;

    private final InetSocketAddress target;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private Traffic traffic = Traffic.PASS;
    private long delayMillis;
    private boolean closed;

    /** Starts to accept connections, for a server that need not run yet. */
    FaultyProxy(int targetPort) throws IOException {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        daemon("proxy-accept", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Behaves so from now on; what was dropped before is closed when traffic passes again. */
    public void set(Traffic wanted, long answersDelayedMillis) {
        synchronized (this) {
            boolean reset = wanted == Traffic.CUT || traffic == Traffic.DROP;
            traffic = wanted;
            delayMillis = answersDelayedMillis;
            if (reset) {
                sockets.forEach(FaultyProxy::close);
            }
            notifyAll();
        }
    }

    private synchronized Traffic traffic() {
        return traffic;
    }

    private void accept() {
        while (true) {
            try {
                Socket client = server.accept();
                daemon("proxy-connect", () -> connect(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket upstream = new Socket();
        sockets.add(client);
        sockets.add(upstream);
        try {
            if (traffic() == Traffic.CUT) {
                throw new IOException("cut");
            }
            upstream.connect(target, CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
        } catch (IOException e) {
            forget(client, upstream);
            return;
        }
        daemon("proxy-requests", () -> copy(client, upstream, false));
        daemon("proxy-answers", () -> copy(upstream, client, true));
    }

    private void copy(Socket from, Socket to, boolean answers) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (mayForward(answers)) {
                    out.write(chunk, 0, read);
                }
            }
        } catch (IOException e) {
            // Either side is gone: so is the connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget(from, to);
        }
    }

    private boolean mayForward(boolean answers) throws InterruptedException {
        long delay;
        synchronized (this) {
            while (traffic == Traffic.STALL && !closed) {
                wait();
            }
            if (traffic == Traffic.DROP) {
                return false;
            }
            delay = traffic == Traffic.DELAY && answers ? delayMillis : 0;
        }
        if (delay > 0) {
            Thread.sleep(delay);
        }
        return true;
    }

    private void forget(Socket... both) {
        for (Socket socket : both) {
            close(socket);
            sockets.remove(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone in any case.
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        server.close();
        sockets.forEach(FaultyProxy::close);
    }
}
