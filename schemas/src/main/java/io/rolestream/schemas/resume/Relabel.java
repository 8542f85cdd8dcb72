package io.rolestream.schemas.resume;

/** Whether a record requests a new label although its content is unchanged. */
public enum Relabel {
    NO,
    /** A new label in any case. */
    ALWAYS,
    /**
     * The record is an old one, sent again: a new label if its content is current or it is a copy of the resume's
     * newest record, and nothing otherwise.
     */
    UNLESS_CHANGED
}
