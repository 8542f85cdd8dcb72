@NullMarked
package io.rolestream.classifier.inference;

import org.jspecify.annotations.NullMarked;
