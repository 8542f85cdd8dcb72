/** Trains the recommender's bi-encoder and its reward model on pairs of resumes and jobs, and judges them. */
@NullMarked
package io.rolestream.trainer.matching;

import org.jspecify.annotations.NullMarked;
