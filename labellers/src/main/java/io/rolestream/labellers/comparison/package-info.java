/** Runs several labellers on the same texts. */
@NullMarked
package io.rolestream.labellers.comparison;

import org.jspecify.annotations.NullMarked;
