/** Employers who post generated jobs, and people who react to their lists, for demonstrations. */
@NullMarked
package io.rolestream.stream.simulated;

import org.jspecify.annotations.NullMarked;
