package io.rolestream.system.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy in front of a server that sends each byte back. */
class FaultyProxyTest {
    private static final int SHORT_MILLIS = 300;

    private final ServerSocket server;
    private final FaultyProxy proxy;
    private final Socket client;

    FaultyProxyTest() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = new FaultyProxy(server.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    @BeforeEach
    void serve() throws IOException {
        Thread echo = new Thread(this::echoAll);
        echo.setDaemon(true);
        echo.start();
        assertThat(echoOf(1)).isEqualTo(1);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
        server.close();
    }

    @Test
    void shouldForwardAfterAStall() throws IOException {
        proxy.set(Traffic.STALL, 0);
        assertThatThrownBy(() -> echoOf(2)).isInstanceOf(SocketTimeoutException.class);

        proxy.set(Traffic.PASS, 0);

        assertThat(client.getInputStream().read()).isEqualTo(2);
    }

    @Test
    void shouldSwallowBytesAndThenClose() throws IOException {
        proxy.set(Traffic.DROP, 0);
        assertThatThrownBy(() -> echoOf(2)).isInstanceOf(SocketTimeoutException.class);

        proxy.set(Traffic.PASS, 0);

        assertIsClosed();
    }

    @Test
    void shouldCutConnectionsAndTakeNewOnesAfterwards() throws IOException {
        proxy.set(Traffic.CUT, 0);
        assertIsClosed();

        proxy.set(Traffic.PASS, 0);

        try (Socket other = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            other.getOutputStream().write(3);
            assertThat(other.getInputStream().read()).isEqualTo(3);
        }
    }

    @Test
    void shouldDelayAnswers() throws IOException {
        proxy.set(Traffic.DELAY, SHORT_MILLIS / 2);
        Instant before = Instant.now();

        assertThat(echoOf(4)).isEqualTo(4);

        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(SHORT_MILLIS / 2));
    }

    private int echoOf(int sent) throws IOException {
        client.setSoTimeout(SHORT_MILLIS * (sent == 1 ? 20 : 1));
        client.getOutputStream().write(sent);
        return client.getInputStream().read();
    }

    private void assertIsClosed() throws IOException {
        client.setSoTimeout(0);
        int read;
        try {
            read = client.getInputStream().read();
        } catch (IOException e) {
            read = -1;
        }
        assertThat(read).isEqualTo(-1);
    }

    private void echoAll() {
        try {
            while (true) {
                Socket accepted = server.accept();
                Thread echo = new Thread(() -> echo(accepted));
                echo.setDaemon(true);
                echo.start();
            }
        } catch (IOException e) {
            // The test has ended.
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // The connection was cut.
        }
    }
}
