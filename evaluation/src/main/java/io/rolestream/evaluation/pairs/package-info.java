/** Predictions of which pairs of a resume and a job lead to an application, compared by AUC and LogLoss. */
@NullMarked
package io.rolestream.evaluation.pairs;

import org.jspecify.annotations.NullMarked;
