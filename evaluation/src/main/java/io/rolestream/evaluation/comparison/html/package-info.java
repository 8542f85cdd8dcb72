/** A comparison of labellers as one HTML page with its plots. */
@NullMarked
package io.rolestream.evaluation.comparison.html;

import org.jspecify.annotations.NullMarked;
