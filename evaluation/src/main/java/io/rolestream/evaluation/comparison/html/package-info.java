/** A comparison of labellers as one HTML page with its plots, and what other pages are made of. */
@NullMarked
package io.rolestream.evaluation.comparison.html;

import org.jspecify.annotations.NullMarked;
