@NullMarked
package io.rolestream.classifier.checkpoint;

import org.jspecify.annotations.NullMarked;
