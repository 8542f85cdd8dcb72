/** Scores of labels: confusion matrices and what follows from them. */
@NullMarked
package io.rolestream.evaluation.scores;

import org.jspecify.annotations.NullMarked;
