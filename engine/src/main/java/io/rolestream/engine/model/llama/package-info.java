/** Llama and its relatives: decoders with rotary positions and grouped queries. */
@NullMarked
package io.rolestream.engine.model.llama;

import org.jspecify.annotations.NullMarked;
