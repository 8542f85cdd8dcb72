/** Comparisons of labellers on the same texts. */
@NullMarked
package io.rolestream.evaluation.comparison;

import org.jspecify.annotations.NullMarked;
