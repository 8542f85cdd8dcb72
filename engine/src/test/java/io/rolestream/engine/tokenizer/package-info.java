@NullMarked
package io.rolestream.engine.tokenizer;

import org.jspecify.annotations.NullMarked;
