package io.rolestream.schemas.resume;

/** Whether a record requests a new label although its content is unchanged. */
public enum Relabel {
    NO,
    /** A new label in any case. */
    ALWAYS,
    /** A new label if the content is current, and nothing otherwise: the record is an old one, sent again. */
    UNLESS_CHANGED
}
