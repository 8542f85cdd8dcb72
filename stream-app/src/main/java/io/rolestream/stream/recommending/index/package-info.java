/** The two indexes, built from the topics and kept up to date. */
@NullMarked
package io.rolestream.stream.recommending.index;

import org.jspecify.annotations.NullMarked;
