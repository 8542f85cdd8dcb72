/** Verdicts of the gate: checks, results, limits. */
@NullMarked
package io.rolestream.evaluation.verdict;

import org.jspecify.annotations.NullMarked;
