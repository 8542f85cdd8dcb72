/** Which side of the split a text is on. */
@NullMarked
package io.rolestream.evaluation.split;

import org.jspecify.annotations.NullMarked;
