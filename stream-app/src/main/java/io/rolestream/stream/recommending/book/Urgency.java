package io.rolestream.stream.recommending.book;

/** How urgent a reason is. More urgent lists are computed first; of equally urgent ones, the one due longest. */
enum Urgency {
    /** The list is missing, wrong, or shows what is gone. */
    NOW,
    /** Something on the other side may belong into it. */
    SOON,
    /** It is looked at in case. */
    SWEEP
}
