package io.rolestream.schemas.resume;

/** Whether a record asks for a new label although its content is unchanged. */
public enum Relabel {
    NO,
    /** A new label in any case. */
    ALWAYS,
    /** A new label for the content that is current, and nothing for another: the record is an old one, sent again. */
    UNLESS_CHANGED
}
