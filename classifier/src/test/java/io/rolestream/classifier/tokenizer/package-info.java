@NullMarked
package io.rolestream.classifier.tokenizer;

import org.jspecify.annotations.NullMarked;
