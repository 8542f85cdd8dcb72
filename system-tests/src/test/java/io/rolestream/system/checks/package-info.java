/** Recomputes, from what a broker holds in the end, what should have come out, and tells of each fault. */
@NullMarked
package io.rolestream.system.checks;

import org.jspecify.annotations.NullMarked;
