package io.rolestream.dashboard.config;

import io.rolestream.dashboard.config.DashboardConfig.Auth;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.http.TlsFiles;
import io.rolestream.models.ModelSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the dashboard.
 *
 * @param showText whether excerpts of resumes are shown, which answering needs
 * @param review what reviewers are asked and shown
 * @param tried loads the champion for texts that people try; null if only the rules vote on them
 * @param textChars longest text of a resume or job, in UTF-16 code units
 * @param findable how many jobs may be searched for a pasted resume; 0 for none
 * @param documents limits for documents that people try
 * @param groups consumer groups whose lag is shown
 */
public record DashboardSettings(
        Listen listen,
        Instances instances,
        Login login,
        Limits limits,
        boolean showText,
        Review review,
        @Nullable ModelSettings tried,
        int textChars,
        int findable,
        DocumentLimits documents,
        Groups groups) {
    /**
     * Where it listens.
     *
     * @param port 0 for any free port, {@value DashboardConfig#OFF} for no dashboard
     * @param tls null for plain HTTP
     */
    public record Listen(String host, int port, @Nullable TlsFiles tls) {}

    /**
     * How instances look up each other's labels.
     *
     * @param address {@code host:port} at which other instances reach this one; null if they cannot
     * @param key authenticates instances to each other; null for none
     */
    public record Instances(
            @Nullable String address, @Nullable String key) {
        @Override
        public String toString() {
            return "Instances[" + address + "]";
        }
    }

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

    /** Requests a second for each client, and the number of pages that may be open at the same time. */
    public record Limits(int requestsPerSecond, int pages) {}

    /**
     * What reviewers are asked and shown.
     *
     * @param guidelines a Markdown file; null for none
     * @param fullText whether whole texts may be shown
     * @param excerptChars characters of a drawn resume's text that are shown where whole texts may not be; 0 for none
     * @param randomShare share of the questions drawn at random, 0 to 1
     * @param secondShare share of the questions that another reviewer has answered, 0 to 1
     */
    public record Review(
            @Nullable Path guidelines, boolean fullText, int excerptChars, double randomShare, double secondShare) {}

    public record Groups(String stream, String workers) {}
}
