package io.rolestream.http;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Closes connections of an address that has too many: open files are the whole process's. Under TLS, a connection
 * consists of two, of which only the inner one counts.
 */
final class ConnectionsPerAddress implements Connection.Listener {
    private final int most;
    private final Map<Connection, String> open = new HashMap<>();

    ConnectionsPerAddress(int most) {
        this.most = most;
    }

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof SslConnection)
                && connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress remote
                && add(connection, remote.getHostString()) > most) {
            connection.close();
        }
    }

    private synchronized int add(Connection connection, String address) {
        open.put(connection, address);
        return Collections.frequency(open.values(), address);
    }

    /** The address of a closed connection is no longer known. */
    @Override
    public synchronized void onClosed(Connection connection) {
        open.remove(connection);
    }
}
