package io.rolestream.schemas.resume;

import org.apache.kafka.common.header.Headers;

/** Record headers that a resume may carry. */
public final class ResumeHeaders {
    /** Present, with any value: label the resume again even if its content is unchanged. */
    public static final String RELABEL = "rolestream.relabel";

    private ResumeHeaders() {}

    /** Whether a record asks to be labelled again. */
    public static boolean wantsRelabel(Headers headers) {
        return headers.lastHeader(RELABEL) != null;
    }
}
