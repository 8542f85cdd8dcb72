/** Checks a {@code tokenizer.json} before the native library, which would abort the process, reads it. */
@NullMarked
package io.rolestream.engine.tokenizer.json;

import org.jspecify.annotations.NullMarked;
