/** What stands in the partitions of topics that are their own state. */
@NullMarked
package io.rolestream.stream.recommending.standing;

import org.jspecify.annotations.NullMarked;
