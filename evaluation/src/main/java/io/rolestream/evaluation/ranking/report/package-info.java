/** Comparisons of rankings as sentences, tables, JSON and HTML. */
@NullMarked
package io.rolestream.evaluation.ranking.report;

import org.jspecify.annotations.NullMarked;
