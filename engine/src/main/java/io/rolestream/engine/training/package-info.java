/**
 * Training of encoders: fine-tuning of classifiers, and masked language modelling to adapt a base to a domain. Steps
 * are seeded and numbered, so that a stopped run continues bit for bit as if it had not been interrupted.
 */
@NullMarked
package io.rolestream.engine.training;

import org.jspecify.annotations.NullMarked;
