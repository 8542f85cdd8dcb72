/** Training a base model on texts, as a masked language model. */
@NullMarked
package io.rolestream.engine.training.pretraining;

import org.jspecify.annotations.NullMarked;
