package io.rolestream.dashboard.web;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.dashboard.config.DashboardConfig.Auth;
import io.rolestream.dashboard.config.DashboardSettings;
import io.rolestream.http.Loopback;
import io.rolestream.http.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may see the dashboard.
 *
 * @param secret the password or token; null without authentication
 */
record Access(Auth auth, String user, @Nullable Secret secret) {
    private static final String BASIC = "Basic ";

    /** @throws ConfigurationException if the dashboard would be open to other machines, or a secret is missing */
    static Access of(DashboardSettings.Login login, String host) {
        Auth auth = login.auth();
        if (auth == Auth.NONE) {
            if (!Loopback.isLoopback(host, DashboardConfig.HOST)) {
                throw new ConfigurationException(
                        ("%s: other machines can reach %s, and no login is required: set %s to basic or bearer and %s"
                                        + " to a secret, or leave %1$s at 127.0.0.1")
                                .formatted(
                                        DashboardConfig.HOST, host, DashboardConfig.AUTH, DashboardConfig.AUTH_SECRET));
            }
            return new Access(auth, "", null);
        }
        String user = login.user();
        if (auth == Auth.BASIC && (user.isBlank() || user.contains(":"))) {
            throw new ConfigurationException(
                    DashboardConfig.AUTH_USER + ": a user name must not be empty or contain a colon");
        }
        return new Access(auth, user, secret(login));
    }

    private static Secret secret(DashboardSettings.Login login) {
        return Secret.of(
                login.secret(),
                login.secretFile(),
                new Secret.Settings(
                        DashboardConfig.AUTH_SECRET,
                        DashboardConfig.AUTH_SECRET_FILE,
                        DashboardConfig.AUTH + "=" + login.auth().name().toLowerCase(Locale.ROOT)));
    }

    /** Whether a request with this header may pass. */
    boolean allows(@Nullable String authorization) {
        return switch (auth) {
            case NONE -> true;
            case BASIC ->
                authorization != null
                        && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())
                        && isBasic(authorization.substring(BASIC.length()).strip());
            case BEARER -> secret != null && secret.isBearerOf(authorization);
        };
    }

    private boolean isBasic(String encoded) {
        try {
            return secret != null
                    && secret.isOf(user, new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return false; // not Base64
        }
    }

    /** Whether these credentials from the login page are valid. Takes the same time for near and distant guesses. */
    boolean allows(String name, String guess) {
        return secret != null && (auth == Auth.BASIC ? secret.isOf(user, name + ":" + guess) : secret.is(guess));
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "Access[auth=%s, user=%s]".formatted(auth, user);
    }
}
