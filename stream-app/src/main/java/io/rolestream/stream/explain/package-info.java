/** Says all that is known of a resume's label, and why it is what it is. */
@NullMarked
package io.rolestream.stream.explain;

import org.jspecify.annotations.NullMarked;
