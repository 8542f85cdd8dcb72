package io.rolestream.serving.config;

import io.rolestream.http.Secret;
import io.rolestream.http.TlsFiles;
import io.rolestream.schemas.resume.JudgedPart;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the REST interface.
 *
 * @param token that requests must bear; null for none, which only loopback addresses may have
 * @param textChars a resume with a longer text is not labelled, as in the stream
 * @param judged which part of a resume is judged, as in the stream
 */
public record ServingSettings(Listen listen, @Nullable Secret token, Limits limits, int textChars, JudgedPart judged) {
    /**
     * Where it listens.
     *
     * @param port 0 for any free port
     * @param tls null for plain HTTP
     */
    public record Listen(String host, int port, @Nullable TlsFiles tls) {}

    /**
     * What clients may ask for.
     *
     * @param resumes in one request, at most
     * @param requests at the same time; further ones are refused until one is answered
     * @param bodyBytes of a request, at most
     * @param time in which a request is answered or given up
     */
    public record Limits(int resumes, int requests, int bodyBytes, Duration time) {}
}
