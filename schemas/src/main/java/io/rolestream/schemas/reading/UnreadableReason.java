package io.rolestream.schemas.reading;

import java.util.Locale;

/**
 * Why a record of {@code resumes} or {@code jobs} becomes a dead letter, and why one of {@code job-feedback} is
 * skipped.
 */
public enum UnreadableReason {
    /** The record has no key, or an empty one. */
    KEY_MISSING,
    /** The key is not UTF-8 text. */
    KEY_MALFORMED,
    /** The key is not the id in the value. */
    KEY_MISMATCH,
    /** The value is not the topic's event in the Confluent wire format. */
    NOT_AVRO,
    /** The value is JSON, or the installation expects JSON, and it is not the topic's event. */
    NOT_JSON,
    /** The id is blank, or that of the job which feedback is about. */
    ID_BLANK,
    /** An id has more characters than allowed. */
    ID_TOO_LONG,
    /** A resume has neither skills nor text, or a job neither skills nor a description. */
    NOTHING_TO_JUDGE,
    /** A text has more characters than allowed. */
    TEXT_TOO_LONG,
    /** Feedback names no action that this version knows. */
    ACTION_UNKNOWN,
    /** Feedback has a position below 1. */
    POSITION_INVALID,
    /** The model fails on the resume. The rules still label it. */
    INFERENCE_FAILED,
    /** An operator had the services skip the record. */
    SKIPPED;

    /** The stable name for headers and metrics: lower case with hyphens, such as {@code key-missing}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
