package io.rolestream.common.service;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Creates the JDK's HTTP servers. Without a limit, each client that sends half a request, or does not read its answer,
 * holds one of a server's threads until it disconnects. The JDK reads the limits when it creates its first server, so
 * every server of a process comes from here.
 */
public final class HttpServers {
    /** Within which a request must have arrived, and then its answer must have been written. */
    private static final int SECONDS = 10;

    static {
        limit("sun.net.httpserver.maxReqTime");
        limit("sun.net.httpserver.maxRspTime");
    }

    private HttpServers() {}

    private static void limit(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(SECONDS));
        }
    }

    /**
     * A server that listens, but does not answer until it is started.
     *
     * @throws IOException if it cannot listen on the address
     */
    public static HttpServer create(InetSocketAddress address) throws IOException {
        return HttpServer.create(address, 0);
    }
}
