/** How good labels are: a confusion matrix, and the figures that follow from it. */
@NullMarked
package io.rolestream.evaluation.scores;

import org.jspecify.annotations.NullMarked;
