/** T5, T5 v1.1 and FLAN-T5: encoder-decoders with relative positions. */
@NullMarked
package io.rolestream.engine.model.t5;

import org.jspecify.annotations.NullMarked;
