package io.rolestream.dashboard.web;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.dashboard.config.DashboardConfig.Auth;
import io.rolestream.dashboard.config.DashboardSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may see the dashboard.
 *
 * @param secret the password or token; empty without authentication
 * @param loopback whether only this machine can reach the dashboard
 */
record Access(Auth auth, String user, String secret, boolean loopback) {
    private static final int LEAST_SECRET = 12;
    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    /** @throws ConfigurationException if the dashboard would be open to other machines, or a secret is missing */
    static Access of(DashboardSettings.Login login, String host) {
        Auth auth = login.auth();
        boolean loopback = isLoopback(host);
        if (auth == Auth.NONE) {
            if (!loopback) {
                throw new ConfigurationException(
                        ("%s: other machines can reach %s, and no login is required: set %s to basic or bearer and %s"
                                        + " to a secret, or leave %1$s at 127.0.0.1")
                                .formatted(
                                        DashboardConfig.HOST, host, DashboardConfig.AUTH, DashboardConfig.AUTH_SECRET));
            }
            return new Access(auth, "", "", true);
        }
        String user = login.user();
        if (auth == Auth.BASIC && (user.isBlank() || user.contains(":"))) {
            throw new ConfigurationException(
                    DashboardConfig.AUTH_USER + ": a user name must not be empty or contain a colon");
        }
        return new Access(auth, user, secret(login), loopback);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new ConfigurationException(DashboardConfig.HOST + ": no host " + host, e);
        }
    }

    private static String secret(DashboardSettings.Login login) {
        Path file = login.secretFile();
        String secret = login.secret();
        String key = DashboardConfig.AUTH_SECRET;
        if (file != null) {
            key = DashboardConfig.AUTH_SECRET_FILE;
            try {
                secret = Files.readString(file).strip();
            } catch (IOException e) {
                throw new ConfigurationException(key + ": " + file + " can't be read: " + e.getMessage(), e);
            }
        }
        if (secret.length() < LEAST_SECRET) {
            throw new ConfigurationException(
                    "%s: %s=%s needs a secret of at least %d characters (%s, %s or ROLESTREAM_DASHBOARD_AUTH_SECRET)"
                            .formatted(
                                    key,
                                    DashboardConfig.AUTH,
                                    login.auth().name().toLowerCase(Locale.ROOT),
                                    LEAST_SECRET,
                                    DashboardConfig.AUTH_SECRET,
                                    DashboardConfig.AUTH_SECRET_FILE));
        }
        return secret;
    }

    /** Whether a request with this header may pass. */
    boolean allows(@Nullable String authorization) {
        return switch (auth) {
            case NONE -> true;
            case BASIC ->
                authorization != null
                        && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())
                        && isBasic(authorization.substring(BASIC.length()).strip());
            case BEARER ->
                authorization != null
                        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                        && isSecret(authorization.substring(BEARER.length()).strip());
        };
    }

    private boolean isBasic(String encoded) {
        try {
            return same(new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8), user + ":" + secret);
        } catch (IllegalArgumentException e) {
            return false; // not Base64
        }
    }

    private boolean isSecret(String guess) {
        return same(guess, secret);
    }

    /** Whether these credentials from the login page are valid. Takes the same time for near and distant guesses. */
    boolean allows(String name, String guess) {
        return switch (auth) {
            case NONE -> false;
            case BASIC -> same(name + ":" + guess, user + ":" + secret);
            case BEARER -> isSecret(guess);
        };
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "Access[auth=%s, user=%s, loopback=%s]".formatted(auth, user, loopback);
    }
}
