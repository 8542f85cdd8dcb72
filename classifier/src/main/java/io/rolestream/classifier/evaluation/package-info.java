/** How good labels are: a confusion matrix, and the figures that follow from it. */
@NullMarked
package io.rolestream.classifier.evaluation;

import org.jspecify.annotations.NullMarked;
