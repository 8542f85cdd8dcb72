@NullMarked
package io.rolestream.classifier.torch;

import org.jspecify.annotations.NullMarked;
