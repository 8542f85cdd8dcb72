/** How votes become one decision. Works on events alone, so that anyone can recompute a decision from its event. */
@NullMarked
package io.rolestream.stream.decision;

import org.jspecify.annotations.NullMarked;
