package io.rolestream.dashboard.config;

import io.rolestream.dashboard.config.DashboardConfig.Auth;
import io.rolestream.models.ModelSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the dashboard works.
 *
 * @param listen where it is
 * @param login who may see it
 * @param limits on its use
 * @param showText whether excerpts of resumes are shown, which answering needs
 * @param tried where the champion that texts are tried with is stored; null if only the rules vote there
 * @param groups whose lag is shown
 */
public record DashboardSettings(
        Listen listen,
        Login login,
        Limits limits,
        boolean showText,
        @Nullable ModelSettings tried,
        Groups groups) {
    /**
     * Where the dashboard is.
     *
     * @param port 0 for any free port, {@value DashboardConfig#OFF} for no dashboard
     * @param address {@code host:port} at which other instances reach it; null where they cannot
     */
    public record Listen(String host, int port, @Nullable String address) {}

    /**
     * Who may see the dashboard.
     *
     * @param user for basic authentication
     * @param secret the password or token; blank if it is in a file
     * @param secretFile null if the secret is given directly
     */
    public record Login(
            Auth auth, String user, String secret, @Nullable Path secretFile) {
        @Override
        public String toString() {
            return "Login[" + auth + ", " + user + "]";
        }
    }

    /**
     * Limits on the use of the dashboard.
     *
     * @param pages that may be open at a time
     */
    public record Limits(int requestsPerSecond, int pages) {}

    /** Consumer groups whose lag is shown. */
    public record Groups(String stream, String workers) {}
}
