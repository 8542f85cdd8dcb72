/** The state of the system, in words. */
@NullMarked
package io.rolestream.dashboard.health;

import org.jspecify.annotations.NullMarked;
