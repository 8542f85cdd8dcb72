/** A bi-encoder that gives queries and the documents that suit them vectors of similar direction. */
@NullMarked
package io.rolestream.engine.training.contrastive;

import org.jspecify.annotations.NullMarked;
