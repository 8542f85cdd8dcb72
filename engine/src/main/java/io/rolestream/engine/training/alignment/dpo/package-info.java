/** Direct preference optimization: a decoder learns from pairs of answers, of which one is preferred. */
@NullMarked
package io.rolestream.engine.training.alignment.dpo;

import org.jspecify.annotations.NullMarked;
