package io.rolestream.trainer.labelling;

import io.rolestream.common.text.Keyed;

/** How the votes on a text become its label. */
public enum Aggregation implements Keyed {
    /** The role with the most votes; in a tie, that of the labeller listed first. */
    MAJORITY,
    /** The most probable role by {@link DawidSkene}. */
    DAWID_SKENE
}
