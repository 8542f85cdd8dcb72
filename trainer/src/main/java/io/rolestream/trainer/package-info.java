/** Learns from the rules' votes and people's corrections. */
@NullMarked
package io.rolestream.trainer;

import org.jspecify.annotations.NullMarked;
