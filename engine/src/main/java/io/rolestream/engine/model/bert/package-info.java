/** The BERT family: forward passes of its encoder. */
@NullMarked
package io.rolestream.engine.model.bert;

import org.jspecify.annotations.NullMarked;
