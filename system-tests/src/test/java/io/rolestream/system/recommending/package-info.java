/** Recommenders that are killed, and an independent checker of what they wrote. */
@NullMarked
package io.rolestream.system.recommending;

import org.jspecify.annotations.NullMarked;
