/** Comparisons of labellers as sentences, tables and JSON. */
@NullMarked
package io.rolestream.evaluation.comparison.report;

import org.jspecify.annotations.NullMarked;
