@NullMarked
package io.rolestream.classifier.encoder;

import org.jspecify.annotations.NullMarked;
