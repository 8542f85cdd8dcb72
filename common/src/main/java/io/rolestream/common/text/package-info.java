/** Formatting of text for people: similar names, quotes, counts, durations. */
@NullMarked
package io.rolestream.common.text;

import org.jspecify.annotations.NullMarked;
