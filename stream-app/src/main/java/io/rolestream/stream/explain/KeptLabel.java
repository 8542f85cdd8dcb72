package io.rolestream.stream.explain;

import io.rolestream.events.LabelledRole;

/** A label and the place of its record in {@code labelled-roles}. */
public record KeptLabel(LabelledRole label, int partition, long offset) {}
