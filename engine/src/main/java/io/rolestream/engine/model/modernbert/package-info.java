/**
 * ModernBERT: rotary positions, gated feed-forward blocks, local attention in two of three layers; texts of up to 8,192
 * tokens.
 */
@NullMarked
package io.rolestream.engine.model.modernbert;

import org.jspecify.annotations.NullMarked;
