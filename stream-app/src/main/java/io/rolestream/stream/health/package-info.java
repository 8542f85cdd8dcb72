/** What supervisors ask a service: whether it lives, and whether it is ready. */
@NullMarked
package io.rolestream.stream.health;

import org.jspecify.annotations.NullMarked;
