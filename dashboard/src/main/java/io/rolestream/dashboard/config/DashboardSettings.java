package io.rolestream.dashboard.config;

import io.rolestream.dashboard.config.DashboardConfig.Auth;
import io.rolestream.models.ModelSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the dashboard.
 *
 * @param showText whether excerpts of resumes are shown, which answering needs
 * @param tried loads the champion for texts that people try; null if only the rules vote on them
 * @param groups consumer groups whose lag is shown
 */
public record DashboardSettings(
        Listen listen,
        Login login,
        Limits limits,
        boolean showText,
        @Nullable ModelSettings tried,
        Groups groups) {
    /**
     * The dashboard's address.
     *
     * @param port 0 for any free port, {@value DashboardConfig#OFF} for no dashboard
     * @param address {@code host:port} at which other instances reach it; null if they cannot
     */
    public record Listen(String host, int port, @Nullable String address) {}

    /**
     * Authentication.
     *
     * @param secret the password or token; blank if it is in a file
     */
    public record Login(
            Auth auth, String user, String secret, @Nullable Path secretFile) {
        @Override
        public String toString() {
            return "Login[" + auth + ", " + user + "]";
        }
    }

    /** Limits over all users; {@code pages} is the number that may be open at the same time. */
    public record Limits(int requestsPerSecond, int pages) {}

    public record Groups(String stream, String workers) {}
}
