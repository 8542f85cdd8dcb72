/**
 * Training of encoders: fine-tuning a classifier, and a masked language model to adapt a base to one's own texts. Steps are seeded and
 * numbered, so that a run that is stopped and resumed goes on bit for bit as if it had not been.
 */
@NullMarked
package io.rolestream.engine.training;

import org.jspecify.annotations.NullMarked;
