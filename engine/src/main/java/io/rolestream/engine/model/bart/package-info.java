/** BART: an encoder and a decoder that attends to it; as a classifier, and for families that generate with it. */
@NullMarked
package io.rolestream.engine.model.bart;

import org.jspecify.annotations.NullMarked;
