package io.rolestream.engine.hub;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A server's answer after all redirects.
 *
 * @param status 200, 206 or 416
 * @param address where the answer came from, without its query, which may hold a signature
 * @param checksum the file's checksum as the hub itself said, or null
 * @param size the file's size as the hub itself said, in bytes, or -1
 */
record HubResponse(
        HttpURLConnection connection,
        int status,
        String address,
        @Nullable Checksum checksum,
        long size) implements Closeable {
    static String shown(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }

    InputStream body() throws TransientHubException {
        try {
            return connection.getInputStream();
        } catch (IOException e) {
            throw new TransientHubException(address + ": " + HubHttp.reason(e), e);
        }
    }

    /** The length of the body in bytes, or -1. */
    long length() {
        return connection.getContentLengthLong();
    }

    @Nullable
    String header(String name) {
        return connection.getHeaderField(name);
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
