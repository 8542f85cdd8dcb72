/** Trainings of the recommender's models by a running trainer: when, with what data, how they are published. */
@NullMarked
package io.rolestream.trainer.matching.service;

import org.jspecify.annotations.NullMarked;
