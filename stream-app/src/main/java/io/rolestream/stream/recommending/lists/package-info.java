/** Computes the lists that are due and writes them, exactly once. */
@NullMarked
package io.rolestream.stream.recommending.lists;

import org.jspecify.annotations.NullMarked;
