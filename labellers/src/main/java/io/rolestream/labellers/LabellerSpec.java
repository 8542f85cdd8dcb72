package io.rolestream.labellers;

import org.jspecify.annotations.Nullable;

/**
 * A labeller as people name it on a command line: {@code rules:default}, {@code zero-shot:DIR}, {@code majority}.
 *
 * @param kind what comes before the first colon
 * @param where what comes after it, a file, a directory or a name; null without a colon
 */
public record LabellerSpec(String kind, @Nullable String where) {
    /** @throws IllegalArgumentException if nothing comes before or after the colon */
    public static LabellerSpec parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String where = colon < 0 ? null : text.substring(colon + 1);
        if (kind.isBlank() || (where != null && where.isBlank())) {
            throw new IllegalArgumentException("no labeller \"" + text + "\"; expected KIND or KIND:WHERE");
        }
        return new LabellerSpec(kind, where);
    }

    @Override
    public String toString() {
        return where == null ? kind : kind + ":" + where;
    }
}
