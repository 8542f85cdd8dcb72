package io.rolestream.http.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A hostile client: connections from one address that send whatever they want, and read only if told to. */
public final class RawConnections implements AutoCloseable {
    private static final int SMALL_BUFFER = 4_096;
    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private final URI server;
    private final String from;
    private final List<Socket> open = new ArrayList<>();

    /** @param from an address of this machine, such as 127.0.0.2 */
    public RawConnections(String server, String from) {
        this.server = URI.create(server);
        this.from = from;
    }

    /** Opens a connection and sends this on it. */
    public Socket begin(String request) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** The whole answer to a request, after which the server closes the connection. */
    public String ask(String request) throws IOException {
        return rest(begin(request));
    }

    public static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What the server has answered so far on all connections, and was not read yet. */
    public String answers() throws IOException {
        StringBuilder answers = new StringBuilder();
        for (Socket socket : open) {
            InputStream in = socket.getInputStream();
            answers.append(new String(in.readNBytes(in.available()), StandardCharsets.UTF_8));
        }
        return answers.toString();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }
}
