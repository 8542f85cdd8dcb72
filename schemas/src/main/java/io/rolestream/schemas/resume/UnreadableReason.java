package io.rolestream.schemas.resume;

import java.util.Locale;

/** Why a record of {@code resumes} becomes a dead letter. */
public enum UnreadableReason {
    /** The record has no key, or an empty one. */
    KEY_MISSING,
    /** The key is not UTF-8 text. */
    KEY_MALFORMED,
    /** The key is not the resume's id. */
    KEY_MISMATCH,
    /** The value is not a resume in the Confluent wire format. */
    NOT_AVRO,
    /** The value is JSON, or the installation expects JSON, and it is not a resume. */
    NOT_JSON,
    /** The resume's id is blank. */
    ID_BLANK,
    /** The resume's id has more characters than allowed. */
    ID_TOO_LONG,
    /** The resume has neither skills nor text. */
    NOTHING_TO_JUDGE,
    /** The judged text has more characters than allowed. */
    TEXT_TOO_LONG,
    /** The model fails on the resume. The rules still label it. */
    INFERENCE_FAILED,
    /** An operator had the services skip the record. */
    SKIPPED;

    /** The stable name for headers and metrics: lower case with hyphens, such as {@code key-missing}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
