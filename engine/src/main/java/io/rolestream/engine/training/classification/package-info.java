/** Fine-tuning: a classifier of texts is made of a base model and labelled examples. */
@NullMarked
package io.rolestream.engine.training.classification;

import org.jspecify.annotations.NullMarked;
