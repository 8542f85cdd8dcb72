package io.rolestream.stream.recommending.lists;

import io.rolestream.common.reading.OwnGroup;
import io.rolestream.stream.recommending.book.BookSettings;
import org.jspecify.annotations.Nullable;

/**
 * How lists are kept.
 *
 * @param group that divides the ownership of lists
 * @param instance the member's name in it, unchanged by restarts; null for none
 * @param transactionalId of its producer
 * @param top results of a list
 * @param reach how many lists a new text of the other side makes due
 * @param threads that compute lists
 * @param textChars longer texts are skipped
 * @param describes whether generated descriptions are used
 * @param due when lists are due
 */
public record ListSettings(
        OwnGroup group,
        @Nullable String instance,
        String transactionalId,
        int top,
        int reach,
        int threads,
        int textChars,
        boolean describes,
        BookSettings due) {}
